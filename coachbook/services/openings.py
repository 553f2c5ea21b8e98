"""Loads what the engine needs to decide: hours, bookings, limits. At most six queries."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import Session

from coachbook.availability import (
    Busy,
    DayBook,
    Hours,
    Interval,
    Kind,
    Limits,
    Override,
    Roster,
    Window,
    months_after,
)
from coachbook.database import is_reading
from coachbook.errors import NotFound
from coachbook.models import (
    AvailabilityOverride,
    AvailabilityTemplate,
    Booking,
    CoachClient,
    CoachSettings,
    Profile,
)
from coachbook.models.columns import epoch, table_of
from coachbook.models.packages import LONGEST_SESSION_MINUTES
from coachbook.services import rosters

CHECKIN_MINUTES = 30
LONGEST = timedelta(minutes=LONGEST_SESSION_MINUTES)
A_DAY = timedelta(days=1)
NOBODY = UUID(int=0)


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


# Built once: on the way to every booking, building a statement costs more than running it.
_people, _settings = table_of(Profile), table_of(CoachSettings)
_template, _override = table_of(AvailabilityTemplate), table_of(AvailabilityOverride)
_booking, _relation = table_of(Booking), table_of(CoachClient)

_RULES = (
    select(
        _people.c.time_zone,
        _settings.c.minimum_notice_hours,
        _settings.c.reschedule_notice_hours,
        _settings.c.booking_window_months,
        _settings.c.renewal_threshold,
        _settings.c.checkins_take_the_coach_alone,
    )
    .join_from(_people, _settings, _settings.c.coach_id == _people.c.id)
    .where(_people.c.id == bindparam("coach_id"))
)
_WINDOWS = select(
    _template.c.day_of_week,
    _template.c.start_time,
    _template.c.end_time,
    _template.c.max_concurrent_clients,
    _template.c.valid_from,
    _template.c.valid_until,
).where(
    _template.c.coach_id == bindparam("coach_id"),
    _template.c.availability_type == bindparam("kind"),
)
_OVERRIDES = select(
    _override.c.date,
    _override.c.start_time,
    _override.c.end_time,
    _override.c.is_blocked,
    _override.c.max_concurrent_clients,
).where(
    _override.c.coach_id == bindparam("coach_id"),
    _override.c.availability_type == bindparam("kind"),
    _override.c.date.between(bindparam("first"), bindparam("last")),
)
_is_coachs = _booking.c.coach_id == bindparam("coach_id")
_is_clients = _booking.c.client_id == bindparam("client_id")
_LIVE = select(
    epoch(_booking.c.starts_at),
    epoch(_booking.c.ends_at),
    _booking.c.booking_type != bindparam("kind"),
    _is_clients,
    _is_coachs,
).where(
    _booking.c.status != "cancelled",
    _booking.c.starts_at >= bindparam("start"),
    _booking.c.starts_at < bindparam("end"),
    _booking.c.id != bindparam("leaving_out"),
)
_COACHS_BUSY = _LIVE.where(_is_coachs)
_BOTHS_BUSY = _LIVE.where(or_(_is_coachs, _is_clients))
_SPANS = select(epoch(_booking.c.starts_at), epoch(_booking.c.ends_at)).where(
    _is_clients,
    _booking.c.status != "cancelled",
    _booking.c.starts_at >= bindparam("start"),
    _booking.c.starts_at < bindparam("end"),
)
# Before a client has joined two practices, neither coach's bookings say anything to the other.
_joined = select(_relation.c.coach_id).where(
    _relation.c.client_id == bindparam("client_id"),
    or_(_relation.c.status == "active", _relation.c.joined_at.is_not(None)),
)
_JOINED_BUSY = _LIVE.where(
    or_(
        _is_coachs,
        and_(
            _is_clients,
            _booking.c.coach_id.in_(_joined),
            bindparam("coach_id").in_(_joined),
        ),
    )
)


def rules_of(session: Session, coach_id: UUID) -> Rules:
    found = session.connection().execute(_RULES, {"coach_id": coach_id}).first()
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

    With a client, what overlaps their own bookings is closed: those with any coach for the client,
    those with coaches whom they have joined for the coach. `as_coach` lifts notice and window.
    `leaving_out` is the booking that is being moved. For a page that only shows a client the times,
    the coach's part is shared with the other pages.
    """
    limits = _limits(rules, now, as_coach, notice_hours)
    if client_id and not (as_coach or leaving_out) and is_reading(session):
        roster = rosters.shared(session, rules, kind, first, last, _roster)
        yours = _spans_of(session, client_id, *bounds(rules.zone, first, last))
        return DayBook(roster, yours, limits, minutes)
    return DayBook.of(
        hours_of(session, rules, kind, first, last),
        _busy(session, rules, kind, first, last, client_id, leaving_out, as_coach),
        limits,
        minutes,
        exclusive=rules.checkins_alone,
    )


