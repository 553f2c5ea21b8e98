"""Whom Google's doings concern is told of them, at once and in the transaction that notes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.models import Booking, CoachSettings, OutboxMessage
from coachbook.notifications import merging, outbox
from coachbook.notifications.announce import MEET_FAILED, MEET_READY

STILL_TO_BE_TOLD = "checkin_booked"


def meet_is_ready(session: Session, chain_id: UUID, *, now: datetime) -> None:
    """The link of a check-in has come. Whose first message hasn't left gets it with that one."""
    booking = _standing(session, chain_id)
    if booking is not None and not _is_untold(session, booking):
        _tell(session, MEET_READY, booking, booking.client_id, now)


def meet_failed(session: Session, chain_id: UUID, *, now: datetime) -> None:
    """No link comes: the coach's own address is the one that was to follow, if there is one."""
    booking = _standing(session, chain_id)
    if booking is None:
        return
    _tell(session, MEET_FAILED, booking, booking.coach_id, now)
    practice = session.get(CoachSettings, booking.coach_id)
    if practice is not None and practice.meeting_address and not _is_untold(session, booking):
        _tell(session, MEET_READY, booking, booking.client_id, now)


def needs_reconnect(session: Session, coach_id: UUID, *, now: datetime) -> None:
    """Call once for each time that the access is gone."""
    _tell_coach(session, "google_needs_reconnect", coach_id, now)


def repaired(session: Session, coach_id: UUID, count: int, *, now: datetime) -> None:
    _tell_coach(session, "google_repaired", coach_id, now, count=count)


def _standing(session: Session, chain_id: UUID) -> Booking | None:
    asked = select(Booking).where(Booking.chain_id == chain_id, Booking.status == "confirmed")
    return session.exec(asked).first()


def _is_untold(session: Session, booking: Booking) -> bool:
    """Whether the message that tells its client of it for the first time waits, held for us."""
    waiting = select(OutboxMessage).where(
        OutboxMessage.coach_id == booking.coach_id,
        OutboxMessage.recipient_id == booking.client_id,
        OutboxMessage.event == STILL_TO_BE_TOLD,
        OutboxMessage.channel == "email",
        OutboxMessage.state == "waiting",
        col(OutboxMessage.in_doubt_at).is_(None),
    )
    chain = set(session.exec(select(Booking.id).where(Booking.chain_id == booking.chain_id)))
    held = waiting.with_for_update().execution_options(populate_existing=True)
    return any(merging.names(one, chain) for one in session.exec(held))


def _tell(
    session: Session, event: str, booking: Booking, recipient_id: UUID, now: datetime
) -> None:
    outbox.queue(
        session,
        event,
        recipient_id=recipient_id,
        coach_id=booking.coach_id,
        subject_id=booking.chain_id,
        version=int(now.timestamp()),
        payload={"booking_ids": [str(booking.id)], "by": "google"},
        due_at=now,
        created_at=now,
    )


def _tell_coach(
    session: Session, event: str, coach_id: UUID, now: datetime, **payload: Any
) -> None:
    outbox.queue(
        session,
        event,
        recipient_id=coach_id,
        coach_id=coach_id,
        subject_id=coach_id,
        version=int(now.timestamp()),
        payload=payload,
        due_at=now,
        created_at=now,
    )
