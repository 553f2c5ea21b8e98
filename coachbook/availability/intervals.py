"""Spans of time as (start, end) in epoch seconds, half-open: what touches does not overlap.

A list of intervals here is sorted and disjoint unless its name says otherwise."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

Interval = tuple[int, int]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The union of intervals in any order; those that touch become one, empty ones vanish."""
    merged: list[Interval] = []
    reached = None
    for start, end in sorted(intervals):
        if reached is None or start > reached:
            if start < end:
                merged.append((start, end))
                reached = end
        elif end > reached:
            merged[-1] = (merged[-1][0], end)
            reached = end
    return merged


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


def subtract(intervals: Sequence[Interval], taken: Sequence[Interval]) -> list[Interval]:
    """What is left of intervals where nothing is taken."""
    left: list[Interval] = []
    for start, end in intervals:
        for begin, finish in clip(taken, start, end):
            if begin > start:
                left.append((start, begin))
            start = finish
        if start < end:
            left.append((start, end))
    return left


class Presence:
    """How many intervals (in any order, overlapping as they like) cover an instant."""

    def __init__(self, intervals: Iterable[Interval]) -> None:
        pairs = [pair for pair in intervals if pair[0] < pair[1]]
        self._starts = sorted([start for start, _ in pairs])
        self._ends = sorted([end for _, end in pairs])
        self._at_least: dict[int, list[Interval]] = {}

    def at(self, instant: int) -> int:
        return bisect_right(self._starts, instant) - bisect_right(self._ends, instant)

    def at_least(self, count: int) -> list[Interval]:
        """When count or more are there at once; count is 1 or more."""
        if count not in self._at_least:
            self._at_least[count] = self._crowds(count)
        return self._at_least[count]

    def _crowds(self, count: int) -> list[Interval]:
        # With starts and ends each in order, instant t has count or more exactly when, for the last
        # start i up to t, fewer than i - count + 2 have ended: when t < ends[i - count + 1].
        pairs = zip(self._starts[count - 1 :], self._ends, strict=False)
        return merge([pair for pair in pairs if pair[0] < pair[1]])

    def steps(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """[start, end) cut wherever somebody comes or goes: (start, end, present)."""
        edges = {start}
        for instants in (self._starts, self._ends):
            edges.update(instants[bisect_right(instants, start) : bisect_left(instants, end)])
        ordered = sorted(edges)
        for begin, finish in zip(ordered, [*ordered[1:], end], strict=True):
            yield begin, finish, self.at(begin)
