"""Which starts can be booked, and why the others can't. Every part of the app asks here."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self
from zoneinfo import ZoneInfo

from coachbook.availability.hours import Hours, Step, first_instant, local_date, local_ordinal
from coachbook.availability.intervals import Interval, merge, overlaps
from coachbook.availability.rosters import Busy, Roster, Slot, Usage, tightest
from coachbook.availability.surveys import BEFORE_THE_CLIENTS_OWN, Reason, steps

Kind = Literal["session", "checkin"]


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


class DayBook:
    """A coach's roster, asked about sessions of one length by one client or by the coach.

    The roster must hold every booking that touches the dates asked about, of both kinds; `yours`
    are the spans in which the client who asks is busy. What is asked about one start never depends
    on the range that was asked for."""

    def __init__(
        self, roster: Roster, yours: Iterable[Interval], limits: Limits, duration_minutes: int
    ) -> None:
        self._roster = roster
        self._yours = merge(yours)
        self._limits = limits
        self._window_end = _window_end(roster.zone, limits.last_day)
        self._length = duration_minutes * 60

    @classmethod
    def of(
        cls,
        hours: Hours,
        busy: Iterable[Busy],
        limits: Limits,
        duration_minutes: int,
        exclusive: bool = True,
    ) -> Self:
        known = list(busy)
        yours = ((one.start, one.end) for one in known if one.is_own)
        return cls(Roster(hours, known, exclusive), yours, limits, duration_minutes)

    def judge(self, start: int, *, on_grid: bool = True) -> Reason | None:
        """Why the start is closed, None when open.

        A coach's need not lie on the grid; what the client has then comes first there, since it
        is the one reason that a coach can't put aside."""
        if not on_grid and self._is_yours(start):
            return Reason.yours
        return next(iter(self.reasons(start, on_grid=on_grid)), None)

    def reasons(self, start: int, *, on_grid: bool = True) -> list[Reason]:
        """All that closes the start; on the grid, the first is what judge() answers."""
        on = local_ordinal(self._roster.zone, start)
        survey = self._roster.survey(on, on, self._length)
        everybodys = list(survey.reasons(start, start + self._length, on_grid=on_grid))
        before = [one for one in everybodys if one in BEFORE_THE_CLIENTS_OWN]
        yours = [Reason.yours] if self._is_yours(start) else []
        limited = self._limited(start)
        return [*([limited] if limited else []), *before, *yours, *everybodys[len(before) :]]

    def is_within_hours(self, start: int) -> bool:
        """Whether the hours are long enough for it, on the grid or not."""
        on = local_ordinal(self._roster.zone, start)
        return self._roster.survey(on, on, self._length).holds(start, start + self._length)

    def month_of(self, start: int) -> date:
        """The first of the month of the coach's that it lies in."""
        return local_date(self._roster.zone, start).replace(day=1)

    def open_starts(self, first: date, last: date) -> list[int]:
        """Exactly the starts on these dates for which judge() is None, in order."""
        if self._limits.last_day:
            last = min(last, self._limits.last_day)
        found = self._roster.open_starts(first.toordinal(), last.toordinal(), self._length)
        found = found[bisect_left(found, self._earliest()) :]
        for begin, end in self._yours:
            del found[bisect_left(found, begin - self._length + 1) : bisect_left(found, end)]
        return found

    def slots(self, first: date, last: date) -> list[Slot]:
        """Every start on the grid for which the hours are long enough, with its reason."""
        found = self._roster.slots(first.toordinal(), last.toordinal(), self._length)
        return [self._for_client(one) for one in found]

    def tightest(self, start: int) -> Usage | None:
        """The moment of a booking at start with the least room, the first of several.

        None when it lies outside the hours altogether."""
        end = start + self._length
        return tightest(self.usage(start, end), start, end)

    def excess(self, start: int) -> Usage | None:
        """The moment whose capacity a booking at start would exceed, None when it fits."""
        found = self.tightest(start)
        return found if found and found.present >= found.capacity else None

    def usage(self, start: int, end: int) -> list[Usage]:
        """How many are there and how many may be, wherever either is more than 0."""
        return self._roster.usage(start, end)

    def stretches(self, first: date, last: date) -> list[Step]:
        """The hours as (start, end, capacity), cut where the capacity changes."""
        days = self._roster.days.between(first.toordinal(), last.toordinal())
        return [step for day in days for step in steps(day.stretches)]

    def blackouts(self, first: date, last: date) -> list[Interval]:
        days = self._roster.days.between(first.toordinal(), last.toordinal())
        return merge(span for day in days for span in day.blackouts)

    def _for_client(self, slot: Slot) -> Slot:
        reason = self._limited(slot.start)
        if not (reason or slot.reason in BEFORE_THE_CLIENTS_OWN) and self._is_yours(slot.start):
            reason = Reason.yours
        return slot._replace(reason=reason) if reason else slot

    def _is_yours(self, start: int) -> bool:
        return bool(self._yours) and overlaps(self._yours, start, start + self._length)

    def _limited(self, start: int) -> Reason | None:
        if start < self._limits.now:
            return Reason.past
        if self._window_end is not None and start >= self._window_end:
            return Reason.window
        return Reason.notice if start < self._earliest() else None

    def _earliest(self) -> int:
        return self._limits.now + max(self._limits.notice_seconds, 0)


def _window_end(zone: ZoneInfo, last_day: date | None) -> int | None:
    return None if last_day is None else first_instant(zone, last_day.toordinal() + 1)
