"""What messages about a check-in tell beside its time, as it is now: its month, its questions."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.models import (
    Booking,
    CheckinFormQuestion,
    CheckinFormResponse,
    ClientCheckinUsage,
    Profile,
)


@dataclass(frozen=True)
class CheckinFacts:
    """`month` is the coach's; `is_free`: it isn't over, and no check-in of it is taken.
    `is_asked`: its coach has questions, and no answers yet.
    """

    month: date
    is_free: bool
    is_asked: bool


def checkin_facts(
    session: Session, booking: Booking, coach: Profile, *, at: datetime
) -> CheckinFacts:
    """`at` is when what is told of happened."""
    zone = ZoneInfo(coach.time_zone)
    month, this = (one.astimezone(zone).date().replace(day=1) for one in (booking.starts_at, at))
    used = session.get(ClientCheckinUsage, (booking.client_id, coach.id, month))
    is_free = month >= this and (used is None or not used.used)
    return CheckinFacts(month, is_free, _is_asked(session, booking))


def _is_asked(session: Session, booking: Booking) -> bool:
    asks = select(CheckinFormQuestion.id).where(
        CheckinFormQuestion.coach_id == booking.coach_id,
        col(CheckinFormQuestion.archived_at).is_(None),
    )
    answered = select(CheckinFormResponse.id).where(
        CheckinFormResponse.booking_id == booking.id,
        col(CheckinFormResponse.submitted_at).is_not(None),
    )
    return session.exec(asks).first() is not None and session.exec(answered).first() is None
