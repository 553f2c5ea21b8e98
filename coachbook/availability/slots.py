"""Which starts can be booked, and why the others can't. Every part of the app asks here."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Literal, NamedTuple, Self
from zoneinfo import ZoneInfo

from coachbook.availability.hours import Days, Hours, Step, first_instant, local_date, local_ordinal
from coachbook.availability.intervals import Interval, Presence, merge, overlaps
from coachbook.availability.surveys import Reason, Survey, steps

SHORTEST_DATE_MINUTES = 23 * 60

Kind = Literal["session", "checkin"]


class Busy(NamedTuple):
    """A booking that holds time; it is_own when it is the client's who asks."""

    start: int
    end: int
    is_other_kind: bool = False
    is_own: bool = False


class Usage(NamedTuple):
    """A span in which nothing changes; the capacity is that of the hours, 0 outside them."""

    start: int
    end: int
    present: int
    capacity: int


class Slot(NamedTuple):
    """A start on the grid; present and capacity are those of its tightest moment."""

    start: int
    end: int
    reason: Reason | None
    present: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How near and how far a start may be; last_day is a date of the coach's and still allowed."""

    now: int
    notice_seconds: int = 0
    last_day: date | None = None

    @classmethod
    def for_client(cls, now: int, notice_seconds: int, zone: ZoneInfo, months: int) -> Self:
        return cls(now, notice_seconds, months_after(local_date(zone, now), months))

    @classmethod
    def none(cls, now: int) -> Self:
        """The coach's: only the past is closed."""
        return cls(now)


def months_after(on: date, months: int) -> date:
    """The same day of a later month, or that month's last where it has no such day."""
    years, month = divmod(on.month - 1 + months, 12)
    year = on.year + years
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


Columns = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], tuple[bool, ...]]


