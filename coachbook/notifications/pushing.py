"""One message to every device of its reader that doesn't have it yet: made, and handed over."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.models import OutboxMessage
from coachbook.notifications import devices, outcomes, pushes, standing
from coachbook.notifications.facts import NothingToTell
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


@dataclass(frozen=True)
class Pushed:
    """What goes to each of these devices. `has_reached`: others have it already."""

    push: Push
    devices: Sequence[Device]
    has_reached: bool


def made(
    session: Session, message: OutboxMessage, *, now: datetime, leaves: bool
) -> Pushed | Outcome:
    """The push as it is to be sent, or what became of the message without."""
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
        push = pushes.push(session, message, now=now)
    except NothingToTell:
        return outcomes.void(standing.GONE)
    if not leaves:
        return Outcome("kept", "Push messages don't leave this machine.")
    return Pushed(push, waiting, bool(message.reached))


def sent(sender: PushSender, pushed: Pushed, *, now: Callable[[], datetime]) -> Outcome:
    answers = _sent(sender, pushed.push, pushed.devices, now)
    return _summed_up(answers, pushed.has_reached)


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
