"""A coach's weekly hours, for sessions and for check-ins. Saving never touches a booking."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, select

from coachbook.availability import Kind, Window
from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged
from coachbook.models import AvailabilityTemplate
from coachbook.models.columns import table_of
from coachbook.services import changes, seasons
from coachbook.services.people import Person, require_coach
from coachbook.services.seasons import Season, Seasons

KINDS: tuple[Kind, ...] = ("session", "checkin")
WORKDAYS = range(1, 6)
CHANGED_ELSEWHERE = (
    "These hours were changed in another tab meanwhile. Reload the page to see them, then go on."
)

_template = table_of(AvailabilityTemplate)


@dataclass(frozen=True)
class SavedWeek:
    """Hours of one kind from a date on, None for those of now; they end where the next begin.

    A save brings `seen` back, so that two tabs don't collide."""

    kind: Kind
    windows: tuple[Window, ...]
    seen: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Overview:
    """The weeks of both kinds as they are on `today`, a date of the coach's."""

    today: date
    weeks: Mapping[Kind, tuple[SavedWeek, ...]]


@dataclass(frozen=True)
class Week:
    """Other weekly hours: in place of those of now, or from a date on."""

    kind: Kind
    windows: tuple[Window, ...]
    valid_from: date | None = None
    seen: str | None = None


@dataclass(frozen=True)
class MovedWeek:
    """Planned hours that begin on another date."""

    kind: Kind
    valid_from: date
    to: date
    seen: str | None = None


@dataclass(frozen=True)
class RemovedWeek:
    """Planned hours that don't come; those before them run on."""

    kind: Kind
    valid_from: date
    seen: str | None = None


WeekChange = Week | MovedWeek | RemovedWeek


def suggested(kind: Kind) -> tuple[Window, ...]:
    """What a new coach may start from."""
    start, end, capacity = (time(9), time(17), 2) if kind == "session" else (time(12), time(13), 1)
    return tuple(Window(day, start, end, capacity) for day in WORKDAYS)


def overview(session: Session, *, by: Person, now: datetime) -> Overview:
    found = {kind: weeks(session, by=by, kind=kind, now=now) for kind in KINDS}
    return Overview(now.astimezone(by.zone).date(), found)


def weeks(session: Session, *, by: Person, kind: Kind, now: datetime) -> tuple[SavedWeek, ...]:
    """The week of now, then those planned, by date."""
    require_coach(by)
    return _as_weeks(kind, _coming(_stored(session, by.id, kind), by, now))


def week(
    session: Session, *, by: Person, kind: Kind, now: datetime, on: date | None = None
) -> SavedWeek:
    """The week that holds on a date, today if none is given."""
    found = weeks(session, by=by, kind=kind, now=now)
    day = on or now.astimezone(by.zone).date()
    return [one for one in found if one.starts_on is None or one.starts_on <= day][-1]


def save_week(
    session: Session,
    *,
    by: Person,
    kind: Kind,
    windows: Iterable[Window],
    now: datetime,
    seen: str | None = None,
    valid_from: date | None = None,
) -> SavedWeek:
    """Replace the hours of now, or plan others from a date on, until the next that are planned.

    Refuses with AlreadyChanged when the weeks aren't as `seen`."""
    wanted = Week(kind, tuple(windows), valid_from, seen)
    change_week(session, wanted, by=by, now=now)
    return week(session, by=by, kind=kind, now=now, on=valid_from)


def save_weeks(
    session: Session, *, by: Person, weeks: Mapping[Kind, Iterable[Window]], now: datetime
) -> None:
    """Both kinds at once, as the first set-up does."""
    for kind, windows in weeks.items():
        save_week(session, by=by, kind=kind, windows=windows, now=now)


def change_week(session: Session, change: WeekChange, *, by: Person, now: datetime) -> None:
    """Save, move or remove a week. Refuses with AlreadyChanged when the weeks aren't as seen."""
    require_coach(by)
    lock_coach(session, by.id)
    before = _stored(session, by.id, change.kind)
    after = _checked(before, change, by, now)
    if after != before:
        _replace(session, by.id, change.kind, seasons.windows_of(after))
        changes.touch(session, by.id, now)


def check_change(session: Session, change: WeekChange, *, by: Person, now: datetime) -> None:
    """Refuses what change_week would refuse."""
    require_coach(by)
    _checked(_stored(session, by.id, change.kind), change, by, now)


def after(windows: Iterable[Window], change: WeekChange, today: date) -> tuple[Window, ...]:
    """All hours of the kind as the change would leave them."""
    return seasons.windows_of(_after(seasons.of_windows(windows), change, today))


def _checked(before: Seasons, change: WeekChange, by: Person, now: datetime) -> Seasons:
    """The weeks as they would be. The same save that arrives twice changes nothing any more."""
    wanted = _after(before, change, now.astimezone(by.zone).date())
    is_stale = change.seen not in (None, _fingerprint(_coming(before, by, now)))
    if is_stale and wanted != before:
        raise AlreadyChanged(CHANGED_ELSEWHERE)
    return wanted


def _after(before: Seasons, change: WeekChange, today: date) -> Seasons:
    if isinstance(change, Week):
        return seasons.put(before, change.windows, starts_on=change.valid_from, today=today)
    if isinstance(change, MovedWeek):
        return seasons.moved(before, change.valid_from, change.to, today=today)
    return seasons.without(before, change.valid_from, today=today)


def _stored(session: Session, coach_id: UUID, kind: Kind) -> Seasons:
    rows = session.exec(
        select(AvailabilityTemplate)
        .where(
            AvailabilityTemplate.coach_id == coach_id,
            AvailabilityTemplate.availability_type == kind,
        )
        .execution_options(populate_existing=True)
    )
    return seasons.of_windows(_window(row) for row in rows)


def _window(row: AvailabilityTemplate) -> Window:
    return Window(
        row.day_of_week,
        row.start_time,
        row.end_time,
        row.max_concurrent_clients,
        row.valid_from,
        row.valid_until,
    )


def _coming(found: Seasons, by: Person, now: datetime) -> Seasons:
    return seasons.coming(found, now.astimezone(by.zone).date())


def _as_weeks(kind: Kind, coming: Seasons) -> tuple[SavedWeek, ...]:
    seen = _fingerprint(coming)
    ends = [*(season.starts_on for season in coming[1:]), None]
    return tuple(
        SavedWeek(kind, season.windows, seen, season.starts_on if number else None, end)
        for number, (season, end) in enumerate(zip(coming, ends, strict=True))
    )


def _replace(session: Session, coach_id: UUID, kind: Kind, windows: tuple[Window, ...]) -> None:
    session.connection().execute(
        delete(_template).where(
            _template.c.coach_id == coach_id, _template.c.availability_type == kind
        )
    )
    session.add_all(
        AvailabilityTemplate(
            coach_id=coach_id,
            availability_type=kind,
            day_of_week=window.day_of_week,
            start_time=window.start,
            end_time=window.end,
            max_concurrent_clients=window.capacity,
            valid_from=window.valid_from,
            valid_until=window.valid_until,
        )
        for window in windows
    )
    session.flush()


def _fingerprint(coming: Seasons) -> str:
    words = "|".join(f"{season.starts_on}:{_spelled(season)}" for season in coming)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _spelled(season: Season) -> str:
    return ";".join(
        f"{one.day_of_week} {one.start:%H:%M} {one.end:%H:%M} {one.capacity}"
        for one in season.windows
    )
