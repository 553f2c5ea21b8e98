"""How a client has kept to what they booked: month by month, and what counts against them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from coachbook.models import Booking
from coachbook.models.columns import epoch, table_of
from coachbook.services.attendance import counting
from coachbook.services.attendance.counting import Incident, Month
from coachbook.services.people import Person, relation, require_coach

A_YEAR_AND_A_MONTH = timedelta(days=397)

_booking = table_of(Booking)
_THEIRS = select(_booking.c.status, _booking.c.cancelled_by, epoch(_booking.c.starts_at)).where(
    _booking.c.client_id == bindparam("client_id"),
    _booking.c.coach_id == bindparam("coach_id"),
    _booking.c.starts_at.between(bindparam("first"), bindparam("last")),
    or_(_booking.c.cancelled_by.is_(None), _booking.c.cancelled_by != "reschedule"),
)


class Ended(NamedTuple):
    """As much of a booking as is counted."""

    status: str
    cancelled_by: str | None
    starts_at: datetime


@dataclass(frozen=True)
class Attendance:
    """Twelve months up to this one; incidents of the last 90 days, the oldest first."""

    months: tuple[Month, ...]
    incidents: tuple[Incident, ...]

    def dates(self, kind: str) -> list[date]:
        return [one.on for one in self.incidents if one.kind == kind]


def of_client(session: Session, client_id: UUID, *, by: Person, now: datetime) -> Attendance:
    """Sessions and check-ins with this coach, by the coach's dates."""
    require_coach(by)
    relation(session, coach_id=by.id, client_id=client_id)
    asked = {
        "client_id": client_id,
        "coach_id": by.id,
        "first": now - A_YEAR_AND_A_MONTH,
        "last": now + timedelta(days=1),
    }
    found = session.connection().execute(_THEIRS, asked)
    ended = [
        Ended(status, cancelled_by, datetime.fromtimestamp(seconds, tz=UTC))
        for status, cancelled_by, seconds in found
    ]
    return Attendance(
        tuple(counting.by_month(ended, by.zone, now)),
        tuple(counting.incidents(ended, by.zone, now)),
    )
