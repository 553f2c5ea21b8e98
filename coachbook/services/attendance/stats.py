"""Keeps what is counted from a client's bookings; every change of a status comes through here.

Counts age with every local day: the nightly recount takes flags off and ends streaks by itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import String, bindparam, delete, func, insert, select, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.models import Booking, ClientBookingStats, CoachClient, CoachSettings, Profile
from coachbook.models.columns import epoch, table_of
from coachbook.services.attendance import counting
from coachbook.services.changes import touch

_booking, _stats = table_of(Booking), table_of(ClientBookingStats)
_people, _settings = table_of(Profile), table_of(CoachSettings)
_relation = table_of(CoachClient)

_RULES = (
    select(_people.c.time_zone, _settings.c.flag_threshold)
    .join_from(_people, _settings, _settings.c.coach_id == _people.c.id)
    .where(_people.c.id == bindparam("coach_id"))
)
_is_coachs = _booking.c.coach_id == bindparam("coach_id")
_COLUMNS = select(
    type_coerce(_booking.c.client_id, String).label("written_id"),
    epoch(_booking.c.starts_at),
    _booking.c.booking_type,
    _booking.c.status,
    _booking.c.cancelled_by,
    _is_coachs,
)
_EVERYONES = _COLUMNS.where(_is_coachs)
# By the client alone: SQLite would rather walk all of the coach's bookings than a client's own.
_THEIRS = _COLUMNS.where(_booking.c.client_id.in_(bindparam("client_ids", expanding=True)))
_FORGET = delete(_stats).where(_stats.c.coach_id == bindparam("of_coach"))
_KEEP = insert(_stats)
_OLDEST = (
    select(_people.c.id, _people.c.time_zone, func.min(_stats.c.counted_at))
    .outerjoin_from(_people, _stats, _stats.c.coach_id == _people.c.id)
    .where(
        _people.c.is_coach,
        select(_booking.c.id).where(_booking.c.coach_id == _people.c.id).exists(),
    )
    .group_by(_people.c.id, _people.c.time_zone)
    .order_by(_people.c.id)
)
_SUMMARY = (
    select(
        _people.c.name,
        func.coalesce(_relation.c.name, ""),
        _stats.c.current_streak_weeks,
        _stats.c.no_show_count_90d,
        _stats.c.cancellation_count_90d,
        _stats.c.is_flagged,
        _stats.c.counted_at,
    )
    .join_from(_people, _stats, _stats.c.coach_id == _people.c.id)
    .outerjoin(
        _relation,
        (_relation.c.coach_id == _stats.c.coach_id) & (_relation.c.client_id == _stats.c.client_id),
    )
    .where(_people.c.is_coach)
    .order_by(_people.c.name, _people.c.id, _relation.c.name)
)


class Row(NamedTuple):
    """A booking as far as it is counted."""

    starts_at: datetime
    booking_type: str
    status: str
    cancelled_by: str | None


@dataclass(frozen=True)
class Counts:
    """One client's stored counts, by name; for the operator's summary."""

    coach_name: str
    client_name: str
    streak_weeks: int
    no_shows: int
    cancellations: int
    is_flagged: bool
    counted_at: datetime


def refresh(session: Session, *, coach_id: UUID, client_id: UUID, now: datetime) -> None:
    """Recount one client; under the coach's lock. Three queries."""
    refresh_all(session, coach_id=coach_id, client_ids=(client_id,), now=now)


def refresh_all(
    session: Session, *, coach_id: UUID, client_ids: Collection[UUID], now: datetime
) -> None:
    """Recount these clients of one coach; three queries, however many they are."""
    if not client_ids:
        return
    asked = {"coach_id": coach_id, "client_ids": list(client_ids)}
    rows = _counted(session, coach_id, _THEIRS, asked, now)
    rows += _counted_nothing(coach_id, set(client_ids) - {row["client_id"] for row in rows}, now)
    session.connection().execute(_upsert(session.get_bind().dialect.name), rows)


