"""What a week of hours may look like. Pure; times are wall-clock, an end of 00:00 is midnight."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import time
from itertools import pairwise

from coachbook.availability import Window
from coachbook.errors import Invalid

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MOST_STRETCHES_A_DAY = 12
LARGEST_CAPACITY = 100
DAY_MINUTES = 24 * 60


def checked(windows: Iterable[Window]) -> tuple[Window, ...]:
    """The week in order; refuses what makes no sense. Fields are `day-0` (Sunday) to `day-6`."""
    days: dict[int, list[Window]] = defaultdict(list)
    for window in windows:
        if window.day_of_week not in range(7):
            raise Invalid("Pick a day of the week.")
        days[window.day_of_week].append(window)
    return tuple(window for day in sorted(days) for window in _checked_day(day, days[day]))


def check_span(start: time, end: time, *, field: str, where: str) -> None:
    if any(at.tzinfo or at.second or at.microsecond for at in (start, end)):
        raise Invalid(f"Enter the times for {where} as hours and minutes.", field=field)
    if start_minutes(start) >= end_minutes(end):
        raise Invalid(f"On {where} the end has to be later than the start.", field=field)


def check_capacity(capacity: int, *, field: str) -> None:
    if not 1 <= capacity <= LARGEST_CAPACITY:
        raise Invalid(f"Clients at once can be 1 to {LARGEST_CAPACITY}.", field=field)


def start_minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def end_minutes(at: time) -> int:
    return start_minutes(at) or DAY_MINUTES


def order(window: Window) -> tuple[int, int, int]:
    return window.day_of_week, start_minutes(window.start), end_minutes(window.end)


def _checked_day(day: int, windows: Sequence[Window]) -> list[Window]:
    name, field = DAYS[day], f"day-{day}"
    if len(windows) > MOST_STRETCHES_A_DAY:
        most = MOST_STRETCHES_A_DAY
        raise Invalid(f"{name} can have {most} stretches of hours at most.", field=field)
    for window in windows:
        check_span(window.start, window.end, field=field, where=name)
        check_capacity(window.capacity, field=field)
    ordered = sorted(windows, key=order)
    for earlier, later in pairwise(ordered):
        if start_minutes(later.start) < end_minutes(earlier.end):
            raise Invalid(f"Two stretches on {name} overlap. Change one of them.", field=field)
    return ordered
