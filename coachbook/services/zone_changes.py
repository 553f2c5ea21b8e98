"""A person moves to another time zone. Bookings keep their moment; a coach says what hours do.

Packages run until the same dates, check-ins count in the months of the new zone.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import Session, col, select

from coachbook.availability import Override, Window
from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import (
    AvailabilityOverride,
    AvailabilityTemplate,
    Profile,
    SessionPackage,
)
from coachbook.services import changes, zone_shifts
from coachbook.services.attendance import stats
from coachbook.services.bookings import months
from coachbook.services.google_calendar.wanting import want_of_coach
from coachbook.services.hours import KINDS
from coachbook.services.overrides import MOST_A_DAY
from coachbook.services.packages.selling import end_of
from coachbook.services.people import Person, valid_zone

Keep = Literal["clock", "moment"]


class ZoneChanged(AlreadyChanged):
    sentence = "Your time zone was changed in another tab. Reload the page to see it."


def change_zone(
    session: Session, *, by: Person, zone: str, keep: Keep, seen: str, now: datetime
) -> None:
    """`keep` is what a coach's hours keep: their clock times or their moments.

    `seen` is the zone that the page showed. Bookings and their moments are never touched.
    """
    wanted = ZoneInfo(valid_zone(zone))
    if by.is_coach:
        lock_coach(session, by.id)
    profile = session.get(Profile, by.id, populate_existing=True)
    if profile is None:
        raise NotFound
    if profile.time_zone != seen:
        raise ZoneChanged
    former = ZoneInfo(profile.time_zone)
    profile.time_zone = zone
    session.add(profile)
    session.flush()
    if by.is_coach and former.key != wanted.key:
        _move_practice(session, by.id, former, wanted, keep, now)


def _move_practice(
    session: Session,
    coach_id: UUID,
    former: ZoneInfo,
    wanted: ZoneInfo,
    keep: Keep,
    now: datetime,
) -> None:
    if keep == "moment":
        minutes = zone_shifts.minutes_ahead(wanted, former, at=now)
        _shift_week(session, coach_id, minutes)
        _shift_dates(session, coach_id, minutes, former, now)
    _keep_expiry_dates(session, coach_id, former, wanted)
    months.recount(session, coach_id, wanted)
    stats.rebuild(session, coach_id=coach_id, now=now)
    want_of_coach(session, coach_id, now)
    changes.touch(session, coach_id, now)


def _shift_week(session: Session, coach_id: UUID, minutes: int) -> None:
    for kind in KINDS:
        is_its = (
            col(AvailabilityTemplate.coach_id) == coach_id,
            col(AvailabilityTemplate.availability_type) == kind,
        )
        rows = session.exec(select(AvailabilityTemplate).where(*is_its)).all()
        moved = zone_shifts.shifted_week(map(window_of, rows), minutes)
        session.execute(delete(AvailabilityTemplate).where(*is_its))
        session.add_all(_template(coach_id, kind, window) for window in moved)
    session.flush()


def window_of(row: AvailabilityTemplate) -> Window:
    return Window(
        row.day_of_week,
        row.start_time,
        row.end_time,
        row.max_concurrent_clients,
        row.valid_from,
        row.valid_until,
    )


def _template(coach_id: UUID, kind: str, window: Window) -> AvailabilityTemplate:
    return AvailabilityTemplate(
        coach_id=coach_id,
        availability_type=kind,
        day_of_week=window.day_of_week,
        start_time=window.start,
        end_time=window.end,
        max_concurrent_clients=window.capacity,
        valid_from=window.valid_from,
        valid_until=window.valid_until,
    )


def _shift_dates(
    session: Session, coach_id: UUID, minutes: int, former: ZoneInfo, now: datetime
) -> None:
    """Dates from today on; those that have passed are history."""
    rows = session.exec(
        select(AvailabilityOverride).where(
            AvailabilityOverride.coach_id == coach_id,
            AvailabilityOverride.date >= now.astimezone(former).date(),
        )
    ).all()
    moved = [
        (row, one)
        for row in rows
        for one in zone_shifts.shifted_override(override_of(row), minutes)
    ]
    check_dates([(row.availability_type, one) for row, one in moved])
    for row in rows:
        session.delete(row)
    session.add_all(_override(row, one) for row, one in moved)
    session.flush()


def override_of(row: AvailabilityOverride) -> Override:
    return Override(
        row.date, row.start_time, row.end_time, row.is_blocked, row.max_concurrent_clients
    )


def _override(row: AvailabilityOverride, one: Override) -> AvailabilityOverride:
    return AvailabilityOverride(
        coach_id=row.coach_id,
        availability_type=row.availability_type,
        date=one.on,
        start_time=one.start,
        end_time=one.end,
        is_blocked=one.is_blocked,
        max_concurrent_clients=one.capacity,
        note=row.note,
        created_at=row.created_at,
    )


def check_dates(moved: Sequence[tuple[str, Override]]) -> None:
    days = Counter((kind, one.on) for kind, one in moved)
    if any(count > MOST_A_DAY for count in days.values()):
        raise Invalid(
            f"A date would have more than {MOST_A_DAY} changes. Keep the clock times, or remove "
            "some of them first.",
            field="time_zone",
        )


def _keep_expiry_dates(
    session: Session, coach_id: UUID, former: ZoneInfo, wanted: ZoneInfo
) -> None:
    rows = session.exec(
        select(SessionPackage).where(
            SessionPackage.coach_id == coach_id, col(SessionPackage.expires_at).is_not(None)
        )
    )
    for row in rows:
        if row.expires_at is not None:
            row.expires_at = end_of(row.expires_at.astimezone(former).date(), wanted)
            session.add(row)
    session.flush()
