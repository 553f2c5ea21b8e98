"""What messages about a check-in tell beside its time, as it is now: its month, its questions."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
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
    bound = {"coach": booking.coach_id, "booking": booking.id}
    return bool(session.connection().execute(_asking(), bound).scalar())


@cache
def _asking() -> Any:
    """Built once: every message about a check-in asks it."""
    asks = select(CheckinFormQuestion.id).where(
        col(CheckinFormQuestion.coach_id) == bindparam("coach"),
        col(CheckinFormQuestion.archived_at).is_(None),
    )
    answered = select(CheckinFormResponse.id).where(
        col(CheckinFormResponse.booking_id) == bindparam("booking"),
        col(CheckinFormResponse.submitted_at).is_not(None),
    )
    return select(asks.exists() & ~answered.exists())
