"""What is open, found the slow way: minute by minute, with nothing of the engine's but its words.

Every minute is turned into wall time and asked about on its own. It serves to check the engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coachbook.availability import Busy, Hours, Limits, Window

MINUTE = 60
DAY = timedelta(days=1)
MIDNIGHT = time(0)
ORDER = ("past", "window", "notice", "blackout", "closed", "yours", "checkin", "full")
PAST, WINDOW, NOTICE, BLACKOUT, CLOSED, YOURS, CHECKIN, FULL, OPEN = range(9)


class Case(NamedTuple):
    """One practice and one question."""

    hours: Hours
    busy: tuple[Busy, ...]
    limits: Limits
    minutes: int
    exclusive: bool
    first: date
    last: date


class Minute(NamedTuple):
    instant: int
    wall: datetime  # naive: what the clock on the wall shows
    is_second_time: bool


class Span(NamedTuple):
    """From one minute up to, not including, another; the numbers count the minutes walked."""

    start: int
    end: int
    capacity: int | None = None


@cache
def walk(zone: ZoneInfo, first: date, last: date) -> list[Minute]:
    """Every minute of these dates and a day or so more on either side."""
    begin = int(datetime.combine(first - 2 * DAY, MIDNIGHT, UTC).timestamp())
    end = int(datetime.combine(last + 2 * DAY, MIDNIGHT, UTC).timestamp())
    walls = ((at, datetime.fromtimestamp(at, zone)) for at in range(begin, end, MINUTE))
    return [Minute(at, wall.replace(tzinfo=None, fold=0), wall.fold == 1) for at, wall in walls]


@dataclass
class Reference:
    case: Case
    minutes: list[Minute] = field(init=False)
    capacities: list[int] = field(init=False)  # 0 is closed
    present: list[int] = field(init=False)
    own: list[int] = field(init=False)
    others: list[int] = field(init=False)
    blocked: list[bool] = field(init=False)
    grid: set[int] = field(init=False)

    def __post_init__(self) -> None:
        case = self.case
        self.minutes = walk(case.hours.zone, case.first, case.last + 3 * DAY)
        self.capacities, self.present, self.own, self.others = (
            [0] * len(self.minutes) for _ in range(4)
        )
        self.blocked = [False] * len(self.minutes)
        self.grid = set()
        for days in range((case.last - case.first).days + 4):
            self._add_date(case.first + days * DAY)
        self._count_bookings()
        self.ranks = [self._rank(at) for at in range(len(self.minutes))]

    def open_starts(self) -> list[int]:
        return [minute.instant for minute in self.of_dates() if self.reason(minute) is None]

    def of_dates(self) -> Iterator[Minute]:
        """The minutes of the dates that were asked about."""
        for minute in self.minutes:
            if self.case.first <= minute.wall.date() <= self.case.last:
                yield minute

    def reason(self, minute: Minute, on_grid: bool = True) -> str | None:
        at = self.index(minute.instant)
        if not on_grid and any(self.own[at : at + self.case.minutes]):
            return ORDER[YOURS]
        ranks = [*self.ranks[at : at + self.case.minutes], *self._limits(minute)]
        if on_grid and (minute.instant not in self.grid or minute.is_second_time):
            ranks.append(CLOSED)
        worst = min(ranks)
        return None if worst == OPEN else ORDER[worst]

    def reasons(self, minute: Minute) -> list[str]:
        """All that closes a start on the grid, in order; one limit of time is enough."""
        at = self.index(minute.instant)
        span = range(at, at + self.case.minutes)
        ranks = {rank for one in span for rank in self._all_ranks(one)}
        if minute.instant not in self.grid or minute.is_second_time:
            ranks.add(CLOSED)
        ranks.update(sorted(self._limits(minute))[:1])
        return [ORDER[rank] for rank in sorted(ranks)]

    def index(self, instant: int) -> int:
        return (instant - self.minutes[0].instant) // MINUTE

    def _limits(self, minute: Minute) -> Iterator[int]:
        limits = self.case.limits
        if minute.instant < limits.now:
            yield PAST
        if limits.last_day and minute.wall.date() > limits.last_day:
            yield WINDOW
        if minute.instant - limits.now < limits.notice_seconds:
            yield NOTICE

    def _rank(self, at: int) -> int:
        return min(self._all_ranks(at), default=OPEN)

    def _all_ranks(self, at: int) -> Iterator[int]:
        if self.blocked[at]:
            yield BLACKOUT
        if self.capacities[at] == 0:
            yield CLOSED
        if self.own[at]:
            yield YOURS
        if self.others[at] and self.case.exclusive:
            yield CHECKIN
        if self.capacities[at] and self.present[at] + 1 > self.capacities[at]:
            yield FULL

    def _count_bookings(self) -> None:
        for one in self.case.busy:
            for at in range(max(self.index(one.start), 0), self.index(one.end)):
                if at < len(self.minutes):
                    self.own[at] += one.is_own
                    self.others[at] += one.is_other_kind
                    self.present[at] += not one.is_other_kind

    def _add_date(self, on: date) -> None:
        hours = self.case.hours
        overrides = [one for one in hours.overrides if one.on == on]
        blackouts = [self._span(on, one.start, one.end) for one in overrides if one.is_blocked]
        templates = [
            self._span(on, one.start, one.end, one.capacity)
            for one in hours.windows
            if one.day_of_week == on.isoweekday() % 7 and holds_on(one, on)
        ]
        extras = [
            self._span(on, one.start, one.end, one.capacity)
            for one in overrides
            if not one.is_blocked
        ]
        for blackout in blackouts:
            for at in range(blackout.start, blackout.end):
                self.blocked[at] = True
        self._open(templates, extras)

    def _open(self, templates: list[Span], extras: list[Span]) -> None:
        everything = [*templates, *extras]
        opened = sorted({at for span in everything for at in range(span.start, span.end)})
        anchor = previous = None
        for at in opened:
            self.capacities[at] = capacity_at(at, templates, extras)
            if anchor is None or previous != at - 1:
                anchor = at
            if (at - anchor) % 30 == 0:
                self.grid.add(self.minutes[at].instant)
            previous = at

    def _span(
        self, on: date, start: time | None, end: time | None, capacity: int | None = None
    ) -> Span:
        begin = datetime.combine(on, start or MIDNIGHT)
        finish = datetime.combine(on, end) if end else datetime.combine(on, MIDNIGHT)
        if finish.time() == MIDNIGHT:
            finish += DAY
        return Span(self.first_minute(begin), self.first_minute(finish), capacity)

    def first_minute(self, wall: datetime) -> int:
        return next(at for at, minute in enumerate(self.minutes) if minute.wall >= wall)


def holds_on(window: Window, on: date) -> bool:
    begins, ends = window.valid_from or date.min, window.valid_until or date.max
    return begins <= on < ends


def capacity_at(at: int, templates: list[Span], extras: list[Span]) -> int:
    def largest(spans: list[Span]) -> int | None:
        there = [span.capacity for span in spans if span.start <= at < span.end]
        return max((size for size in there if size is not None), default=None)

    whole_date = max((span.capacity or 0 for span in templates), default=1)
    return largest(extras) or largest(templates) or whole_date
