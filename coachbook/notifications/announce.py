"""What each change has people told. A coach is not told of their own doing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from coachbook.models import Booking, InAppNotification, OutboxMessage, SessionPackage
from coachbook.models.columns import table_of
from coachbook.notifications import outbox

MOVES = ("session_rescheduled", "client_rescheduled")
FORM_SENT = "checkin_form_submitted"


class Actor(Protocol):
    """Whoever did it."""

    @property
    def id(self) -> UUID: ...


def booked(session: Session, bookings: Sequence[Booking], *, by: Actor, now: datetime) -> None:
    """One message for all that were confirmed together: same client, coach and kind."""
    first = min(bookings, key=lambda booking: booking.starts_at)
    is_checkin = first.booking_type == "checkin"
    _tell_both(
        session,
        first,
        client_event="checkin_booked" if is_checkin else "session_booked",
        coach_event="new_booking",
        subject_id=first.id,
        version=1,
        by=by,
        payload={"booking_ids": [str(booking.id) for booking in bookings]},
        now=now,
        due_at=now,
    )


def moved(
    session: Session, old: Booking, new: Booking, *, by: Actor, now: datetime, due_at: datetime
) -> None:
    """`due_at` is when the undo span ends. Moves inside it are one message, from where it began."""
    was_id = _start_of_unsent_move(session, new.chain_id, now) or str(old.id)
    outbox.withdraw(session, MOVES, new.chain_id, now=now)
    was = session.get(Booking, UUID(was_id))
    if was is None or was.starts_at != new.starts_at:  # else back where people know it to be
        _tell_moved(session, new, was_id, by=by, now=now, due_at=due_at)


def is_move_untold(session: Session, chain_id: UUID, *, now: datetime) -> bool:
    """Whether nobody has heard of the booking's last move yet."""
    return _start_of_unsent_move(session, chain_id, now) is not None


def move_undone(session: Session, back: Booking, *, by: Actor, now: datetime) -> None:
    """Nothing is told if the booking is back where it was when people last heard of it."""
    _name_in_forms(session, back)
    was_id = _start_of_unsent_move(session, back.chain_id, now)
    if was_id is None or not outbox.withdraw(session, MOVES, back.chain_id, now=now):
        return
    was = session.get(Booking, UUID(was_id))
    if was is not None and was.starts_at != back.starts_at:
        _tell_moved(session, back, was_id, by=by, now=now, due_at=now)


def _name_in_forms(session: Session, booking: Booking) -> None:
    """The booking that a form was sent for is undone: it is this one's now."""
    for table in (table_of(OutboxMessage), table_of(InAppNotification)):
        about = (table.c.subject_id == booking.chain_id, table.c.event == FORM_SENT)
        payload = {"booking_ids": [str(booking.id)], "by": "client"}
        session.connection().execute(update(table).where(*about).values(payload=payload))


def cancelled(session: Session, booking: Booking, *, by: Actor, now: datetime) -> None:
    """A move that nobody heard of yet is left out: the time that people know is cancelled."""
    was_id = _start_of_unsent_move(session, booking.chain_id, now)
    outbox.withdraw(session, MOVES, booking.chain_id, now=now)
    _tell_both(
        session,
        booking,
        client_event="session_cancelled",
        coach_event="client_cancelled",
        subject_id=booking.chain_id,
        version=booking.sequence,
        by=by,
        payload={"booking_ids": [was_id or str(booking.id)]},
        now=now,
        due_at=now,
    )


def reopened(session: Session, booking: Booking, *, by: Actor, now: datetime) -> None:
    """A cancellation was taken back: for the client it is a booking like any other."""
    is_checkin = booking.booking_type == "checkin"
    _tell_both(
        session,
        booking,
        client_event="checkin_booked" if is_checkin else "session_booked",
        coach_event="new_booking",
        subject_id=booking.id,
        version=booking.sequence + 1,
        by=by,
        payload={"booking_ids": [str(booking.id)]},
        now=now,
        due_at=now,
    )


def form_submitted(session: Session, booking: Booking, *, now: datetime) -> None:
    """Call when a form is sent, not when what was sent is changed: one message for a check-in."""
    outbox.queue(
        session,
        FORM_SENT,
        recipient_id=booking.coach_id,
        coach_id=booking.coach_id,
        subject_id=booking.chain_id,
        payload={"booking_ids": [str(booking.id)], "by": "client"},
        due_at=now,
        created_at=now,
    )


def low_sessions(session: Session, package: SessionPackage, *, now: datetime) -> None:
    """Call once per crossing of the threshold; both are told, whoever booked."""
    told = {"low_sessions": package.client_id, "client_low_sessions": package.coach_id}
    for event, recipient_id in told.items():
        outbox.queue(
            session,
            event,
            recipient_id=recipient_id,
            coach_id=package.coach_id,
            subject_id=package.id,
            version=int(now.timestamp()),
            payload={"left": package.remaining_sessions},
            due_at=now,
            created_at=now,
        )


def _start_of_unsent_move(session: Session, chain_id: UUID, now: datetime) -> str | None:
    """The booking that people know of, while the message about its move isn't due yet."""
    waiting = session.exec(
        select(OutboxMessage.payload).where(
            OutboxMessage.subject_id == chain_id,
            col(OutboxMessage.event).in_(MOVES),
            OutboxMessage.state == "waiting",
            OutboxMessage.due_at > now,
        )
    ).first()
    return waiting["was_id"] if waiting else None


def _tell_moved(
    session: Session, new: Booking, was_id: str, *, by: Actor, now: datetime, due_at: datetime
) -> None:
    _tell_both(
        session,
        new,
        client_event="session_rescheduled",
        coach_event="client_rescheduled",
        subject_id=new.chain_id,
        version=new.sequence,
        by=by,
        payload={"booking_ids": [str(new.id)], "was_id": was_id},
        now=now,
        due_at=due_at,
    )


def _tell_both(
    session: Session,
    booking: Booking,
    *,
    client_event: str,
    coach_event: str,
    subject_id: UUID,
    version: int,
    by: Actor,
    payload: dict[str, Any],
    now: datetime,
    due_at: datetime,
) -> None:
    is_by_client = by.id == booking.client_id
    told = {client_event: booking.client_id}
    if is_by_client:
        told[coach_event] = booking.coach_id
    for event, recipient_id in told.items():
        outbox.queue(
            session,
            event,
            recipient_id=recipient_id,
            coach_id=booking.coach_id,
            subject_id=subject_id,
            version=version,
            payload={**payload, "by": "client" if is_by_client else "coach"},
            due_at=due_at,
            created_at=now,
        )
