"""A client's usual times with one coach: which of them are open, and those to offer first.

Weekdays and clock times are the coach's; what a time is when the clocks change is asked each date.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook.models import ClientBookingStats
from coachbook.services import packages

A_DAY = timedelta(days=1)
OFFERED_DAYS = 7


class UsualTime(NamedTuple):
    """A weekday, 0 is Sunday, and a start by the coach's clock."""

    weekday: int
    at: time


@dataclass(frozen=True)
class Usual:
    """A client's times, the most frequent first, and when they can be booked."""

    times: tuple[UsualTime, ...] = ()
    open: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Offer:
    """Usual times that are open, in order, and which package pays for each."""

    minutes: int
    starts: tuple[datetime, ...]
    package_ids: tuple[UUID, ...]

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def of_client(session: Session, *, coach_id: UUID, client_id: UUID) -> tuple[UsualTime, ...]:
    """As they were last counted, the most frequent first. Who may ask is the caller's to check."""
    found = session.get(ClientBookingStats, (client_id, coach_id), populate_existing=True)
    stored = found.favorite_times if found else ()
    return tuple(UsualTime(one["day"], time.fromisoformat(one["time"])) for one in stored)


def instants(times: Iterable[UsualTime], zone: ZoneInfo, first: date, last: date) -> set[int]:
    """When these times are, in seconds, on the coach's dates first..last."""
    dates = [first + n * A_DAY for n in range((last - first).days + 1)]
    found = set()
    for usual in times:
        for on in dates:
            if on.isoweekday() % 7 == usual.weekday and (start := moment(on, usual.at, zone)):
                found.add(int(start.timestamp()))
    return found


def moment(on: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The instant of a wall time, the first of two; None where the clocks skip it."""
    wall = datetime.combine(on, at, zone)
    instant = wall.astimezone(UTC)
    exists = instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
    return instant if exists else None


def offer(
    session: Session,
    usual: Usual,
    *,
    coach_id: UUID,
    client_id: UUID,
    zone: ZoneInfo,
    minutes: int,
) -> Offer | None:
    """Of the open times those of the first seven days, each with a package that pays for it.

    Where two overlap, or the credits don't reach, the more frequent time is kept.
    """
    if not usual.open:
        return None
    first_days = _first_days(usual.open, zone)
    picked = _apart(_by_rank(first_days, usual.times, zone), timedelta(minutes=minutes))
    credits = packages.credits_of(
        session, coach_id=coach_id, client_id=client_id, zone=zone, minutes=minutes
    )
    payers: dict[datetime, UUID] = {}
    for start in picked:
        payers = _paid([*payers, start], minutes, credits, zone) or payers
    ordered = sorted(payers)
    return Offer(minutes, tuple(ordered), tuple(payers[one] for one in ordered)) if payers else None


def _first_days(starts: Collection[datetime], zone: ZoneInfo) -> list[datetime]:
    end = min(starts).astimezone(zone).date() + OFFERED_DAYS * A_DAY
    return [start for start in starts if start.astimezone(zone).date() < end]


def _by_rank(
    starts: Sequence[datetime], times: Sequence[UsualTime], zone: ZoneInfo
) -> list[datetime]:
    ranks = {usual: rank for rank, usual in enumerate(times)}

    def rank(start: datetime) -> int:
        wall = start.astimezone(zone)
        return ranks.get(UsualTime(wall.isoweekday() % 7, wall.time()), len(ranks))

    return sorted(starts, key=rank)


def _apart(starts: Iterable[datetime], length: timedelta) -> list[datetime]:
    """Without those that overlap one before them."""
    kept: list[datetime] = []
    for start in starts:
        if all(abs(start - other) >= length for other in kept):
            kept.append(start)
    return kept


def _paid(
    starts: Sequence[datetime], minutes: int, credits: Sequence[packages.Credit], zone: ZoneInfo
) -> dict[datetime, UUID] | None:
    """Which package pays for each; None where one of them has none."""
    dates = {start: start.astimezone(zone).date() for start in starts}
    payers = packages.allocate(dates, minutes, credits)
    paid = {start: payer.id for start, payer in payers.items() if payer}
    return paid if len(paid) == len(dates) else None
