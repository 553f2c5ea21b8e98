"""A client's weeks in a row with one coach, and what becomes of them this week.

Weeks are the coach's, Monday to Sunday. A session counts once it is completed, so one that is only
booked keeps nothing yet: it is said to be ahead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlmodel import Session

from coachbook.models import Booking
from coachbook.models.columns import epoch, table_of
from coachbook.services.attendance.counting import streak_weeks

WEEKS_SHOWN = 8
A_WEEK = timedelta(days=7)

Outlook = Literal["kept", "waiting", "booked", "open"]

_booking = table_of(Booking)
_THEIRS = select(epoch(_booking.c.starts_at), epoch(_booking.c.ends_at), _booking.c.status).where(
    _booking.c.client_id == bindparam("client_id"),
    _booking.c.coach_id == bindparam("coach_id"),
    _booking.c.booking_type == "session",
    _booking.c.status.in_(("completed", "confirmed")),
)


class Row(NamedTuple):
    """A session that took place or is to take place."""

    starts_at: datetime
    ends_at: datetime
    status: str = "confirmed"
    booking_type: str = "session"
    cancelled_by: str | None = None


@dataclass(frozen=True)
class Streak:
    """`outlook` of this week: it counts already (kept), by a session that is still to be marked
    (waiting) or to take place (booked), or by none so far (open).

    `at` is that session; once the week is kept, the next week's. Without it `ends_at` is when the
    streak ends: the end of this week, or of the next once this one is kept. `recent` are the last
    weeks up to this one, the oldest first. Last week's session may be waiting as well: until it is
    marked the weeks before it don't count, with it they are `once_marked`.
    """

    weeks: int
    outlook: Outlook
    at: datetime | None
    ends_at: datetime
    recent: tuple[bool, ...]
    once_marked: int

    @property
    def is_at_risk(self) -> bool:
        return self.weeks > 0 and self.outlook == "open"


def streak(
    session: Session, *, coach_id: UUID, client_id: UUID, zone: ZoneInfo, now: datetime
) -> Streak:
    """Counted from the bookings; `zone` is the coach's. Who may ask is the caller's to check."""
    asked = {"coach_id": coach_id, "client_id": client_id}
    rows = [
        Row(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), status)
        for start, end, status in session.connection().execute(_THEIRS, asked)
    ]
    return look_at(rows, zone, now)


def look_at(rows: Sequence[Row], zone: ZoneInfo, now: datetime) -> Streak:
    """Pure, from all sessions of one client that were completed or are booked."""
    monday = _monday(now, zone)
    trained = {_monday(row.starts_at, zone) for row in rows if row.status == "completed"}
    is_kept = monday in trained
    week = monday + A_WEEK if is_kept else monday
    since = week if is_kept or monday - A_WEEK in trained else monday - A_WEEK
    booked = [r for r in rows if r.status == "confirmed" and _monday(r.starts_at, zone) <= week]
    over = [r for r in booked if r.ends_at <= now and _monday(r.starts_at, zone) >= since]
    ahead = [r for r in booked if r.ends_at > now and _monday(r.starts_at, zone) == week]
    marked = [one._replace(status="completed") for one in over]
    return Streak(
        weeks=streak_weeks(rows, zone, now),
        outlook="kept" if is_kept else "waiting" if over else "booked" if ahead else "open",
        at=min((row.starts_at for row in over or ahead), default=None),
        ends_at=_midnight(week + A_WEEK, zone),
        recent=tuple(monday - n * A_WEEK in trained for n in reversed(range(WEEKS_SHOWN))),
        once_marked=streak_weeks([*rows, *marked], zone, now),
    )


def _monday(at: datetime, zone: ZoneInfo) -> date:
    on = at.astimezone(zone).date()
    return on - timedelta(days=on.weekday())


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)
