"""Some dates laid open: the hours, what closes them and why. Here it is decided what is open."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain, groupby
from operator import itemgetter

from coachbook.availability.hours import Day, Step, Stretch
from coachbook.availability.intervals import (
    Interval,
    Presence,
    clip,
    covers,
    gaps,
    merge,
    overlaps,
)

GRID_SECONDS = 1800
BEGINNING, END = -(2**62), 2**62  # of time


class Reason(StrEnum):
    """Why a start is closed, in the order in which they are asked; only the first is told."""

    past = "past"
    window = "window"
    notice = "notice"
    blackout = "blackout"
    closed = "closed"
    yours = "yours"
    checkin = "checkin"
    full = "full"


BEFORE_THE_CLIENTS_OWN = frozenset({Reason.blackout, Reason.closed})


class Survey:
    """For everybody: what a client's own bookings close comes on top.

    Starts belong to the given dates; the hours go on into those that follow them."""

    def __init__(
        self,
        dates: Sequence[Day],
        following: Sequence[Day],
        presence: Presence,
        others: list[Interval],
    ) -> None:
        days = [*dates, *following]
        self._grid = [stretch for day in dates for stretch in day.stretches]
        self._repeated = [span for day in dates for span in day.repeated]
        self._hours = merge((one.start, one.end) for day in days for one in day.stretches)
        full = crowded([step for day in days for step in steps(day.stretches)], presence, spare=1)
        self._blackouts = merge(span for day in days for span in day.blackouts)
        self._others = others
        self._full = full

    def reason(self, start: int, end: int) -> Reason | None:
        """The first thing that closes [start, end) on the grid, None when it is open."""
        return next(self.reasons(start, end, on_grid=True), None)

    def reasons(self, start: int, end: int, *, on_grid: bool) -> Iterator[Reason]:
        """Everything that closes [start, end), in the order of telling."""
        if overlaps(self._blackouts, start, end):
            yield Reason.blackout
        if not self.holds(start, end) or (on_grid and not self._is_on_grid(start)):
            yield Reason.closed
        if overlaps(self._others, start, end):
            yield Reason.checkin
        if any(overlaps(self._full, *open_part) for open_part in clip(self._hours, start, end)):
            yield Reason.full

    def holds(self, start: int, end: int) -> bool:
        """Whether all of [start, end) lies within the hours."""
        return covers(self._hours, start, end)

    def open_starts(self, length: int) -> list[int]:
        """Every start for which reason() is None."""
        found: list[int] = []
        rooms = self._rooms(length)
        at = 0
        for begin, finish, _ in self._grid:
            while at < len(rooms) and rooms[at][1] <= begin:
                at += 1
            for start, end in rooms[at : bisect_left(rooms, (finish, finish), at)]:
                first = start + (begin - start) % GRID_SECONDS if start > begin else begin
                found.extend(range(first, min(end - length + 1, finish), GRID_SECONDS))
        return self._without_repeated(found)

    def slot_starts(self, length: int) -> Iterator[int]:
        """Every start on the grid for which the hours are long enough, open or not."""
        hours_starts = [start for start, _ in self._hours]
        for begin, finish, _ in self._grid:
            closing = self._hours[bisect_right(hours_starts, begin) - 1][1]
            starts = list(range(begin, min(closing - length + 1, finish), GRID_SECONDS))
            yield from self._without_repeated(starts)

    def _rooms(self, length: int) -> list[Interval]:
        """The hours left by everything that closes them, where they are long enough."""
        outside = gaps([(BEGINNING, BEGINNING), *self._hours, (END, END)])
        shut = merge(chain(outside, self._blackouts, self._others, self._full))
        return [room for room in gaps(shut) if room[1] - room[0] >= length]

    def _is_on_grid(self, start: int) -> bool:
        begun = bisect_left(self._grid, (start + 1,))
        if not begun or overlaps(self._repeated, start, start + 1):
            return False
        begin, finish, _ = self._grid[begun - 1]
        return start < finish and (start - begin) % GRID_SECONDS == 0

    def _without_repeated(self, starts: list[int]) -> list[int]:
        for begin, finish in self._repeated:
            del starts[bisect_left(starts, begin) : bisect_left(starts, finish)]
        return starts


def steps(stretches: Sequence[Stretch]) -> Iterator[Step]:
    return chain.from_iterable(stretch.steps for stretch in stretches)


def crowded(steps: Sequence[Step], presence: Presence, *, spare: int) -> list[Interval]:
    """When present + spare is more than the capacity. Only holds inside the steps."""
    crowds: list[Interval] = []
    for start, end, capacity in _runs(steps):
        least = capacity + 1 - spare
        if least > 0:
            crowds += clip(presence.at_least(least), start, end)
        else:
            crowds.append((start, end))
    return crowds


def _runs(steps: Sequence[Step]) -> Iterator[Step]:
    """Steps in a row with the same capacity as one, over the closed hours between them."""
    for capacity, run in groupby(steps, key=itemgetter(2)):
        same = list(run)
        yield same[0][0], same[-1][1], capacity
