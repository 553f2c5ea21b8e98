"""One attempt to send one message to every device of its reader that doesn't have it yet."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.database import reading
from coachbook.models import OutboxMessage
from coachbook.notifications import devices, outcomes, pushes, standing
from coachbook.notifications.facts import NothingToTell
from coachbook.notifications.knowing import Known
from coachbook.notifications.outcomes import DeviceNews, Outcome
from coachbook.notifications.sending import (
    Device,
    DeviceGone,
    NotSent,
    Push,
    PushSender,
    TryLater,
)

NO_DEVICE = "No device"
MOST_SECONDS = 20.0  # for all devices together; the rest have their turn at the next attempt
HAD_NO_TURN = TryLater("Other devices took too long.")

Ready = tuple[Push, list[Device]]


def attempt(
    sender: PushSender | None, message: OutboxMessage, known: Known, *, now: Callable[[], datetime]
) -> Outcome:
    """No transaction is open while a push service is spoken to."""
    with reading() as session, known.within(session):
        ready = _prepared(session, message, now=now())
    if isinstance(ready, Outcome):
        return ready
    if sender is None:
        return Outcome("kept", "Push messages don't leave this machine.")
    push, waiting = ready
    return _summed_up(_sent(sender, push, waiting, now), bool(message.reached))


def _prepared(session: Session, message: OutboxMessage, *, now: datetime) -> Ready | Outcome:
    waiting = [
        device
        for device in devices.devices(session, message.recipient_id)
        if str(device.id) not in message.reached
    ]
    if not waiting:
        return Outcome("sent") if message.reached else outcomes.void(NO_DEVICE)
    if reason := standing.why_not(session, message, now=now):
        return outcomes.void(reason)
    try:
        return pushes.push(session, message, now=now), waiting
    except NothingToTell:
        return outcomes.void(standing.GONE)


def _sent(
    sender: PushSender, push: Push, waiting: Sequence[Device], now: Callable[[], datetime]
) -> dict[UUID, NotSent | None]:
    """What each device's push service said; None if it took the message."""
    last_moment = time.monotonic() + MOST_SECONDS
    answers: dict[UUID, NotSent | None] = {}
    for device in waiting:
        is_late = time.monotonic() >= last_moment
        answers[device.id] = HAD_NO_TURN if is_late else _sent_to(sender, push, device, now())
    return answers


def _sent_to(sender: PushSender, push: Push, device: Device, now: datetime) -> NotSent | None:
    try:
        sender.send(push, device, now=now)
    except NotSent as failure:
        return failure
    return None


def _summed_up(answers: dict[UUID, NotSent | None], has_reached: bool) -> Outcome:
    """It is sent once a device has it and none is left to be tried again."""
    learned = {device: news for device, failure in answers.items() if (news := _learned(failure))}
    later = [failure for failure in answers.values() if isinstance(failure, TryLater)]
    if later:
        waits = [failure.after_seconds or 0 for failure in later]
        return Outcome("waiting", later[0].reason, after_seconds=max(waits), devices=learned)
    if has_reached or "worked" in learned.values():
        return Outcome("sent", devices=learned)
    if set(learned.values()) == {"gone"}:
        return Outcome("void", NO_DEVICE, devices=learned)
    refusal = next(failure for failure in answers.values() if not isinstance(failure, DeviceGone))
    return Outcome("dead", str(refusal), devices=learned)


def _learned(failure: NotSent | None) -> DeviceNews | None:
    if failure is None:
        return "worked"
    if isinstance(failure, DeviceGone):
        return "gone"
    return None if failure is HAD_NO_TURN else "failed"
