"""Which check-in uses the month of a client, where there are several: one does, the others came
beyond the allowance."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from coachbook.models import Booking, ClientCheckinUsage
from coachbook.models.columns import table_of
from coachbook.services.bookings.records import month_of, use_month, used_months

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


def hand_on(session: Session, left: Booking, zone: ZoneInfo) -> None:
    """The month that a check-in has left goes to the first that came beyond the allowance."""
    if is_used(session, left, zone):
        return
    beyond = session.exec(
        select(Booking)
        .where(
            Booking.coach_id == left.coach_id,
            Booking.client_id == left.client_id,
            Booking.status != "cancelled",
            col(Booking.beyond_allowance),
        )
        .order_by(col(Booking.starts_at))
    )
    month = month_of(left.starts_at, zone)
    heir = next((one for one in beyond if month_of(one.starts_at, zone) == month), None)
    if heir:
        heir.beyond_allowance = False
        use_month(session, heir, zone)


def use_again(
    session: Session, booking: Booking, zone: ZoneInfo, *, may_go_beyond: bool = False
) -> None:
    """For a check-in that is taken back. Where another has its month it is refused, unless it came
    beyond the allowance before or may now."""
    may_go_beyond = may_go_beyond or booking.beyond_allowance
    booking.beyond_allowance = may_go_beyond and is_used(session, booking, zone)
    use_month(session, booking, zone)


def is_used(session: Session, booking: Booking, zone: ZoneInfo) -> bool:
    """Whether the month in which it takes place has its check-in, be it this one."""
    month = month_of(booking.starts_at, zone)
    return month in used_months(session, booking.coach_id, booking.client_id)


def has_heir(session: Session, booking: Booking, zone: ZoneInfo, *, since: datetime) -> bool:
    """Whether its month went to a check-in that was there before: one beyond the allowance."""
    heir = session.exec(
        select(Booking.id)
        .join(ClientCheckinUsage, col(ClientCheckinUsage.booking_id) == col(Booking.id))
        .where(
            ClientCheckinUsage.client_id == booking.client_id,
            ClientCheckinUsage.coach_id == booking.coach_id,
            ClientCheckinUsage.month == month_of(booking.starts_at, zone),
            Booking.created_at < since,
        )
    )
    return heir.first() is not None


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
