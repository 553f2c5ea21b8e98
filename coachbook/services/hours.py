"""A coach's weekly hours, for sessions and for check-ins. Saving never touches a booking."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from coachbook.availability import Kind, Window
from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged
from coachbook.models import AvailabilityTemplate
from coachbook.services import changes, week_rules
from coachbook.services.conflicts import Conflict, Days, Week, conflicts
from coachbook.services.overrides import block
from coachbook.services.people import Person, require_coach

KINDS: tuple[Kind, ...] = ("session", "checkin")
WORKDAYS = range(1, 6)
CHANGED_ELSEWHERE = (
    "These hours were changed in another tab meanwhile. Reload the page to see them, then go on."
)

__all__ = [
    "KINDS",
    "Conflict",
    "Days",
    "SavedWeek",
    "Week",
    "block",
    "conflicts",
    "save_week",
    "save_weeks",
    "suggested",
    "week",
]


@dataclass(frozen=True)
class SavedWeek:
    """The hours of one kind; a save brings `seen` back, so that two tabs don't collide."""

    kind: Kind
    windows: tuple[Window, ...]
    seen: str


def suggested(kind: Kind) -> tuple[Window, ...]:
    """What a new coach may start from."""
    start, end, capacity = (time(9), time(17), 2) if kind == "session" else (time(12), time(13), 1)
    return tuple(Window(day, start, end, capacity) for day in WORKDAYS)


def week(session: Session, *, by: Person, kind: Kind) -> SavedWeek:
    require_coach(by)
    rows = session.exec(
        select(AvailabilityTemplate)
        .where(
            AvailabilityTemplate.coach_id == by.id, AvailabilityTemplate.availability_type == kind
        )
        .order_by(col(AvailabilityTemplate.day_of_week), col(AvailabilityTemplate.start_time))
    )
    windows = tuple(
        Window(row.day_of_week, row.start_time, row.end_time, row.max_concurrent_clients)
        for row in rows
    )
    return SavedWeek(kind, windows, _fingerprint(windows))


def save_week(
    session: Session,
    *,
    by: Person,
    kind: Kind,
    windows: Iterable[Window],
    now: datetime,
    seen: str | None = None,
) -> SavedWeek:
    """Replace the hours of one kind. Refuses with AlreadyChanged when they aren't as `seen`."""
    require_coach(by)
    wanted = week_rules.checked(windows)
    lock_coach(session, by.id)
    current = week(session, by=by, kind=kind)
    if seen is not None and seen != current.seen and wanted != current.windows:
        raise AlreadyChanged(CHANGED_ELSEWHERE)
    if wanted != current.windows:
        _replace(session, by.id, kind, wanted)
        changes.touch(session, by.id, now)
    return SavedWeek(kind, wanted, _fingerprint(wanted))


def save_weeks(
    session: Session, *, by: Person, weeks: Mapping[Kind, Iterable[Window]], now: datetime
) -> None:
    """Both kinds at once, as the first set-up does."""
    for kind, windows in weeks.items():
        save_week(session, by=by, kind=kind, windows=windows, now=now)


def _replace(session: Session, coach_id: UUID, kind: Kind, windows: tuple[Window, ...]) -> None:
    session.connection().execute(
        delete(AvailabilityTemplate).where(
            col(AvailabilityTemplate.coach_id) == coach_id,
            col(AvailabilityTemplate.availability_type) == kind,
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
        )
        for window in windows
    )
    session.flush()


def _fingerprint(windows: tuple[Window, ...]) -> str:
    words = ";".join(
        f"{one.day_of_week} {one.start:%H:%M} {one.end:%H:%M} {one.capacity}" for one in windows
    )
    return hashlib.sha256(words.encode()).hexdigest()[:16]
