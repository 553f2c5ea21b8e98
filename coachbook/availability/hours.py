"""A coach's hours: the weekly template and the dates that differ, as stretches of instants.

Each date is converted on its own; nothing here ever adds an offset to the day before."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coachbook.availability.intervals import Interval, merge

DAY_SECONDS = 86_400

Step = tuple[int, int, int]  # start, end, capacity
Weekday = tuple[int, int]  # after how many turns of the template, day of the week
Moment = Callable[[int], int]  # seconds of wall time after a date's midnight -> instant


@dataclass(frozen=True, slots=True)
class Window:
    """Weekly hours; day 0 is Sunday, an end of 00:00 is the midnight that ends the day.

    They hold from `valid_from` on and before `valid_until`, dates of the zone; None is no bound."""

    day_of_week: int
    start: time
    end: time
    capacity: int
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, ordinal: int) -> bool:
        if self.valid_from is not None and ordinal < self.valid_from.toordinal():
            return False
        return self.valid_until is None or ordinal < self.valid_until.toordinal()


@dataclass(frozen=True, slots=True)
class Override:
    """A date that differs: blocked, or extra hours. No start or end means from or to midnight.

    Extra hours without a capacity have the template's where they overlap it, elsewhere the largest
    of that date's template windows, and 1 on a date without any."""

    on: date
    start: time | None
    end: time | None
    is_blocked: bool
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    zone: ZoneInfo
    windows: tuple[Window, ...] = ()
    overrides: tuple[Override, ...] = ()


class Stretch(NamedTuple):
    """Hours of one date without a break; the capacity may change inside."""

    start: int
    end: int
    steps: tuple[Step, ...]


class Day(NamedTuple):
    """One local date in instants. What is repeated has a wall time that was there before."""

    stretches: list[Stretch]
    blackouts: list[Interval]
    repeated: list[Interval]


class Opening(NamedTuple):
    """A span of wall time as seconds after midnight."""

    start: int
    end: int
    capacity: int | None


def local_ordinal(zone: ZoneInfo, instant: int) -> int:
    return datetime.fromtimestamp(instant, zone).toordinal()


def local_date(zone: ZoneInfo, instant: int) -> date:
    return datetime.fromtimestamp(instant, zone).date()


def first_instant(zone: ZoneInfo, ordinal: int, seconds: int = 0) -> int:
    """When the wall clock first shows that time of that date, or a later one if it is skipped."""
    wall = datetime.fromordinal(ordinal) + timedelta(seconds=seconds)
    before = _seconds(wall.replace(tzinfo=zone).utcoffset())
    after = _seconds(wall.replace(tzinfo=zone, fold=1).utcoffset())
    naive = _naive_epoch(ordinal) + seconds
    if after <= before:
        return naive - before
    return _change(zone, naive - after, naive - before)


class Days:
    """Expands hours date by date and remembers; dates are proleptic ordinals."""

    def __init__(self, hours: Hours) -> None:
        self._zone = hours.zone
        self._windows = hours.windows
        self._turns = _turns(hours.windows)
        self._templates: dict[Weekday, list[Opening]] = {}
        self._overrides: dict[int, list[Override]] = defaultdict(list)
        for override in hours.overrides:
            self._overrides[override.on.toordinal()].append(override)
        self._known: dict[int, Day] = {}
        self._weekdays: dict[Weekday, list[Stretch]] = {}

    def between(self, first: int, last: int) -> list[Day]:
        return [self.on(ordinal) for ordinal in range(first, last + 1)]

    def on(self, ordinal: int) -> Day:
        if ordinal not in self._known:
            self._known[ordinal] = self._expand(ordinal)
        return self._known[ordinal]

    def _expand(self, ordinal: int) -> Day:
        before = _midnight_offset(self._zone, ordinal)
        after = _midnight_offset(self._zone, ordinal + 1)
        if before != after:
            return self._change_day(ordinal, before, after)
        midnight = _naive_epoch(ordinal) - before
        if ordinal in self._overrides:
            return self._laid_out(ordinal, midnight.__add__)
        return Day([_shifted(one, midnight) for one in self._weekday(ordinal)], [], [])

    def _weekday(self, ordinal: int) -> list[Stretch]:
        """Those of every such weekday between two changes of the template."""
        weekday = self._weekday_of(ordinal)
        if weekday not in self._weekdays:
            templates = self._openings(ordinal)
            self._weekdays[weekday] = _stretches(templates, [], lambda seconds: seconds)
        return self._weekdays[weekday]

    def _openings(self, ordinal: int) -> list[Opening]:
        weekday = self._weekday_of(ordinal)
        if weekday not in self._templates:
            self._templates[weekday] = [
                _opening(one.start, one.end, one.capacity)
                for one in self._windows
                if one.day_of_week == ordinal % 7 and one.holds_on(ordinal)
            ]
        return self._templates[weekday]

    def _weekday_of(self, ordinal: int) -> Weekday:
        return bisect_right(self._turns, ordinal), ordinal % 7

    def _laid_out(self, ordinal: int, moment: Moment) -> Day:
        overrides = self._overrides.get(ordinal, [])
        blackouts, extras = _by_kind(overrides)
        stretches = _stretches(self._openings(ordinal), extras, moment)
        closed = merge((moment(one.start), moment(one.end)) for one in blackouts)
        return Day(stretches, closed, [])

    def _change_day(self, ordinal: int, before: int, after: int) -> Day:
        day = self._laid_out(ordinal, lambda seconds: first_instant(self._zone, ordinal, seconds))
        if after > before:
            return day
        begin, end = (first_instant(self._zone, on) for on in (ordinal, ordinal + 1))
        change = _change(self._zone, begin, end)
        return day._replace(repeated=[(change, change + before - after)])


