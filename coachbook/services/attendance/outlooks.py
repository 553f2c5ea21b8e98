"""What a coach should know before a booking is cancelled or corrected."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.errors import NotFound
from coachbook.models import ClientBookingStats, SessionPackage
from coachbook.services import bookings, checkins
from coachbook.services.attendance.counting import A_DAY, ROLLING_DAYS
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person, require_coach, settings_of


@dataclass(frozen=True)
class Outlook:
    """A booking where its moves have led, its package and its client's counts.

    `is_in_window`: its date is within the rolling 90 days. `ended_on`: the last date of the
    package, if that is over. `frees_month`: cancelled, a check-in gives its month back, which
    `is_month_over` says is too late; `is_month_used`: put back, it would be another of its month.
    """

    booking: BookingView
    no_shows: int
    cancellations: int
    threshold: int
    is_in_window: bool
    is_voided: bool
    ended_on: date | None
    frees_month: bool
    is_month_used: bool
    is_month_over: bool


def outlook(session: Session, chain_id: UUID, *, by: Person, now: datetime) -> Outlook:
    require_coach(by)
    booking = bookings.newest(session, chain_id, by=by, now=now)
    if booking.coach_id != by.id:  # a coach may be somebody's client too
        raise NotFound
    counted = session.get(ClientBookingStats, (booking.client_id, booking.coach_id))
    package = session.get(SessionPackage, booking.package_id) if booking.package_id else None
    today, on = (at.astimezone(by.zone).date() for at in (now, booking.starts_at))
    return Outlook(
        booking=booking,
        no_shows=counted.no_show_count_90d if counted else 0,
        cancellations=counted.cancellation_count_90d if counted else 0,
        threshold=settings_of(session, by.id).flag_threshold,
        is_in_window=today - (ROLLING_DAYS - 1) * A_DAY <= on <= today,
        is_voided=package is not None and package.voided_at is not None,
        ended_on=_ended_on(package, by, today),
        frees_month=checkins.frees_month(session, booking),
        is_month_used=checkins.is_month_used(session, booking),
        is_month_over=on < today.replace(day=1),
    )


def _ended_on(package: SessionPackage | None, by: Person, today: date) -> date | None:
    if package is None or package.expires_at is None:
        return None
    on = package.expires_at.astimezone(by.zone).date()
    return on if on < today else None
