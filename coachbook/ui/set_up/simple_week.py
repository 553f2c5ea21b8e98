"""A week in its simplest form: the same hours on the days that are ticked. Pure."""

from typing import Any

from coachbook.availability import Kind, Window
from coachbook.services.hours import suggested
from coachbook.ui import typed

DAYS = (
    (1, "Mon", "Monday"),
    (2, "Tue", "Tuesday"),
    (3, "Wed", "Wednesday"),
    (4, "Thu", "Thursday"),
    (5, "Fri", "Friday"),
    (6, "Sat", "Saturday"),
    (0, "Sun", "Sunday"),
)


def windows(form: dict[str, Any], kind: Kind) -> tuple[Window, ...]:
    """None where no day is ticked; then the times don't matter."""
    days = [day for day, _, _ in DAYS if typed.is_ticked(form, f"{kind}-{day}")]
    if not days:
        return ()
    start, end = (
        typed.clock_time(typed.words(form, f"{kind}-{what}"), field=f"{kind}-{what}")
        for what in ("start", "end")
    )
    capacity = typed.whole_number(form, f"{kind}-capacity", what="the clients at once")
    return tuple(Window(day, start, end, capacity) for day in days)


def usual(kind: Kind) -> tuple[set[int], Window]:
    """The days that are ticked at first, and the hours on them."""
    suggestion = suggested(kind)
    return {one.day_of_week for one in suggestion}, suggestion[0]
