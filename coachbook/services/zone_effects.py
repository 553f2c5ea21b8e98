"""What a coach's move to another time zone would do, before it is done. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.availability import Hours, Kind, Override, Window, misfits
from coachbook.errors import Refusal
from coachbook.models import Booking, CoachClient
from coachbook.services import openings, zone_shifts
from coachbook.services.bookings import months
from coachbook.services.hours import KINDS
from coachbook.services.people import Person, valid_zone
from coachbook.services.zone_changes import Keep, check_dates

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Left:
    """A coming booking that fits the hours now and wouldn't."""

    booking_id: UUID
    client_id: UUID
    client_name: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ZoneEffects:
    """`reclocked` bookings have another clock time there; `refusal` says why hours can't move.

    `example` is a stretch of the week as it is and as it would be.
    """

    coming: int = 0
    reclocked: int = 0
    left: tuple[Left, ...] = ()
    beyond_allowance: int = 0
    refusal: str = ""
    example: tuple[Window, Window] | None = None


def effects(session: Session, *, by: Person, zone: str, keep: Keep, now: datetime) -> ZoneEffects:
    """Nothing for who is no coach: only what they read changes."""
    wanted = ZoneInfo(valid_zone(zone))
    if not by.is_coach:
        return ZoneEffects()
    rules = openings.rules_of(session, by.id)
    coming = _coming(session, by.id, now)
    try:
        left, example = _left(session, rules, wanted, keep, coming, now)
    except Refusal as refusal:
        return ZoneEffects(refusal=refusal.sentence)
    return ZoneEffects(
        coming=len(coming),
        reclocked=sum(_is_reclocked(one, rules.zone, wanted) for one in coming),
        left=left,
        beyond_allowance=_beyond_allowance(session, by.id, wanted),
        example=example,
    )


def _coming(session: Session, coach_id: UUID, now: datetime) -> list[Left]:
    is_related = (col(CoachClient.client_id) == col(Booking.client_id)) & (
        col(CoachClient.coach_id) == col(Booking.coach_id)
    )
    rows = session.exec(
        select(Booking, CoachClient.name)
        .join(CoachClient, is_related)
        .where(Booking.coach_id == coach_id, Booking.status == "confirmed", Booking.ends_at > now)
        .order_by(col(Booking.starts_at), col(CoachClient.name))
    )
    return [
        Left(
            row.id,
            row.client_id,
            name,
            "checkin" if row.booking_type == "checkin" else "session",
            row.starts_at,
            row.ends_at,
        )
        for row, name in rows
    ]


def _is_reclocked(one: Left, former: ZoneInfo, wanted: ZoneInfo) -> bool:
    return zone_shifts.minutes_ahead(wanted, former, at=one.starts_at) != 0


def _left(
    session: Session,
    rules: openings.Rules,
    wanted: ZoneInfo,
    keep: Keep,
    coming: list[Left],
    now: datetime,
) -> tuple[tuple[Left, ...], tuple[Window, Window] | None]:
    left: list[Left] = []
    example = None
    for kind in KINDS:
        theirs = [one for one in coming if one.kind == kind]
        hours = openings.hours_of(session, rules, kind, *_dates(rules.zone, theirs, now))
        moved = _moved(hours, wanted, keep, now)
        left.extend(_new_misfits(hours, moved, theirs))
        example = example or _example(hours, wanted, keep, now)
    return tuple(sorted(left, key=lambda one: (one.starts_at, one.client_name))), example


def _dates(zone: ZoneInfo, coming: list[Left], now: datetime) -> tuple[date, date]:
    """All that the bookings may touch, also when it comes from a neighbouring date."""
    ends = [now, *(one.ends_at for one in coming)]
    return now.astimezone(zone).date() - A_DAY, max(ends).astimezone(zone).date() + 2 * A_DAY


def _moved(hours: Hours, wanted: ZoneInfo, keep: Keep, now: datetime) -> Hours:
    if keep == "clock":
        return replace(hours, zone=wanted)
    minutes = zone_shifts.minutes_ahead(wanted, hours.zone, at=now)
    today = now.astimezone(hours.zone).date()
    overrides = tuple(_shifted(hours.overrides, minutes, today))
    check_dates([("", one) for one in overrides])
    return Hours(wanted, zone_shifts.shifted_week(hours.windows, minutes), overrides)


def _shifted(overrides: Iterable[Override], minutes: int, today: date) -> Iterable[Override]:
    for one in overrides:
        yield from zone_shifts.shifted_override(one, minutes) if one.on >= today else (one,)


def _new_misfits(before: Hours, after: Hours, theirs: list[Left]) -> Iterable[Left]:
    spans = [(one, int(one.starts_at.timestamp()), int(one.ends_at.timestamp())) for one in theirs]
    known = {found.key for found in misfits(before, spans)}
    return (found.key for found in misfits(after, spans) if found.key not in known)


def _example(
    before: Hours, wanted: ZoneInfo, keep: Keep, now: datetime
) -> tuple[Window, Window] | None:
    """The first stretch of the week, and where it goes."""
    if not before.windows:
        return None
    first = before.windows[0]
    if keep == "clock":
        return first, first
    minutes = zone_shifts.minutes_ahead(wanted, before.zone, at=now)
    piece = zone_shifts.pieces(first.start, first.end, minutes)[0]
    moved = replace(first, start=piece.start, end=piece.end)
    return first, replace(moved, day_of_week=(first.day_of_week + piece.days) % 7)


def _beyond_allowance(session: Session, coach_id: UUID, wanted: ZoneInfo) -> int:
    """Check-ins that would share their month with an earlier one, beside those that do now."""
    checkins = months.live_checkins(session, coach_id)
    beyond = len(checkins) - len(months.first_ones(checkins, wanted))
    return max(beyond - sum(one.beyond_allowance for one in checkins), 0)
