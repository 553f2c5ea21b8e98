"""Bookings that a change of the hours would leave behind: shown before saving."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from coachbook.availability import Hours, Kind, Override, Reason, misfits
from coachbook.models import AvailabilityOverride, Booking, CoachClient
from coachbook.services import openings
from coachbook.services.hours import WeekChange, after
from coachbook.services.overrides import Days, Difference
from coachbook.services.people import Person, require_coach

SENTENCES = {
    Reason.blackout: "is in time that would be blocked",
    Reason.closed: "would be outside your hours",
    Reason.full: "would be more clients at once than you take",
}


Change = WeekChange | Days


@dataclass(frozen=True)
class Conflict:
    """A confirmed booking that fits now and wouldn't; the sentence goes on from its time."""

    booking_id: UUID
    client_id: UUID
    client_name: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    reason: Reason
    sentence: str
    version: int


class Coming(NamedTuple):
    id: UUID
    version: int
    client_id: UUID
    client_name: str
    starts_at: datetime
    ends_at: datetime


def conflicts(session: Session, *, by: Person, change: Change, now: datetime) -> list[Conflict]:
    """The coach's coming bookings that would no longer fit, by start.

    What doesn't fit today, for whatever reason, isn't listed, unless it is newly blocked: a coach
    who goes on holiday wants to know of whom they once took outside the hours."""
    require_coach(by)
    rules = openings.rules_of(session, by.id)
    kinds = _kinds(session, by, change)
    found = [one for kind in kinds for one in _of_kind(session, rules, kind, change, now)]
    return sorted(found, key=lambda conflict: (conflict.starts_at, conflict.client_name))


def _kinds(session: Session, by: Person, change: Change) -> set[Kind]:
    if not isinstance(change, Days):
        return {change.kind}
    removed = session.scalars(
        select(col(AvailabilityOverride.availability_type)).where(
            col(AvailabilityOverride.coach_id) == by.id,
            col(AvailabilityOverride.id).in_(change.remove),
        )
    )
    kinds: set[Kind] = {"checkin" if kind == "checkin" else "session" for kind in removed}
    return kinds | {one.kind for one in change.add}


def _of_kind(
    session: Session, rules: openings.Rules, kind: Kind, change: Change, now: datetime
) -> list[Conflict]:
    coming = _coming(session, rules.coach_id, kind, now)
    if not coming:
        return []
    current = openings.hours_of(session, rules, kind, *_dates(rules.zone, coming))
    proposed = _proposed(session, rules, kind, current, change, now)
    spans = [(one, _seconds(one.starts_at), _seconds(one.ends_at)) for one in coming]
    before = {one.key: one.reason for one in misfits(current, spans)}
    return [
        _conflict(one.key, kind, one.reason)
        for one in misfits(proposed, spans)
        if one.key not in before or _is_newly_blocked(before[one.key], one.reason)
    ]


def _is_newly_blocked(before: Reason, after: Reason) -> bool:
    return after == Reason.blackout != before


def _coming(session: Session, coach_id: UUID, kind: Kind, now: datetime) -> list[Coming]:
    is_related = (col(CoachClient.client_id) == col(Booking.client_id)) & (
        col(CoachClient.coach_id) == col(Booking.coach_id)
    )
    rows = session.execute(
        select(
            col(Booking.id),
            col(Booking.version),
            col(Booking.client_id),
            col(CoachClient.name),
            col(Booking.starts_at),
            col(Booking.ends_at),
        )
        .join(CoachClient, is_related)
        .where(
            col(Booking.coach_id) == coach_id,
            col(Booking.booking_type) == kind,
            col(Booking.status) == "confirmed",
            col(Booking.ends_at) > now,
        )
    )
    return [Coming(*row) for row in rows]


def _dates(zone: ZoneInfo, coming: Sequence[Coming]) -> tuple[date, date]:
    first = min(one.starts_at for one in coming)
    last = max(one.ends_at for one in coming)
    return first.astimezone(zone).date(), last.astimezone(zone).date()


def _proposed(
    session: Session,
    rules: openings.Rules,
    kind: Kind,
    current: Hours,
    change: Change,
    now: datetime,
) -> Hours:
    if not isinstance(change, Days):
        today = now.astimezone(rules.zone).date()
        return replace(current, windows=after(current.windows, change, today))
    kept = _without(session, rules, kind, current, change.remove)
    added = tuple(_override(one) for one in change.add if one.kind == kind)
    return replace(current, overrides=kept + added)


def _without(
    session: Session, rules: openings.Rules, kind: Kind, current: Hours, removed: tuple[UUID, ...]
) -> tuple[Override, ...]:
    """The overrides but one for each removed row."""
    kept = list(current.overrides)
    for row in session.scalars(
        select(AvailabilityOverride).where(
            col(AvailabilityOverride.coach_id) == rules.coach_id,
            col(AvailabilityOverride.availability_type) == kind,
            col(AvailabilityOverride.id).in_(removed),
        )
    ):
        gone = Override(
            row.date, row.start_time, row.end_time, row.is_blocked, row.max_concurrent_clients
        )
        if gone in kept:
            kept.remove(gone)
    return tuple(kept)


def _override(what: Difference) -> Override:
    return Override(what.on, what.start, what.end, what.is_blocked, what.capacity)


def _conflict(one: Coming, kind: Kind, reason: Reason) -> Conflict:
    return Conflict(
        booking_id=one.id,
        client_id=one.client_id,
        client_name=one.client_name,
        kind=kind,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        reason=reason,
        sentence=SENTENCES[reason],
        version=one.version,
    )


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