class DayBook:
    """A coach's hours and bookings of one kind, asked about sessions of one length.

    Busy must hold every booking that touches the dates asked about, of both kinds. What is asked
    about one start never depends on the range that was asked for."""

    def __init__(
        self,
        hours: Hours,
        busy: Iterable[Busy],
        limits: Limits,
        duration_minutes: int,
        exclusive: bool = True,
    ) -> None:
        self._zone = hours.zone
        self._days = Days(hours)
        self._limits = limits
        self._window_end = _window_end(hours.zone, limits.last_day)
        self._length = duration_minutes * 60
        self._days_ahead = duration_minutes // SHORTEST_DATE_MINUTES + 2
        self._surveys: dict[tuple[int, int], Survey] = {}
        starts, ends, are_other_kind, are_own = _columns(busy)
        are_same_kind = [not is_other_kind for is_other_kind in are_other_kind]
        self._presence = Presence(compress(starts, are_same_kind), compress(ends, are_same_kind))
        self._yours = _union(starts, ends, are_own)
        self._others = _union(starts, ends, are_other_kind) if exclusive else []

    def judge(self, start: int, *, on_grid: bool = True) -> Reason | None:
        """Why the start is closed, None when open.

        A coach's need not lie on the grid; what the client has then comes first there, since it
        is the one reason that a coach can't put aside."""
        if not on_grid and overlaps(self._yours, start, start + self._length):
            return Reason.yours
        if limited := self._limited(start):
            return limited
        on = local_ordinal(self._zone, start)
        return self._survey(on, on).reason(start, start + self._length, on_grid=on_grid)

    def reasons(self, start: int, *, on_grid: bool = True) -> list[Reason]:
        """All that closes the start; on the grid, the first is what judge() answers."""
        limited = self._limited(start)
        on = local_ordinal(self._zone, start)
        found = self._survey(on, on).reasons(start, start + self._length, on_grid=on_grid)
        return [*([limited] if limited else []), *found]

    def is_within_hours(self, start: int) -> bool:
        """Whether the hours are long enough for it, on the grid or not."""
        on = local_ordinal(self._zone, start)
        return self._survey(on, on).holds(start, start + self._length)

    def month_of(self, start: int) -> date:
        """The first of the month of the coach's that it lies in."""
        return local_date(self._zone, start).replace(day=1)

    def open_starts(self, first: date, last: date) -> list[int]:
        """Exactly the starts on these dates for which judge() is None, in order."""
        if self._limits.last_day:
            last = min(last, self._limits.last_day)
        survey = self._survey(first.toordinal(), last.toordinal())
        return survey.open_starts(self._length, self._earliest())

    def slots(self, first: date, last: date) -> list[Slot]:
        """Every start on the grid for which the hours are long enough, with its reason."""
        survey = self._survey(first.toordinal(), last.toordinal())
        starts = list(survey.slot_starts(self._length))
        usage = self.usage(starts[0], starts[-1] + self._length) if starts else []
        return [self._slot(survey, usage, start) for start in starts]

    def tightest(self, start: int) -> Usage | None:
        """The moment of a booking at start with the least room, the first of several.

        None when it lies outside the hours altogether."""
        end = start + self._length
        return _tightest(self.usage(start, end), start, end)

    def excess(self, start: int) -> Usage | None:
        """The moment whose capacity a booking at start would exceed, None when it fits."""
        tightest = self.tightest(start)
        return tightest if tightest and tightest.present >= tightest.capacity else None

    def usage(self, start: int, end: int) -> list[Usage]:
        """How many are there and how many may be, wherever either is more than 0."""
        found: list[Usage] = []
        for begin, finish, capacity in self._capacities(start, end):
            for one in self._presence.steps(begin, finish):
                if capacity or one[2]:
                    found.append(Usage(*one, capacity))
        return found

    def stretches(self, first: date, last: date) -> list[Step]:
        """The hours as (start, end, capacity), cut where the capacity changes."""
        days = self._days.between(first.toordinal(), last.toordinal())
        return [step for day in days for step in steps(day.stretches)]

    def blackouts(self, first: date, last: date) -> list[Interval]:
        days = self._days.between(first.toordinal(), last.toordinal())
        return merge(span for day in days for span in day.blackouts)

    def _limited(self, start: int) -> Reason | None:
        if start < self._limits.now:
            return Reason.past
        if self._window_end is not None and start >= self._window_end:
            return Reason.window
        return Reason.notice if start < self._earliest() else None

    def _earliest(self) -> int:
        return self._limits.now + max(self._limits.notice_seconds, 0)

    def _survey(self, first: int, last: int) -> Survey:
        if (first, last) not in self._surveys:
            dates = self._days.between(first, last)
            following = self._days.between(last + 1, last + self._days_ahead)
            self._surveys[first, last] = Survey(
                dates, following, self._presence, self._yours, self._others
            )
        return self._surveys[first, last]

    def _slot(self, survey: Survey, usage: Sequence[Usage], start: int) -> Slot:
        end = start + self._length
        reason = self._limited(start) or survey.reason(start, end, on_grid=True)
        tightest = _tightest(usage, start, end)
        present, capacity = (tightest.present, tightest.capacity) if tightest else (0, 0)
        return Slot(start, end, reason, present, capacity)

    def _capacities(self, start: int, end: int) -> Iterator[Step]:
        """[start, end) cut where the capacity changes, closed hours with 0."""
        at = start
        first, last = (local_ordinal(self._zone, instant) for instant in (start, end))
        for begin, finish, capacity in self._steps(first, last):
            begin, finish = max(begin, start), min(finish, end)
            if begin < finish:
                if at < begin:
                    yield at, begin, 0
                yield begin, finish, capacity
                at = finish
        if at < end:
            yield at, end, 0

    def _steps(self, first: int, last: int) -> Iterator[Step]:
        for day in self._days.between(first, last):
            yield from steps(day.stretches)


def _window_end(zone: ZoneInfo, last_day: date | None) -> int | None:
    return None if last_day is None else first_instant(zone, last_day.toordinal() + 1)


def _columns(busy: Iterable[Busy]) -> Columns:
    known = list(busy)
    if not known:
        return (), (), (), ()
    starts, ends, are_other_kind, are_own = zip(*known, strict=True)
    return starts, ends, are_other_kind, are_own


def _union(starts: Iterable[int], ends: Iterable[int], chosen: Sequence[bool]) -> list[Interval]:
    if not any(chosen):
        return []
    return merge(zip(compress(starts, chosen), compress(ends, chosen), strict=True))


def _tightest(usage: Sequence[Usage], start: int, end: int) -> Usage | None:
    """The least room within the hours that [start, end) meets, the first of several."""
    first = max(bisect_left(usage, (start + 1,)) - 1, 0)
    met = usage[first : bisect_left(usage, (end,))]
    inside = (one for one in met if one.end > start and one.capacity)
    return min(inside, key=lambda one: one.capacity - one.present, default=None)