def refresh_if_reached(
    session: Session, booking: Booking, *starts: datetime, zone: ZoneInfo, now: datetime
) -> None:
    """After a booking came to or left these times: recount its client if one of them has come.

    What lies ahead is counted when its day, in the coach's zone, is there.
    """
    today = now.astimezone(zone).date()
    if any(start.astimezone(zone).date() <= today for start in starts):
        refresh(session, coach_id=booking.coach_id, client_id=booking.client_id, now=now)


def rebuild(session: Session, *, coach_id: UUID | None, now: datetime) -> int:
    """Count anew from the bookings, for one coach or for all; how many clients there were.

    A fixed number of queries for a coach, however many clients.
    """
    if coach_id is None:
        return sum(rebuild(session, coach_id=one, now=now) for one in coaches(session))
    lock_coach(session, coach_id)
    rows = _counted(session, coach_id, _EVERYONES, {"coach_id": coach_id}, now)
    session.connection().execute(_FORGET, {"of_coach": coach_id})
    if rows:
        session.connection().execute(_KEEP, rows)
        touch(session, coach_id, now)
    return len(rows)


def coaches(session: Session) -> list[UUID]:
    """Those who have bookings or counts."""
    booked = select(_booking.c.coach_id).union(select(_stats.c.coach_id)).order_by("coach_id")
    return list(session.connection().execute(booked).scalars())


def outdated(session: Session, *, now: datetime) -> list[UUID]:
    """Coaches whose local day has turned since the oldest of their counts, or who have none."""
    found = session.connection().execute(_OLDEST)
    return [
        coach_id
        for coach_id, zone, counted_at in found
        if counted_at is None or _local_day(counted_at, zone) < _local_day(now, zone)
    ]


def summary(session: Session) -> list[Counts]:
    """Everyone's counts as they are stored, by coach and client."""
    return [Counts(*row) for row in session.connection().execute(_SUMMARY)]


def _local_day(at: datetime, zone: str) -> Any:
    return at.astimezone(ZoneInfo(zone)).date()


def _counted(
    session: Session, coach_id: UUID, asking: Any, asked: Mapping[str, Any], now: datetime
) -> list[dict[str, Any]]:
    session.flush()  # what was decided a moment ago counts as well
    rules = session.connection().execute(_RULES, {"coach_id": coach_id}).one()
    zone, threshold = ZoneInfo(rules[0]), rules[1]
    return [
        row_of(client_id, coach_id, counting.standing(rows, zone, now, threshold), now)
        for client_id, rows in _by_client(session, asking, asked, zone).items()
    ]


def _by_client(
    session: Session, asking: Any, asked: Mapping[str, Any], zone: ZoneInfo
) -> dict[UUID, list[Row]]:
    """With tens of thousands of rows: each start is converted once, and each id once a client."""
    rows: dict[Any, list[Row]] = defaultdict(list)
    found = session.connection().execute(asking, asked).all()
    for written_id, seconds, kind, status, cancelled_by, is_coachs in found:
        if is_coachs:
            start = datetime.fromtimestamp(seconds, zone)
            rows[written_id].append(Row(start, kind, status, cancelled_by))
    return {UUID(str(written_id)): own for written_id, own in rows.items()}


def _counted_nothing(
    coach_id: UUID, client_ids: Iterable[UUID], now: datetime
) -> list[dict[str, Any]]:
    """For whoever has no booking left."""
    nothing = counting.Standing(0, 0, 0, False, [])
    return [row_of(client_id, coach_id, nothing, now) for client_id in client_ids]


def row_of(
    client_id: UUID, coach_id: UUID, counted: counting.Standing, now: datetime
) -> dict[str, Any]:
    """The columns that are stored for one client."""
    return {
        "client_id": client_id,
        "coach_id": coach_id,
        "current_streak_weeks": counted.current_streak_weeks,
        "no_show_count_90d": counted.no_shows,
        "cancellation_count_90d": counted.cancellations,
        "is_flagged": counted.is_flagged,
        "favorite_times": counted.favorite_times,
        "counted_at": now,
    }


@cache
def _upsert(dialect: str) -> Any:
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(_stats)
    keys = {"client_id", "coach_id"}
    fresh = {one.name: statement.excluded[one.name] for one in _stats.c if one.name not in keys}
    return statement.on_conflict_do_update(index_elements=sorted(keys), set_=fresh)
