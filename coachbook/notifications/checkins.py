"""What messages about a check-in tell beside its time, as it is now: its month, its questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from coachbook.models import (
    Booking,
    CheckinFormQuestion,
    CheckinFormResponse,
    ClientCheckinUsage,
    Profile,
)
from coachbook.notifications import lookups


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
    month, this = month_of(booking.starts_at, zone), month_of(at, zone)
    used = lookups.get(session, ClientCheckinUsage, booking.client_id, coach.id, month)
    is_free = month >= this and (used is None or not used.used)
    return CheckinFacts(month, is_free, _is_asked(session, booking))


def month_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date().replace(day=1)


def _is_asked(session: Session, booking: Booking) -> bool:
    known = lookups.found(session).asked
    if booking.id not in known:
        known[booking.id] = bool(asked_of(session, [booking.id]))
    return known[booking.id]


def asked_of(session: Session, booking_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these check-ins whose coach has questions, and no answers yet."""
    return set(session.connection().execute(ASKED, {"these": booking_ids}).scalars())


_questions = select(CheckinFormQuestion.id).where(
    col(CheckinFormQuestion.coach_id) == col(Booking.coach_id),
    col(CheckinFormQuestion.archived_at).is_(None),
)
_answers = select(CheckinFormResponse.id).where(
    col(CheckinFormResponse.booking_id) == col(Booking.id),
    col(CheckinFormResponse.submitted_at).is_not(None),
)
ASKED = select(Booking.id).where(
    col(Booking.id).in_(bindparam("these", expanding=True)),
    _questions.exists(),
    ~_answers.exists(),
)
