"""Who is with a coach when, and within which hours: the same for whoever asks, so it is shared."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

from coachbook.availability.hours import Days, Hours, Step, local_ordinal
from coachbook.availability.intervals import Interval, Presence, merge
from coachbook.availability.surveys import Reason, Survey, steps

SHORTEST_DATE_MINUTES = 23 * 60


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


Span = tuple[int, int, int]  # first and last ordinal, seconds


class Roster:
    """A coach's hours and bookings of one kind; what it has worked out it remembers.

    Nothing here depends on the moment or on who asks. Several threads may ask at once: at worst
    two work out the same."""

    def __init__(self, hours: Hours, busy: Iterable[Busy], exclusive: bool = True) -> None:
        starts, ends, are_other_kind, _ = columns(busy)
        are_same_kind = [not is_other_kind for is_other_kind in are_other_kind]
        self.zone = hours.zone
        self.days = Days(hours)
        self.presence = Presence(compress(starts, are_same_kind), compress(ends, are_same_kind))
        self._others = union(starts, ends, are_other_kind) if exclusive else []
        self._surveys: dict[Span, Survey] = {}
        self._slots: dict[Span, list[Slot]] = {}
        self._open: dict[Span, list[int]] = {}

    def survey(self, first: int, last: int, length: int) -> Survey:
        """Of these dates; the hours are known as far as something of this length may reach."""
        span = first, last, length // (SHORTEST_DATE_MINUTES * 60) + 2
        if span not in self._surveys:
            dates = self.days.between(first, last)
            following = self.days.between(last + 1, last + span[2])
            self._surveys[span] = Survey(dates, following, self.presence, self._others)
        return self._surveys[span]

    def open_starts(self, first: int, last: int, length: int) -> list[int]:
        """What nothing closes but the moment and the client."""
        span = first, last, length
        if span not in self._open:
            self._open[span] = self.survey(*span).open_starts(length)
        return self._open[span]

    def slots(self, first: int, last: int, length: int) -> list[Slot]:
        """Every start for which the hours are long enough, with what closes it for everybody."""
        span = first, last, length
        if span not in self._slots:
            survey = self.survey(*span)
            starts = list(survey.slot_starts(length))
            usage = self.usage(starts[0], starts[-1] + length) if starts else []
            self._slots[span] = [_slot(survey, usage, one, one + length) for one in starts]
        return self._slots[span]

    def usage(self, start: int, end: int) -> list[Usage]:
        """How many are there and how many may be, wherever either is more than 0."""
        found: list[Usage] = []
        for begin, finish, capacity in self._capacities(start, end):
            for one in self.presence.steps(begin, finish):
                if capacity or one[2]:
                    found.append(Usage(*one, capacity))
        return found

    def _capacities(self, start: int, end: int) -> Iterator[Step]:
        """[start, end) cut where the capacity changes, closed hours with 0."""
        at = start
        first, last = (local_ordinal(self.zone, instant) for instant in (start, end))
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
        for day in self.days.between(first, last):
            yield from steps(day.stretches)


def _slot(survey: Survey, usage: Sequence[Usage], start: int, end: int) -> Slot:
    found = tightest(usage, start, end)
    present, capacity = (found.present, found.capacity) if found else (0, 0)
    return Slot(start, end, survey.reason(start, end), present, capacity)


def tightest(usage: Sequence[Usage], start: int, end: int) -> Usage | None:
    """The least room within the hours that [start, end) meets, the first of several."""
    first = max(bisect_left(usage, (start + 1,)) - 1, 0)
    met = usage[first : bisect_left(usage, (end,))]
    inside = (one for one in met if one.end > start and one.capacity)
    return min(inside, key=lambda one: one.capacity - one.present, default=None)


Columns = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], tuple[bool, ...]]


def columns(busy: Iterable[Busy]) -> Columns:
    known = list(busy)
    if not known:
        return (), (), (), ()
    starts, ends, are_other_kind, are_own = zip(*known, strict=True)
    return starts, ends, are_other_kind, are_own


def union(starts: Iterable[int], ends: Iterable[int], chosen: Sequence[bool]) -> list[Interval]:
    if not any(chosen):
        return []
    return merge(zip(compress(starts, chosen), compress(ends, chosen), strict=True))
