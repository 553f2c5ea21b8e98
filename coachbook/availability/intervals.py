"""Spans of time as (start, end) in epoch seconds, half-open: what touches does not overlap.

A list of intervals here is sorted and disjoint unless its name says otherwise."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

Interval = tuple[int, int]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The union of intervals in any order; those that touch become one, empty ones vanish."""
    pairs = list(intervals)
    starts, ends = [start for start, _ in pairs], [end for _, end in pairs]
    return Presence(starts, ends).at_least(1)


def overlaps(intervals: Sequence[Interval], start: int, end: int) -> bool:
    """Whether any instant of [start, end) lies in one of them."""
    before_end = bisect_left(intervals, (end, end))
    return before_end > 0 and intervals[before_end - 1][1] > start


def covers(intervals: Sequence[Interval], start: int, end: int) -> bool:
    """Whether one of them holds the whole of [start, end)."""
    begun = bisect_left(intervals, (start + 1, start + 1))
    return begun > 0 and intervals[begun - 1][1] >= end


def clip(intervals: Sequence[Interval], start: int, end: int) -> list[Interval]:
    """The parts that lie in [start, end)."""
    last = bisect_left(intervals, (end, end))
    first = bisect_left(intervals, (start, start), 0, last)
    if first > 0 and intervals[first - 1][1] > start:
        first -= 1
    inside = list(intervals[first:last])
    if inside and inside[0][0] < start:
        inside[0] = (start, inside[0][1])
    if inside and inside[-1][1] > end:
        inside[-1] = (inside[-1][0], end)
    return inside


def gaps(intervals: Sequence[Interval]) -> list[Interval]:
    """What lies between them."""
    return [(end, begin) for (_, end), (begin, _) in pairwise(intervals)]


class Presence:
    """How many are there at an instant, given when each comes and goes, in any order."""

    def __init__(self, starts: Iterable[int], ends: Iterable[int]) -> None:
        self._starts = sorted(starts)
        self._ends = sorted(ends)
        self._at_least: dict[int, list[Interval]] = {}

    def at(self, instant: int) -> int:
        return bisect_right(self._starts, instant) - bisect_right(self._ends, instant)

    def at_least(self, count: int) -> list[Interval]:
        """When count or more are there at once; count is 1 or more."""
        if count not in self._at_least:
            self._at_least[count] = self._crowds(count)
        return self._at_least[count]

    def _crowds(self, count: int) -> list[Interval]:
        # Of the sorted starts and ends, at instant t count or more are there exactly when t lies in
        # [starts[i + count - 1], ends[i]) for some i: that many have come and only i have gone.
        # Both run upwards, so these spans join except where the next begins after this one's end.
        begins = self._starts[count - 1 :]
        if not begins:
            return []
        pairs = zip(self._ends, begins[1:], strict=False)
        breaks = [(end, begin) for end, begin in pairs if end < begin]
        firsts = [begins[0], *[begin for _, begin in breaks]]
        lasts = [*[end for end, _ in breaks], self._ends[len(begins) - 1]]
        return [(start, end) for start, end in zip(firsts, lasts, strict=True) if start < end]

    def steps(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """[start, end) cut wherever somebody comes or goes: (start, end, present)."""
        edges = {start}
        for instants in (self._starts, self._ends):
            edges.update(instants[bisect_right(instants, start) : bisect_left(instants, end)])
        ordered = sorted(edges)
        for begin, finish in zip(ordered, [*ordered[1:], end], strict=True):
            yield begin, finish, self.at(begin)
