"""Dates that differ from the weekly hours: blocked, or with extra hours. Wall-clock times."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.availability import Kind
from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import AvailabilityOverride
from coachbook.services import changes, week_rules
from coachbook.services.people import Person, require_coach

MOST_A_DAY = 12
MOST_DAYS_AT_ONCE = 92
YEARS_AHEAD = 5
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Difference:
    """What differs on one date. Without times it is the whole day, as only a blackout may be."""

    kind: Kind
    on: date
    is_blocked: bool
    start: time | None = None
    end: time | None = None
    capacity: int | None = None
    note: str = ""


@dataclass(frozen=True)
class SavedDifference:
    id: UUID
    what: Difference
    added_at: datetime


@dataclass(frozen=True)
class Days:
    """Dates that would differ, and those that would no longer (as they were `seen`)."""

    add: tuple[Difference, ...] = ()
    remove: tuple[UUID, ...] = ()
    seen: tuple[Difference, ...] = ()


def between(session: Session, *, by: Person, first: date, last: date) -> list[SavedDifference]:
    require_coach(by)
    found = session.exec(
        select(AvailabilityOverride).where(
            AvailabilityOverride.coach_id == by.id,
            col(AvailabilityOverride.date).between(first, last),
        )
    ).all()
    return sorted((_saved(row) for row in found), key=order)


def add(
    session: Session, *, by: Person, what: Collection[Difference], now: datetime
) -> list[SavedDifference]:
    """Add what isn't there yet, all or nothing. What is there already is not added twice."""
    require_coach(by)
    wanted = [_checked(one, by, now) for one in what]
    if not wanted:
        raise Invalid("Pick a date first.", field="on")
    lock_coach(session, by.id)
    days = [one.on for one in wanted]
    there = [one.what for one in between(session, by=by, first=min(days), last=max(days))]
    added = [_row(by.id, one, now) for one in dict.fromkeys(wanted) if one not in there]
    _check_count([*there, *(_difference(row) for row in added)])
    return _stored(session, by.id, added, now)


def order(saved: SavedDifference) -> tuple[date, time, str]:
    return saved.what.on, saved.what.start or time(), saved.what.kind


def change(session: Session, days: Days, *, by: Person, now: datetime) -> list[SavedDifference]:
    """Take some away and add others, all or nothing: so one is edited, or a run of them.

    Refuses with AlreadyChanged when those to be removed aren't as seen."""
    require_coach(by)
    lock_coach(session, by.id)
    for row in _removed(session, days, by):
        session.delete(row)
    session.flush()
    if days.remove:
        changes.touch(session, by.id, now)
    return add(session, by=by, what=days.add, now=now) if days.add else []


def check_change(session: Session, days: Days, *, by: Person, now: datetime) -> None:
    """Refuses what change would refuse, but for too many on one day."""
    require_coach(by)
    for one in days.add:
        _checked(one, by, now)
    _removed(session, days, by)


def _removed(session: Session, days: Days, by: Person) -> list[AvailabilityOverride]:
    rows = [_own(session, override_id, by) for override_id in days.remove]
    if days.seen and tuple(_difference(row) for row in rows) != days.seen:
        raise AlreadyChanged
    return rows


def repeated(
    what: Difference, *, kinds: Collection[Kind], last_on: date | None = None
) -> list[Difference]:
    """The same on each date up to `last_on`, included, and for each kind."""
    return [
        replace(what, kind=kind, on=on)
        for on in _dates(what.on, last_on or what.on)
        for kind in kinds
    ]


def _dates(first: date, last: date) -> Iterator[date]:
    if last < first:
        raise Invalid("The last day has to be the first day or later.", field="last_on")
    days = (last - first).days + 1
    if days > MOST_DAYS_AT_ONCE:
        most = MOST_DAYS_AT_ONCE
        raise Invalid(f"{most} days at once at most. Add the rest after that.", field="last_on")
    return (first + timedelta(days=number) for number in range(days))


def _checked(what: Difference, by: Person, now: datetime) -> Difference:
    _check_date(what.on, now.astimezone(by.zone).date())
    if (what.start is None) != (what.end is None):
        raise Invalid("Enter both a start and an end.", field="start")
    if what.start is not None and what.end is not None:
        week_rules.check_span(what.start, what.end, field="end", where="that day")
    elif not what.is_blocked:
        raise Invalid("Extra hours need a start and an end.", field="start")
    if what.capacity is not None:
        week_rules.check_capacity(what.capacity, field="capacity")
    capacity = None if what.is_blocked else what.capacity
    return replace(what, capacity=capacity, note=_checked_note(what.note))


def _check_date(on: date, today: date) -> None:
    if on < today:
        raise Invalid("That date has passed. Pick today or later.", field="on")
    if on.year > today.year + YEARS_AHEAD:
        raise Invalid(f"Pick a date in the next {YEARS_AHEAD} years.", field="on")


def _checked_note(note: str) -> str:
    cleaned = " ".join("".join(one if one.isprintable() else " " for one in note).split())
    if len(cleaned) > LONGEST_NOTE:
        raise Invalid(f"Keep the note under {LONGEST_NOTE} characters.", field="note")
    return cleaned


def _check_count(differences: list[Difference]) -> None:
    counted: dict[tuple[date, Kind], int] = {}
    for one in differences:
        counted[one.on, one.kind] = counted.get((one.on, one.kind), 0) + 1
    if max(counted.values(), default=0) > MOST_A_DAY:
        raise Invalid(f"A day can have {MOST_A_DAY} changes at most.", field="on")


def _own(session: Session, override_id: UUID, by: Person) -> AvailabilityOverride:
    row = session.get(AvailabilityOverride, override_id)
    if row is None or row.coach_id != by.id:
        raise NotFound
    return row


def _stored(
    session: Session, coach_id: UUID, rows: list[AvailabilityOverride], now: datetime
) -> list[SavedDifference]:
    session.add_all(rows)
    session.flush()
    if rows:
        changes.touch(session, coach_id, now)
    return [_saved(row) for row in rows]


def _row(coach_id: UUID, what: Difference, created_at: datetime) -> AvailabilityOverride:
    return AvailabilityOverride(
        coach_id=coach_id,
        availability_type=what.kind,
        date=what.on,
        start_time=what.start,
        end_time=what.end,
        is_blocked=what.is_blocked,
        max_concurrent_clients=what.capacity,
        note=what.note,
        created_at=created_at,
    )


def _saved(row: AvailabilityOverride) -> SavedDifference:
    return SavedDifference(row.id, _difference(row), row.created_at)


def _difference(row: AvailabilityOverride) -> Difference:
    return Difference(
        kind="checkin" if row.availability_type == "checkin" else "session",
        on=row.date,
        is_blocked=row.is_blocked,
        start=row.start_time,
        end=row.end_time,
        capacity=row.max_concurrent_clients,
        note=row.note,
    )
