"""A large practice for measuring: full calendars, written in bulk, that keep every rule.

Each coach takes three at once; three lanes of an hour each, half an hour apart, are filled day by
day. Two thirds of the bookings lie behind `now`. A client comes once a week, twelve times in a row;
some miss three of these, some have few sessions left or some that end soon, a few only exist."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
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
from coachbook.services.attendance import stats
from coachbook.services.packages.selling import end_of

ZONE = ZoneInfo("America/New_York")
CAPACITY = 3
FIRST_HOUR, LAST_HOUR = 6, 20
WORKDAYS = range(6)  # Monday to Saturday
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
SPARE_CREDITS, FEW_CREDITS = 10, 1
A_WEEKS_STARTS = CAPACITY * (LAST_HOUR - FIRST_HOUR) * len(WORKDAYS)
WEEKS_IN_A_ROW = 12
LOW_EVERY, ENDING_EVERY, MISSING_EVERY, IDLE_EVERY = 8, 10, 9, 25
FIRST_NAMES = ("Ada", "Ben", "Chloé", "Dev", "Elif", "Femi", "Grace", "Hana", "Iris", "João")
LAST_NAMES = ("Abara", "Brandt", "Costa", "Dubois", "Evans", "Fischer", "García", "Hale", "Ito")
AT_ONCE = 2_000

Row = dict[str, Any]


@dataclass(frozen=True)
class Big:
    coach_ids: tuple[UUID, ...]
    client_ids: tuple[UUID, ...]


def big(
    session: Session,
    *,
    clients: int,
    bookings: int,
    now: datetime,
    coaches: int = 10,
    has_owner: bool = True,
) -> Big:
    """`clients` and `bookings` are spread evenly over the coaches, one of whom owns it all."""
    dice = Random(f"{clients} {bookings}")
    coach_ids = [_id(dice) for _ in range(coaches)]
    client_ids = [_id(dice) for _ in range(clients)]
    _insert(session, Profile, _profiles(coach_ids, client_ids, now, has_owner))
    for number, coach_id in enumerate(coach_ids):
        own = client_ids[number::coaches]
        _open(session, coach_id, now)
        relations = [_relation(dice, i, coach_id, one, now) for i, one in enumerate(own)]
        _insert(session, CoachClient, relations)
        coming = [one["client_id"] for one in relations if one["joined_at"]]
        _fill(session, dice, coach_id, coming, bookings // coaches, now)
        stats.rebuild(session, coach_id=coach_id, now=now)
    return Big(tuple(coach_ids), tuple(client_ids))


def spread(session: Session, *, clients: int, bookings: int, now: datetime) -> Big:
    """One coach for two at once, with one client in each hour of the coming weeks: every hour has
    one place left. The first weeks of each client's usual time lie behind `now`."""
    dice = Random(f"{clients} {bookings} ahead")
    coach_ids, client_ids = [_id(dice)], [_id(dice) for _ in range(clients)]
    _insert(session, Profile, _profiles(coach_ids, client_ids, now, True))
    _open(session, coach_ids[0], now, capacity=2)
    relations = [_relation(dice, 0, coach_ids[0], one, now) for one in client_ids]
    _insert(session, CoachClient, relations)
    today = now.astimezone(ZONE).date()
    past = takewhile(lambda hour: hour < now - A_DAY, _whole_hours(today - timedelta(weeks=5)))
    ahead = islice(_whole_hours(today), bookings)
    _fill_starts(session, dice, coach_ids[0], client_ids, [*past, *ahead], now)
    stats.rebuild(session, coach_id=coach_ids[0], now=now)
    return Big(tuple(coach_ids), tuple(client_ids))


def _whole_hours(after: date) -> Iterator[datetime]:
    on = after
    while on := on + A_DAY:
        if on.weekday() in WORKDAYS:
            for hour in range(FIRST_HOUR, LAST_HOUR):
                yield datetime.combine(on, time(hour), ZONE).astimezone(UTC)


def _id(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)


def _insert(session: Session, model: type[SQLModel], rows: Sequence[Row]) -> None:
    for at in range(0, len(rows), AT_ONCE):
        session.execute(insert(table_of(model)), list(rows[at : at + AT_ONCE]))


def _profiles(
    coach_ids: list[UUID], client_ids: list[UUID], now: datetime, has_owner: bool
) -> list[Row]:
    coaches = [_profile(f"Coach {i}", one, now) for i, one in enumerate(coach_ids)]
    for number, row in enumerate(coaches):
        row.update(is_coach=True, is_owner=has_owner and number == 0)
    return coaches + [_profile(f"Client {i}", one, now) for i, one in enumerate(client_ids)]


