"""Loads what the engine needs to decide: hours, bookings, limits. At most five queries."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, or_, select
from sqlmodel import Session, col

from coachbook.availability import Busy, DayBook, Hours, Kind, Limits, Override, Window
from coachbook.errors import NotFound
from coachbook.models import (
    AvailabilityOverride,
    AvailabilityTemplate,
    Booking,
    CoachSettings,
    Profile,
)
from coachbook.models.columns import epoch
from coachbook.models.packages import LONGEST_SESSION_MINUTES

CHECKIN_MINUTES = 30
LONGEST = timedelta(minutes=LONGEST_SESSION_MINUTES)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """A coach's zone and limits, as the settings have them now."""

    coach_id: UUID
    zone: ZoneInfo
    notice_hours: int
    reschedule_notice_hours: int
    window_months: int
    renewal_threshold: int
    checkins_alone: bool


def rules_of(session: Session, coach_id: UUID) -> Rules:
    found = session.execute(
        select(
            col(Profile.time_zone),
            col(CoachSettings.minimum_notice_hours),
            col(CoachSettings.reschedule_notice_hours),
            col(CoachSettings.booking_window_months),
            col(CoachSettings.renewal_threshold),
            col(CoachSettings.checkins_take_the_coach_alone),
        )
        .join(CoachSettings, col(CoachSettings.coach_id) == col(Profile.id))
        .where(col(Profile.id) == coach_id)
    ).first()
    if found is None:
        raise NotFound
    zone, *limits = found
    return Rules(coach_id, ZoneInfo(zone), *limits)


def day_book(
    session: Session,
    *,
    rules: Rules,
    kind: Kind,
    minutes: int,
    first: date,
    last: date,
    now: datetime,
    client_id: UUID | None = None,
    as_coach: bool = False,
    leaving_out: UUID | None = None,
    notice_hours: int | None = None,
) -> DayBook:
    """What can be booked on the coach's dates first..last, both included.

    With a client, what overlaps their own bookings (with any coach) is closed. `as_coach` lifts
    notice and window. `leaving_out` is the booking that is being moved.
    """
    return DayBook(
        hours_of(session, rules, kind, first, last),
        _busy(session, rules, kind, first, last, client_id, leaving_out),
        _limits(rules, now, as_coach, notice_hours),
        minutes,
        exclusive=rules.checkins_alone,
    )


def hours_of(session: Session, rules: Rules, kind: Kind, first: date, last: date) -> Hours:
    return Hours(
        rules.zone, _windows(session, rules, kind), _overrides(session, rules, kind, first, last)
    )


def bounds(zone: ZoneInfo, first: date, last: date) -> tuple[datetime, datetime]:
    """The instants between which everything that touches these dates lies."""
    start = datetime.combine(first, time(), zone).astimezone(UTC)
    end = datetime.combine(last + A_DAY, time(), zone).astimezone(UTC)
    return start - LONGEST, end + LONGEST


def _windows(session: Session, rules: Rules, kind: Kind) -> tuple[Window, ...]:
    template = AvailabilityTemplate
    rows = session.execute(
        select(
            col(template.day_of_week),
            col(template.start_time),
            col(template.end_time),
            col(template.max_concurrent_clients),
        ).where(col(template.coach_id) == rules.coach_id, col(template.availability_type) == kind)
    )
    return tuple(Window(*row) for row in rows)


def _overrides(
    session: Session, rules: Rules, kind: Kind, first: date, last: date
) -> tuple[Override, ...]:
    override = AvailabilityOverride
    rows = session.execute(
        select(
            col(override.date),
            col(override.start_time),
            col(override.end_time),
            col(override.is_blocked),
            col(override.max_concurrent_clients),
        ).where(
            col(override.coach_id) == rules.coach_id,
            col(override.availability_type) == kind,
            col(override.date).between(first - 2 * A_DAY, last + 2 * A_DAY),
        )
    )
    return tuple(Override(*row) for row in rows)


def _busy(
    session: Session,
    rules: Rules,
    kind: Kind,
    first: date,
    last: date,
    client_id: UUID | None,
    leaving_out: UUID | None,
) -> list[Busy]:
    """The coach's bookings, then the client's with other coaches, which close only for them."""
    start, end = bounds(rules.zone, first, last)
    starts_at = col(Booking.starts_at)
    is_live = and_(col(Booking.status) != "cancelled", starts_at >= start, starts_at < end)
    if leaving_out is not None:
        is_live = and_(is_live, col(Booking.id) != leaving_out)
    is_coachs = col(Booking.coach_id) == rules.coach_id
    is_clients = col(Booking.client_id) == client_id
    rows = session.execute(
        select(
            epoch(starts_at),
            epoch(col(Booking.ends_at)),
            col(Booking.booking_type) != kind,
            is_clients,
            is_coachs,
        ).where(is_live, is_coachs if client_id is None else or_(is_coachs, is_clients))
    )
    return [_as_busy(row) for row in rows]


def _as_busy(row: Row[Any]) -> Busy:
    start, end, is_other_kind, is_own, is_coachs = tuple(row)
    return Busy(start, end, is_other_kind and is_coachs, is_own)


def _limits(rules: Rules, now: datetime, as_coach: bool, notice_hours: int | None) -> Limits:
    moment = -int(-now.timestamp() // 1)  # a started second is over
    if as_coach:
        return Limits.none(moment)
    hours = rules.notice_hours if notice_hours is None else notice_hours
    return Limits.for_client(moment, hours * 3600, rules.zone, rules.window_months)