def _roster(session: Session, rules: Rules, kind: Kind, first: date, last: date) -> Roster:
    """What is the same for all of the coach's clients."""
    busy = _busy(session, rules, kind, first, last, None, None, as_coach=False)
    hours = hours_of(session, rules, kind, first, last)
    return Roster(hours, busy, exclusive=rules.checkins_alone)


def _spans_of(session: Session, client_id: UUID, start: datetime, end: datetime) -> list[Interval]:
    """When the client is busy, with whichever coach."""
    asked = {"client_id": client_id, "start": start, "end": end}
    return [(begin, finish) for begin, finish in session.connection().execute(_SPANS, asked)]


def open_to_all(
    session: Session, coach_id: UUID, kind: Kind, minutes: int, *, now: datetime
) -> frozenset[int]:
    """The starts that anybody may book who is free then, in epoch seconds; for pages."""
    rules = rules_of(session, coach_id)
    today = now.astimezone(rules.zone).date()
    book = day_book(
        session, rules=rules, kind=kind, minutes=minutes, first=today,
        last=months_after(today, rules.window_months), now=now, client_id=NOBODY,
    )  # fmt: skip
    return frozenset(book.open_starts(today, months_after(today, rules.window_months)))


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
    asked = {"coach_id": rules.coach_id, "kind": kind}
    return tuple(Window(*row) for row in session.connection().execute(_WINDOWS, asked))


def _overrides(
    session: Session, rules: Rules, kind: Kind, first: date, last: date
) -> tuple[Override, ...]:
    asked = {
        "coach_id": rules.coach_id,
        "kind": kind,
        "first": first - 2 * A_DAY,
        "last": last + 2 * A_DAY,
    }
    return tuple(Override(*row) for row in session.connection().execute(_OVERRIDES, asked))


def _busy(
    session: Session,
    rules: Rules,
    kind: Kind,
    first: date,
    last: date,
    client_id: UUID | None,
    leaving_out: UUID | None,
    as_coach: bool,
) -> list[Busy]:
    """The coach's bookings, then the client's with other coaches, which close only for them."""
    start, end = bounds(rules.zone, first, last)
    asked = {
        "coach_id": rules.coach_id,
        "client_id": client_id or NOBODY,
        "kind": kind,
        "start": start,
        "end": end,
        "leaving_out": leaving_out or NOBODY,
    }
    whose = _JOINED_BUSY if as_coach else _BOTHS_BUSY
    statement = _COACHS_BUSY if client_id is None else whose
    return [_as_busy(row) for row in session.connection().execute(statement, asked)]


def _as_busy(row: Any) -> Busy:
    start, end, is_other_kind, is_own, is_coachs = row
    return Busy(start, end, is_other_kind and is_coachs, is_own)


def _limits(rules: Rules, now: datetime, as_coach: bool, notice_hours: int | None) -> Limits:
    moment = -int(-now.timestamp() // 1)  # a started second is over
    if as_coach:
        return Limits.none(moment)
    hours = rules.notice_hours if notice_hours is None else notice_hours
    return Limits.for_client(moment, hours * 3600, rules.zone, rules.window_months)
