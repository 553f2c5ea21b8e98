"""Carries out what the outbox holds: claims it, looks, sends, notes what became of it.

At least once: who dies between sending and noting leaves the message to the next, who can't always
ask the provider whether it has it. Each step is a transaction of its own.
"""

import logging
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from coachbook.database import reading, transaction
from coachbook.errors import DatabaseUnreachable
from coachbook.notifications import addresses, claims, devices, emailing, outcomes, pushing
from coachbook.notifications.claims import Claim
from coachbook.notifications.making import Making
from coachbook.notifications.outcomes import Outcome
from coachbook.notifications.pushing import Pushed
from coachbook.notifications.sending import Email, EmailSender, PushSender

log = logging.getLogger("coachbook.delivery")

CHANNELS = ("email", "push")
BATCH = 50
SECONDS_BETWEEN_NOTES = (0.2, 1.0, 5.0)

Now = Callable[[], datetime]


@dataclass(frozen=True)
class Senders:
    """Who carries it out; None where nothing leaves this machine."""

    email: EmailSender | None
    push: PushSender | None

    def are_for(self, channel: str) -> bool:
        return (self.email if channel == "email" else self.push) is not None


def deliver_due(senders: Senders, *, now: Now, limit: int = 10_000) -> int:
    """Everything that is due, and what comes due behind it; how many messages were handled."""
    return sum(_deliver_all(senders, channel, now=now, limit=limit) for channel in CHANNELS)


def _deliver_all(senders: Senders, channel: str, *, now: Now, limit: int) -> int:
    count = 0
    while count < limit:
        handled = deliver_batch(senders, channel, now=now, size=min(BATCH, limit - count))
        if not handled:
            break
        count += handled
    return count


def never() -> bool:
    return False


def deliver_batch(
    senders: Senders,
    channel: str,
    *,
    now: Now,
    size: int = BATCH,
    is_stopping: Callable[[], bool] = never,
) -> int:
    """How many were handled. What there is no time for any more is handed back."""
    claimed = _claimed(channel, now(), size)
    with _handing_back(claimed):
        mine = _with_devices(claimed) if channel == "push" else claimed
    making = Making(leaves=senders.are_for(channel))
    making.make([claim.message for claim in mine], now=now())
    for number, claim in enumerate(mine):
        if is_stopping() or claim.is_running_out(now()):
            _hand_back(mine[number:])
            return len(claimed) - len(mine) + number
        with _handing_back(mine[number + 1 :]):
            _deliver(senders, claim, making, now)
    return len(claimed)


@contextmanager
def _handing_back(rest: list[Claim]) -> Iterator[None]:
    """What one message fails of, the rest of its batch needn't wait for."""
    try:
        yield
    except Exception:
        with suppress(Exception):  # the database may be what fails
            _hand_back(rest)
        raise


def _claimed(channel: str, now: datetime, size: int) -> list[Claim]:
    with reading() as session:
        if not claims.is_anything_due(session, channel, now=now):
            return []
    with transaction() as session:
        return claims.take(session, channel, now=now, limit=size)


def _with_devices(mine: list[Claim]) -> list[Claim]:
    """Most people have none: what has nowhere to go is void at once, all of it together."""
    with reading() as session:
        having = devices.owners(session, {claim.message.recipient_id for claim in mine})
    somewhere, nowhere = list[Claim](), list[Claim]()
    for claim in mine:
        has_any = claim.message.recipient_id in having or claim.message.reached
        (somewhere if has_any else nowhere).append(claim)
    if nowhere:
        with transaction() as session:
            claims.settle_all(session, nowhere, outcomes.voided(pushing.NO_DEVICE))
    return somewhere


def _hand_back(rest: list[Claim]) -> None:
    with transaction() as session:
        claims.hand_back(session, rest)


def _deliver(senders: Senders, claim: Claim, making: Making, now: Now) -> None:
    outcome = _attempted(senders, claim, making, now)
    if outcome.concerns_others:
        making.forget()
    for seconds in (*SECONDS_BETWEEN_NOTES, None):
        try:
            return _note(claim, outcome, now())
        except DatabaseUnreachable:
            if seconds is None:
                raise
            time.sleep(seconds)


def _attempted(senders: Senders, claim: Claim, making: Making, now: Now) -> Outcome:
    """Whatever goes wrong with one message holds up no other."""
    try:
        return _sent(senders, making.of(claim.message, now=now()), now)
    except Exception as problem:
        where = traceback.extract_tb(problem.__traceback__)[-1]
        name = type(problem).__name__
        log.error("Sending a %s failed: %s at %s:%s", claim.message.event, name, *where[:2])
        return Outcome("waiting", f"It failed unexpectedly: {name}")


def _sent(senders: Senders, made: Email | Pushed | Outcome, now: Now) -> Outcome:
    """No transaction is open while a provider is spoken to."""
    if isinstance(made, Email) and senders.email:
        return emailing.sent(senders.email, made)
    if isinstance(made, Pushed) and senders.push:
        return pushing.sent(senders.push, made, now=now)
    assert isinstance(made, Outcome)
    return made


def _note(claim: Claim, outcome: Outcome, now: datetime) -> None:
    with transaction() as session:
        devices.note(session, outcome.devices, now=now)
        if outcome.refused_address:
            addresses.block(
                session, outcome.refused_address, "refused", detail=outcome.words, now=now
            )
        is_ours = claims.settle(session, claim, outcomes.values(outcome, claim, now=now))
    if not is_ours:
        log.warning("A %s took longer than its lease; another sender has it.", claim.message.event)
