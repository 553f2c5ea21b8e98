"""Who sends which message: a row belongs to one sender until its lease runs out.

Whoever claimed a row brings it to its end only if nobody else has claimed it since. Within one
subject, an earlier message to the same reader on the same channel goes first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coachbook.database import is_reading
from coachbook.models import OutboxMessage
from coachbook.models.columns import table_of
from coachbook.notifications import matrix

LEASE = timedelta(seconds=60)
TO_FINISH = 0.6  # of the lease: what a provider that hangs may still take
MOST_ATTEMPTS = 10
MOST_TAKINGS = 50  # senders that die may never have got to it, unless it is what they die of
DIED = "Whoever was sending it ended before it was done."
PROMPT = [
    name for name, one in matrix.EVENTS.items() if one.due in ("after the undo span", "at once")
]

TAKEN = ("state", "lease_until", "attempts", "in_doubt_at", "last_error")

_outbox = table_of(OutboxMessage)
_state, _is_prompt = _outbox.c.state, _outbox.c.event.in_(PROMPT)
_is_due = _outbox.c.due_at <= bindparam("now")

_waits = (_state == "waiting", _is_due)

# Each in the order of an index, so that none is sorted however many wait.
DUE: Mapping[str, tuple[ColumnElement[bool], ...]] = {
    "abandoned": (_state == "claimed", _is_due, _outbox.c.lease_until <= bindparam("now")),
    "waiting": _waits,
    "prompt": (*_waits, _is_prompt),
    "foreseen": (*_waits, ~_is_prompt),
}
ANY = ("waiting", "abandoned")
IN_THIS_ORDER = ("abandoned", "prompt", "foreseen")


@dataclass(frozen=True)
class Claim:
    """A message as it was when it was claimed; nobody else has these attempts and this lease."""

    message: OutboxMessage
    attempts: int
    lease_until: datetime

    def is_running_out(self, now: datetime) -> bool:
        """Too late to begin: the sending might not end within the lease."""
        return now >= self.lease_until - LEASE * TO_FINISH


def is_anything_due(session: Session, channel: str, *, now: datetime) -> bool:
    return any(_found(session, channel, 1, kind, now) for kind in ANY)


def take(session: Session, channel: str, *, now: datetime, limit: int) -> list[Claim]:
    """Claim what is due: what nobody brought to its end, what somebody has just done, and behind
    it what was long foreseen."""
    found: list[OutboxMessage] = []
    for kind in IN_THIS_ORDER:
        if len(found) < limit:
            found += _found(session, channel, limit - len(found), kind, now)
    for message in found:
        session.expunge(message)  # it is written below, all of them with one statement
    claims = [_claimed(message, now) for message in found]
    if found:
        session.connection().execute(_taking(), [_taken(message) for message in found])
    return [claim for claim in claims if claim]


def _found(
    session: Session, channel: str, limit: int, kind: str, now: datetime
) -> list[OutboxMessage]:
    asked = _asked(kind, is_locking=not is_reading(session))
    return list(session.exec(asked, params={"channel": channel, "most": limit, "now": now}))


@cache
def _asked(kind: str, *, is_locking: bool) -> Any:
    """Built once: every sender asks it all the time. Those that another one is about to claim are
    passed over."""
    asked = (
        select(OutboxMessage)
        .where(*DUE[kind], OutboxMessage.channel == bindparam("channel"), ~has_elder())
        .order_by(col(OutboxMessage.due_at))
        .limit(bindparam("most"))
    )
    return asked.with_for_update(skip_locked=True) if is_locking else asked


def has_elder() -> ColumnElement[bool]:
    """Whether an earlier one of the same subject is to go first."""
    elder = aliased(OutboxMessage)
    is_before = or_(
        col(elder.created_at) < col(OutboxMessage.created_at),
        and_(
            col(elder.created_at) == col(OutboxMessage.created_at),
            col(elder.id) < col(OutboxMessage.id),
        ),
    )
    return (
        select(elder.id)
        .where(
            col(elder.subject_id) == col(OutboxMessage.subject_id),
            col(elder.recipient_id) == col(OutboxMessage.recipient_id),
            col(elder.channel) == col(OutboxMessage.channel),
            col(elder.state).in_(("waiting", "claimed")),
            is_before,
        )
        .exists()
    )


def _claimed(message: OutboxMessage, now: datetime) -> Claim | None:
    """Nothing if its senders have died of it too often."""
    if message.state == "claimed":  # by somebody whose lease ran out
        message.in_doubt_at = now
    if message.attempts >= MOST_TAKINGS:
        message.state, message.lease_until, message.last_error = "dead", None, DIED
        return None
    message.state, message.lease_until = "claimed", now + LEASE
    message.attempts += 1
    return Claim(message, message.attempts, message.lease_until)


def _taken(message: OutboxMessage) -> dict[str, Any]:
    return {"its_id": message.id} | {f"new_{name}": getattr(message, name) for name in TAKEN}


@cache
def _taking() -> Any:
    return update(_outbox).where(_outbox.c.id == bindparam("its_id")).values(_new(TAKEN))


def hand_back(session: Session, claims: Iterable[Claim]) -> None:
    """Nothing was begun with these: others may have them, and it was no attempt."""
    for claim in sorted(claims, key=lambda one: one.message.id):  # as reports write them
        settle(session, claim, {"state": "waiting", "attempts": claim.attempts - 1})


def settle(session: Session, claim: Claim, values: dict[str, Any]) -> bool:
    """What became of it; False, and nothing is written, if it isn't ours any more."""
    statement = _settling(tuple(values))
    return session.connection().execute(statement, _settled(claim, values)).rowcount == 1


def settle_all(session: Session, claims: Iterable[Claim], values: dict[str, Any]) -> None:
    """The same became of each; where one isn't ours any more, nothing is written."""
    bound = [_settled(claim, values) for claim in claims]
    if bound:
        session.connection().execute(_settling(tuple(values)), bound)


def _settled(claim: Claim, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "its_id": claim.message.id,
        "its_attempts": claim.attempts,
        "its_lease": claim.lease_until,
        **{f"new_{name}": value for name, value in values.items()},
    }


@cache
def _settling(names: tuple[str, ...]) -> Any:
    columns = _outbox.c
    ours = (
        columns.id == bindparam("its_id"),
        columns.state == "claimed",
        columns.attempts == bindparam("its_attempts"),
        columns.lease_until == bindparam("its_lease"),
    )
    return update(_outbox).where(*ours).values(lease_until=None, **_new(names))


def _new(names: Iterable[str]) -> dict[str, Any]:
    return {name: bindparam(f"new_{name}", type_=_outbox.c[name].type) for name in names}