def _profile(name: str, profile_id: UUID, now: datetime) -> Row:
    email = f"{name.lower().replace(' ', '.')}.{str(profile_id)[:8]}@example.com"
    return {
        "id": profile_id, "name": name, "email": email,
        "time_zone": ZONE.key, "locale": "en", "is_coach": False, "is_owner": False,
        "password_hash": None, "created_at": now - timedelta(days=700),
    }  # fmt: skip


def _relation(dice: Random, number: int, coach_id: UUID, client_id: UUID, now: datetime) -> Row:
    """Every so often one who was invited and never joined; the half of these are archived."""
    at = now - timedelta(days=700)
    is_idle = number % IDLE_EVERY == IDLE_EVERY - 1
    is_archived = is_idle and number // IDLE_EVERY % 2 == 1
    return {
        "id": _id(dice), "coach_id": coach_id, "client_id": client_id,
        "name": f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)} {number}",
        "status": "archived" if is_archived else "invited" if is_idle else "active",
        "invited_at": at, "joined_at": None if is_idle else at,
        "archived_at": now if is_archived else None,
    }  # fmt: skip


def _open(session: Session, coach_id: UUID, now: datetime, capacity: int = CAPACITY) -> None:
    session.add(CoachSettings(coach_id=coach_id, practice_name="Big"))
    session.add(CalendarVersion(coach_id=coach_id, changed_at=now))
    for weekday in WORKDAYS:
        session.add(
            AvailabilityTemplate(
                coach_id=coach_id, availability_type="session", day_of_week=weekday + 1,
                start_time=time(FIRST_HOUR), end_time=time(LAST_HOUR, 30),
                max_concurrent_clients=capacity,
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
    _fill_starts(session, dice, coach_id, client_ids, _starts(count, now), now)


def _fill_starts(
    session: Session,
    dice: Random,
    coach_id: UUID,
    client_ids: list[UUID],
    starts: list[datetime],
    now: datetime,
) -> None:
    whose = [client_ids[_turn(number) % len(client_ids)] for number in range(len(starts))]
    packages = {one: _id(dice) for one in client_ids}
    times = Counter(whose)
    left = {
        one: times[one] + (SPARE_CREDITS if number % LOW_EVERY else FEW_CREDITS)
        for number, one in enumerate(client_ids)
    }
    sold = [_package(packages[one], one, coach_id, left[one], now) for one in client_ids]
    ending = [_ending(_id(dice), one, coach_id, now) for one in client_ids[::ENDING_EVERY]]
    missing = Counter(dict.fromkeys(client_ids[::MISSING_EVERY], 3))
    bookings: list[Row] = []
    history: list[Row] = []
    for start, client_id in zip(starts, whose, strict=True):
        left[client_id] -= 1
        row = _booking(dice, coach_id, client_id, packages[client_id], start, now)
        if row["status"] == "completed" and missing[client_id]:
            row["status"] = "no_show"
            missing[client_id] -= 1
        bookings.append(row)
        history += _lines(dice, row, left[client_id])
    for row in sold:
        row["remaining_sessions"] = left[row["client_id"]]
    _insert(session, SessionPackage, [*sold, *ending])
    _insert(session, Booking, bookings)
    _insert(session, BookingHistory, history)


def _turn(number: int) -> int:
    """Whose turn it is: the same clients every week for some weeks, then the next ones."""
    block = number // (A_WEEKS_STARTS * WEEKS_IN_A_ROW)
    return block * A_WEEKS_STARTS + number % A_WEEKS_STARTS


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


def _ending(package_id: UUID, client_id: UUID, coach_id: UUID, now: datetime) -> Row:
    """Four sessions that nobody has used, until the end of a day three weeks ahead."""
    last_day = now.astimezone(ZONE).date() + timedelta(days=21)
    row = _package(package_id, client_id, coach_id, 4, now)
    return {**row, "session_duration_minutes": 45, "expires_at": end_of(last_day, ZONE)}


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
    if row["status"] != "confirmed":
        marked = {
            "actor_id": None, "event": row["status"], "details": {"was": "confirmed"},
            "package_id": None, "credit_change": 0, "balance_after": None,
            "created_at": row["ends_at"],
        }  # fmt: skip
        yield {**line, "id": _id(dice), **marked}
