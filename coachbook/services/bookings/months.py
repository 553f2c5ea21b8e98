"""Which check-in uses the month of a client, counted anew when the coach's calendar moves."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from coachbook.models import Booking, ClientCheckinUsage
from coachbook.models.columns import table_of
from coachbook.services.bookings.records import month_of

Months = dict[tuple[UUID, date], Booking]


def recount(session: Session, coach_id: UUID, zone: ZoneInfo) -> int:
    """Months by this zone. Of two that fall into one, the later is beyond the allowance.

    Returns how many are; none of them is moved or cancelled.
    """
    checkins = live_checkins(session, coach_id)
    firsts = first_ones(checkins, zone)
    _mark(session, checkins, {booking.id for booking in firsts.values()})
    _write(session, coach_id, firsts)
    return len(checkins) - len(firsts)


def live_checkins(session: Session, coach_id: UUID) -> Sequence[Booking]:
    """By their start."""
    return session.exec(
        select(Booking)
        .where(
            Booking.coach_id == coach_id,
            Booking.booking_type == "checkin",
            Booking.status != "cancelled",
        )
        .order_by(col(Booking.starts_at), col(Booking.created_at), col(Booking.id))
    ).all()


def first_ones(checkins: Iterable[Booking], zone: ZoneInfo) -> Months:
    """The first of each client and month."""
    firsts: Months = {}
    for booking in checkins:
        firsts.setdefault((booking.client_id, month_of(booking.starts_at, zone)), booking)
    return firsts


def _mark(session: Session, checkins: Iterable[Booking], first_ids: set[UUID]) -> None:
    for booking in checkins:
        is_beyond = booking.id not in first_ids
        if booking.beyond_allowance != is_beyond:
            booking.beyond_allowance = is_beyond
            session.add(booking)
    session.flush()


def _write(session: Session, coach_id: UUID, firsts: Months) -> None:
    used = table_of(ClientCheckinUsage)
    session.execute(delete(used).where(used.c.coach_id == coach_id))
    rows = [
        {
            "client_id": client_id,
            "coach_id": coach_id,
            "month": month,
            "used": True,
            "booking_id": booking.id,
        }
        for (client_id, month), booking in firsts.items()
    ]
    if rows:
        session.execute(insert(used), rows)
