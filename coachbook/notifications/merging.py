"""The undo span: what changed is told when it is over, and changes within it are one message.

What somebody is told leads from what they know, by an earlier message or by having done it
themselves, to how it is now. Where that is the same, nothing is told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from coachbook.models import Booking, InAppNotification, OutboxMessage
from coachbook.models.columns import table_of
from coachbook.notifications import matrix

UNDO_SECONDS = 10
GRACE_SECONDS = 5  # an "Undo" pressed in the last second still arrives in time
UNDO_SPAN = timedelta(seconds=UNDO_SECONDS + GRACE_SECONDS)

Role = Literal["client", "coach"]
BOOKED = ("session_booked", "checkin_booked", "new_booking")
MOVED = ("session_rescheduled", "client_rescheduled")
CANCELLED = ("session_cancelled", "client_cancelled")
ABOUT_BOOKINGS = (*BOOKED, *MOVED, *CANCELLED)
TO_CLIENTS = tuple(matrix.CLIENT)


@dataclass(frozen=True)
class Change:
    """What became of one booking. `was` and `to` are where it stood and stands, if it does;
    `ids` are all the rows that it ever had, also those that are gone."""

    was: Booking | None
    to: Booking | None
    ids: frozenset[UUID]
    by: Role


@dataclass(frozen=True)
class News:
    """How a booking got from what its reader knows to what is true. `is_merged`: a message that
    waits says it already."""

    known: Booking | None
    to: Booking | None
    is_merged: bool = False

    @property
    def is_none(self) -> bool:
        if self.is_merged:
            return True
        starts = [one.starts_at if one else None for one in (self.known, self.to)]
        return starts[0] == starts[1]


def untold(
    session: Session, coach_id: UUID, events: Collection[str], *, now: datetime
) -> list[OutboxMessage]:
    """A coach's messages of these events that nobody has got or tried to send, held for us."""
    session.flush()
    waiting = select(OutboxMessage).where(
        OutboxMessage.coach_id == coach_id,
        OutboxMessage.state == "waiting",
        OutboxMessage.due_at > now,
        OutboxMessage.attempts == 0,
        col(OutboxMessage.event).in_(events),
    )
    fresh = waiting.with_for_update().execution_options(populate_existing=True)
    return list(session.exec(fresh).all())


def is_untold(session: Session, booking: Booking, *, now: datetime) -> bool:
    """Whether a booking was made, or moved to where it is, so lately that nobody was told; what
    waits is held for us, so that nobody is told until we are done."""
    if booking.created_at + UNDO_SPAN <= now:
        return False
    untold(session, booking.coach_id, ABOUT_BOOKINGS, now=now)
    written = select(OutboxMessage).where(
        OutboxMessage.coach_id == booking.coach_id,
        OutboxMessage.due_at >= booking.created_at,
        col(OutboxMessage.event).in_(ABOUT_BOOKINGS),
        col(OutboxMessage.state) != "withdrawn",
        or_(col(OutboxMessage.state) != "waiting", col(OutboxMessage.attempts) > 0),
    )
    return not any(names(one, {booking.id}) for one in session.exec(written))


def merge(
    session: Session,
    waiting: Sequence[OutboxMessage],
    change: Change,
    *,
    now: datetime,
) -> News:
    """Takes out of the messages that wait for one reader what the change has overtaken."""
    about = sorted(
        (one for one in waiting if names(one, change.ids) and not _is_of_own_doing(one, change)),
        key=lambda letter: (letter.created_at, letter.event not in BOOKED),
    )
    known = _known_before(session, about[0]) if about else change.was
    is_merged = known is None and change.to is not None and bool(about)
    for letter in about:
        if is_merged and change.to and letter.event in BOOKED:
            _put_in_place(session, letter, change, change.to.id, now)
        else:
            _leave_out(session, letter, change)
    return News(known, change.to, is_merged)


def _is_of_own_doing(letter: OutboxMessage, change: Change) -> bool:
    """Who did it knows of it, whatever another makes of it then; it is told if it is still true."""
    return letter.event in TO_CLIENTS and letter.payload.get("by") == "client" != change.by


def _known_before(session: Session, letter: OutboxMessage) -> Booking | None:
    if letter.event in BOOKED:
        return None
    known_id = letter.payload.get("was_id") or letter.payload["booking_ids"][0]
    return session.get(Booking, UUID(known_id))


def _put_in_place(
    session: Session, letter: OutboxMessage, change: Change, booking_id: UUID, now: datetime
) -> None:
    """The booking as it is now, in a message that tells of it for the first time."""
    _rewrite(session, letter, [*_others(letter, change), str(booking_id)], now + UNDO_SPAN)


def _leave_out(session: Session, letter: OutboxMessage, change: Change) -> None:
    """What else a message tells of stays in it."""
    others = _others(letter, change)
    if others:
        _rewrite(session, letter, others, letter.due_at)
    else:
        take_back(session, letter)


def _others(letter: OutboxMessage, change: Change) -> list[str]:
    return [one for one in letter.payload["booking_ids"] if UUID(one) not in change.ids]


def _rewrite(
    session: Session, letter: OutboxMessage, booking_ids: list[str], due_at: datetime
) -> None:
    """The message, and the note in the app that stands beside it."""
    payload = {**letter.payload, "booking_ids": booking_ids}
    letter.payload, letter.due_at = payload, due_at
    session.add(letter)
    session.flush()
    notes = table_of(InAppNotification)
    session.connection().execute(
        update(notes)
        .where(notes.c.unique_key == _key_of_note(letter))
        .values(payload=payload, visible_at=due_at)
    )


def names(letter: OutboxMessage, booking_ids: Collection[UUID]) -> bool:
    return any(UUID(one) in booking_ids for one in letter.payload.get("booking_ids", ()))


def take_back(session: Session, letter: OutboxMessage) -> None:
    """It can be written again under the same key."""
    letter.state = "withdrawn"
    session.add(letter)
    session.flush()
    notes = table_of(InAppNotification)
    session.connection().execute(delete(notes).where(notes.c.unique_key == _key_of_note(letter)))


def _key_of_note(letter: OutboxMessage) -> str:
    return f"{letter.unique_key.rsplit(':', 1)[0]}:in_app"