def _turns(windows: Iterable[Window]) -> list[int]:
    """The dates from which other weekly hours hold."""
    dates = (on for one in windows for on in (one.valid_from, one.valid_until))
    return sorted({on.toordinal() for on in dates if on is not None})


def _by_kind(overrides: Iterable[Override]) -> tuple[list[Opening], list[Opening]]:
    blackouts: list[Opening] = []
    extras: list[Opening] = []
    for one in overrides:
        chosen = blackouts if one.is_blocked else extras
        chosen.append(_opening(one.start or time(0), one.end or time(0), one.capacity))
    return blackouts, extras


def _opening(start: time, end: time, capacity: int | None) -> Opening:
    return Opening(_after_midnight(start), _after_midnight(end) or DAY_SECONDS, capacity)


def _after_midnight(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _stretches(templates: list[Opening], extras: list[Opening], moment: Moment) -> list[Stretch]:
    """What touches or overlaps on one date becomes one stretch, in the instants of moment."""
    template_steps = [_moved(one, moment) for one in templates]
    extra_steps = [_moved(one, moment) for one in extras]
    return list(_joined(_steps(template_steps, extra_steps)))


def _moved(opening: Opening, moment: Moment) -> Opening:
    return Opening(moment(opening.start), moment(opening.end), opening.capacity)


def _steps(templates: list[Opening], extras: list[Opening]) -> Iterator[Step]:
    everything = [*templates, *extras]
    largest = max((one.capacity for one in templates if one.capacity is not None), default=1)
    edges = sorted({edge for one in everything for edge in (one.start, one.end)})
    for start, end in pairwise(edges):
        if any(one.start <= start < one.end for one in everything):
            said = (_capacity(extras, start), _capacity(templates, start), largest)
            yield start, end, next(capacity for capacity in said if capacity is not None)


def _capacity(openings: list[Opening], instant: int) -> int | None:
    """The largest there, where two overlap."""
    there = (one.capacity for one in openings if one.start <= instant < one.end)
    return max((capacity for capacity in there if capacity is not None), default=None)


def _joined(steps: Iterable[Step]) -> Iterator[Stretch]:
    run: list[Step] = []
    for start, end, capacity in steps:
        if run and run[-1][1] != start:
            yield Stretch(run[0][0], run[-1][1], tuple(run))
            run = []
        if run and run[-1][2] == capacity:
            start = run.pop()[0]
        run.append((start, end, capacity))
    if run:
        yield Stretch(run[0][0], run[-1][1], tuple(run))


def _shifted(stretch: Stretch, midnight: int) -> Stretch:
    start, end, steps = stretch
    moved = tuple([(midnight + one, midnight + other, size) for one, other, size in steps])
    return Stretch(midnight + start, midnight + end, moved)


def _change(zone: ZoneInfo, start: int, end: int) -> int:
    """The first instant after start, up to end, with another offset than start's."""
    before = _offset(zone, start)
    return start + bisect_left(
        range(start, end), True, key=lambda instant: _offset(zone, instant) != before
    )


@lru_cache(maxsize=4096)
def _midnight_offset(zone: ZoneInfo, ordinal: int) -> int:
    return _seconds(datetime.fromordinal(ordinal).replace(tzinfo=zone).utcoffset())


def _offset(zone: ZoneInfo, instant: int) -> int:
    return _seconds(datetime.fromtimestamp(instant, zone).utcoffset())


def _naive_epoch(ordinal: int) -> int:
    return (ordinal - 719_163) * DAY_SECONDS  # 719163 is 1970-01-01


def _seconds(offset: timedelta | None) -> int:
    return offset.days * DAY_SECONDS + offset.seconds if offset else 0
