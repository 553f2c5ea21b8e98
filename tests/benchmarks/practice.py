"""A large practice for measuring: full calendars, written in bulk, that keep every rule.

Each coach takes three at once; three lanes of an hour each, half an hour apart, are filled day by
day. Two thirds of the bookings lie behind `now`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from coachbook.models import (
    AvailabilityTemplate,
    Booking,
    BookingHistory,
    CalendarVersion,
    CoachClient,
    CoachSettings,
    Profile,
    SessionPackage,
)
from coachbook.models.columns import table_of

ZONE = ZoneInfo("America/New_York")
CAPACITY = 3
FIRST_HOUR, LAST_HOUR = 6, 20
WORKDAYS = range(6)  # Monday to Saturday
AN_HOUR = timedelta(hours=1)
SPARE_CREDITS = 10
AT_ONCE = 2_000

Row = dict[str, Any]


@dataclass(frozen=True)
class Big:
    coach_ids: tuple[UUID, ...]
    client_ids: tuple[UUID, ...]


def big(session: Session, *, clients: int, bookings: int, now: datetime, coaches: int = 10) -> Big:
    """`clients` and `bookings` are spread evenly over the coaches."""
    dice = Random(f"{clients} {bookings}")
    coach_ids = [_id(dice) for _ in range(coaches)]
    client_ids = [_id(dice) for _ in range(clients)]
    _insert(session, Profile, _profiles(coach_ids, client_ids, now))
    for number, coach_id in enumerate(coach_ids):
        own = client_ids[number::coaches]
        _open(session, coach_id, now)
        _insert(session, CoachClient, [_relation(dice, coach_id, one, now) for one in own])
        _fill(session, dice, coach_id, own, bookings // coaches, now)
    return Big(tuple(coach_ids), tuple(client_ids))


def _id(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)


def _insert(session: Session, model: type[SQLModel], rows: Sequence[Row]) -> None:
    for at in range(0, len(rows), AT_ONCE):
        session.execute(insert(table_of(model)), list(rows[at : at + AT_ONCE]))


def _profiles(coach_ids: list[UUID], client_ids: list[UUID], now: datetime) -> list[Row]:
    coaches = [_profile(f"Coach {i}", one, now) for i, one in enumerate(coach_ids)]
    for number, row in enumerate(coaches):
        row.update(is_coach=True, is_owner=number == 0)
    return coaches + [_profile(f"Client {i}", one, now) for i, one in enumerate(client_ids)]


def _profile(name: str, profile_id: UUID, now: datetime) -> Row:
    return {
        "id": profile_id, "name": name, "email": f"{name.lower().replace(' ', '.')}@example.com",
        "time_zone": ZONE.key, "locale": "en", "is_coach": False, "is_owner": False,
        "password_hash": None, "created_at": now - timedelta(days=700),
    }  # fmt: skip


def _relation(dice: Random, coach_id: UUID, client_id: UUID, now: datetime) -> Row:
    at = now - timedelta(days=700)
    return {
        "id": _id(dice), "coach_id": coach_id, "client_id": client_id, "name": str(client_id)[:8],
        "status": "active", "invited_at": at, "joined_at": at,
    }  # fmt: skip


def _open(session: Session, coach_id: UUID, now: datetime) -> None:
    session.add(CoachSettings(coach_id=coach_id, practice_name="Big"))
    session.add(CalendarVersion(coach_id=coach_id, changed_at=now))
    for weekday in WORKDAYS:
        session.add(
            AvailabilityTemplate(
                coach_id=coach_id, availability_type="session", day_of_week=weekday + 1,
                start_time=time(FIRST_HOUR), end_time=time(LAST_HOUR, 30),
                max_concurrent_clients=CAPACITY,
            )
        )  # fmt: skip
    session.flush()


def _fill(
    session: Session,
    dice: Random,
    coach_id: UUID,
    client_ids: list[UUID],
    count: int,
    now: datetime,
) -> None:
    starts = _starts(count, now)
    whose = [client_id for _, client_id in zip(starts, cycle(client_ids), strict=False)]
    packages = {one: _id(dice) for one in client_ids}
    left = {one: whose.count(one) + SPARE_CREDITS for one in client_ids}
    sold = [_package(packages[one], one, coach_id, left[one], now) for one in client_ids]
    bookings: list[Row] = []
    history: list[Row] = []
    for start, client_id in zip(starts, whose, strict=True):
        left[client_id] -= 1
        row = _booking(dice, coach_id, client_id, packages[client_id], start, now)
        bookings.append(row)
        history += _lines(dice, row, left[client_id])
    for row in sold:
        row["remaining_sessions"] = left[row["client_id"]]
    _insert(session, SessionPackage, sold)
    _insert(session, Booking, bookings)
    _insert(session, BookingHistory, history)


def _starts(count: int, now: datetime) -> list[datetime]:
    """In order, so many that a third lies ahead."""
    per_day = CAPACITY * (LAST_HOUR - FIRST_HOUR)
    days = -(-count // per_day)
    first = now.astimezone(ZONE).date() - timedelta(days=days * 2 // 3 * 7 // 6)
    found: list[datetime] = []
    while len(found) < count:
        if first.weekday() in WORKDAYS:
            found.extend(_starts_on(first))
        first += timedelta(days=1)
    return found[:count]


def _starts_on(on: date) -> Iterator[datetime]:
    for hour in range(FIRST_HOUR, LAST_HOUR):
        for lane in range(CAPACITY):
            wall = datetime.combine(on, time(hour, 30 * (lane % 2)), ZONE)
            yield wall.astimezone(UTC)


def _package(package_id: UUID, client_id: UUID, coach_id: UUID, total: int, now: datetime) -> Row:
    return {
        "id": package_id, "client_id": client_id, "coach_id": coach_id, "total_sessions": total,
        "remaining_sessions": total, "session_duration_minutes": 60, "expires_at": None,
        "notes": "", "created_at": now - timedelta(days=690),
    }  # fmt: skip


def _booking(
    dice: Random, coach_id: UUID, client_id: UUID, package_id: UUID, start: datetime, now: datetime
) -> Row:
    booking_id = _id(dice)
    is_over = start + AN_HOUR <= now
    return {
        "id": booking_id, "chain_id": booking_id, "client_id": client_id, "coach_id": coach_id,
        "package_id": package_id, "booking_type": "session", "starts_at": start,
        "ends_at": start + AN_HOUR, "status": "completed" if is_over else "confirmed",
        "created_at": min(now, start) - timedelta(days=20), "sequence": 0, "version": 1,
        "breaks_rules": False,
    }  # fmt: skip


def _lines(dice: Random, row: Row, balance: int) -> Iterator[Row]:
    line = {
        "booking_id": row["id"], "actor_id": row["client_id"], "event": "booked",
        "details": {"to": row["starts_at"].isoformat(), "capacity": CAPACITY, "present": CAPACITY},
        "package_id": row["package_id"], "credit_change": -1, "balance_after": balance,
        "created_at": row["created_at"],
    }  # fmt: skip
    yield {"id": _id(dice), **line}
    if row["status"] == "completed":
        marked = {
            "actor_id": None, "event": "completed", "details": {"was": "confirmed"},
            "package_id": None, "credit_change": 0, "balance_after": None,
            "created_at": row["ends_at"],
        }  # fmt: skip
        yield {**line, "id": _id(dice), **marked}
