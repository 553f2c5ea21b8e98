"""Bookings that new hours would leave behind: shown before saving, never changed."""

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from coachbook.availability.hours import Days, Hours, local_ordinal
from coachbook.availability.intervals import Interval, Presence, covers, merge, overlaps
from coachbook.availability.surveys import Reason, crowded, steps

Key = TypeVar("Key")


class Misfit(NamedTuple, Generic[Key]):
    """The reason is blackout, closed (outside the hours) or full (more there than may be)."""

    key: Key
    start: int
    end: int
    reason: Reason


def misfits(hours: Hours, bookings: Iterable[tuple[Key, int, int]]) -> list[Misfit[Key]]:
    """The (key, start, end) that don't fit the hours, by start. All bookings are of one kind.

    Where too many are there at once, all of them are listed: which one gives way is the coach's
    choice."""
    ordered = sorted(bookings, key=lambda booking: booking[1:])
    if not ordered:
        return []
    spans = [(start, end) for _, start, end in ordered]
    ground = _Ground(hours, spans)
    judged = [(booking, ground.reason(booking[1], booking[2])) for booking in ordered]
    return [Misfit(*booking, reason) for booking, reason in judged if reason]


class _Ground:
    def __init__(self, hours: Hours, spans: list[Interval]) -> None:
        first = local_ordinal(hours.zone, min(start for start, _ in spans))
        last = local_ordinal(hours.zone, max(end for _, end in spans))
        days = Days(hours).between(first, last)
        capacities = [step for day in days for step in steps(day.stretches)]
        self._hours = merge((start, end) for start, end, _ in capacities)
        self._blackouts = merge(span for day in days for span in day.blackouts)
        self._crowds = crowded(capacities, Presence(*zip(*spans, strict=True)), spare=0)

    def reason(self, start: int, end: int) -> Reason | None:
        if overlaps(self._blackouts, start, end):
            return Reason.blackout
        if not covers(self._hours, start, end):
            return Reason.closed
        return Reason.full if overlaps(self._crowds, start, end) else None
