"""Wall-clock hours that keep their moments when the clock they are read from changes. Pure.

A stretch that crosses midnight on the new clock becomes two; what touches becomes one again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coachbook.availability import Override, Window
from coachbook.errors import Invalid
from coachbook.services.week_rules import (
    DAY_MINUTES,
    DAYS,
    MOST_STRETCHES_A_DAY,
    end_minutes,
    start_minutes,
)

DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Piece:
    """A part of a stretch, so many days later than the stretch was."""

    days: int
    start: time
    end: time


def minutes_ahead(zone: ZoneInfo, of: ZoneInfo, *, at: datetime) -> int:
    """How far a zone's clock is ahead of another's at an instant."""
    ahead = _offset(zone, at) - _offset(of, at)
    return int(ahead.total_seconds()) // 60


def pieces(start: time, end: time, minutes: int) -> tuple[Piece, ...]:
    """The stretch on a clock that is so many minutes ahead; an end of 00:00 is midnight."""
    first, last = start_minutes(start) + minutes, end_minutes(end) + minutes
    days = range(first // DAY_MINUTES, (last - 1) // DAY_MINUTES + 1)
    return tuple(_piece(day, first - day * DAY_MINUTES, last - day * DAY_MINUTES) for day in days)


def shifted_week(windows: Iterable[Window], minutes: int) -> tuple[Window, ...]:
    """The same moments; refuses more stretches on a day than a day can have."""
    moved = [
        replace(
            window,
            day_of_week=(window.day_of_week + piece.days) % DAYS_A_WEEK,
            start=piece.start,
            end=piece.end,
            valid_from=_later(window.valid_from, piece.days),
            valid_until=_later(window.valid_until, piece.days),
        )
        for window in windows
        for piece in pieces(window.start, window.end, minutes)
    ]
    joined = _joined(moved)
    _check_counts(joined)
    return joined


def shifted_override(one: Override, minutes: int) -> tuple[Override, ...]:
    """The same moments; a whole day stays the date that it is."""
    if one.start is None or one.end is None:
        return (one,)
    return tuple(
        replace(one, on=one.on + timedelta(days=piece.days), start=piece.start, end=piece.end)
        for piece in pieces(one.start, one.end, minutes)
    )


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _piece(day: int, first: int, last: int) -> Piece:
    return Piece(day, _time(max(first, 0)), _time(min(last, DAY_MINUTES)))


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _later(on: date | None, days: int) -> date | None:
    return on + timedelta(days=days) if on else None


def _joined(windows: list[Window]) -> tuple[Window, ...]:
    joined: list[Window] = []
    for window in sorted(windows, key=_order):
        last = joined[-1] if joined else None
        if last and last.end == window.start != time() and _alike(last, window):
            joined[-1] = replace(last, end=window.end)
        else:
            joined.append(window)
    return tuple(joined)


def _alike(one: Window, other: Window) -> bool:
    return replace(one, start=other.start, end=other.end) == other


def _order(window: Window) -> tuple[int, date, date, int]:
    held = (window.valid_from or date.min, window.valid_until or date.max)
    return window.day_of_week, *held, start_minutes(window.start)


def _check_counts(windows: tuple[Window, ...]) -> None:
    starts = {window.valid_from or date.min for window in windows}
    for on in starts:
        there = [one.day_of_week for one in windows if one.holds_on(on.toordinal())]
        for day in set(there):
            if there.count(day) > MOST_STRETCHES_A_DAY:
                raise Invalid(
                    f"{DAYS[day]} would have more than {MOST_STRETCHES_A_DAY} stretches of hours. "
                    "Keep the clock times, or join some stretches first.",
                    field="time_zone",
                )
