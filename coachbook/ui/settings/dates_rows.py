"""A month of dates that differ, in words: cells of a calendar and lines of a list. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict

from coachbook.services.overrides import Difference, Month, SavedDifference
from coachbook.ui import words

WEEKS = 6
KIND_WORDS = {"session": "Sessions", "checkin": "Check-ins"}


class Cell(TypedDict):
    """One day of the calendar; `look` is "", blocked, part or extra."""

    on: str
    number: str
    spoken: str
    look: str
    is_outside: bool
    is_past: bool
    is_today: bool


class Line(TypedDict):
    """One date that differs, in the list."""

    id: str
    when: str
    what: str
    kind: str
    note: str
    is_blocked: bool
    is_past: bool


def cells(month: Month, locale: str) -> list[Cell]:
    """Six weeks from the Monday on or before the first, so that the page keeps its height."""
    start = month.first - timedelta(days=month.first.weekday())
    return [_cell(start + timedelta(days=n), month, locale) for n in range(WEEKS * 7)]


def lines(month: Month, locale: str) -> list[Line]:
    return [_line(saved, month.today, locale) for saved in month.differences]


def _cell(on: date, month: Month, locale: str) -> Cell:
    there = [saved.what for saved in month.differences if saved.what.on == on]
    said = "; ".join(f"{KIND_WORDS[one.kind]}: {_what(one, locale)}" for one in there)
    return Cell(
        on=on.isoformat(),
        number=str(on.day),
        spoken=f"{words.weekday(on, locale)}{': ' if said else ''}{said}",
        look=_look(there),
        is_outside=on.month != month.first.month,
        is_past=on < month.today,
        is_today=on == month.today,
    )


def _look(there: Sequence[Difference]) -> str:
    if any(one.is_blocked and one.start is None for one in there):
        return "blocked"
    if any(one.is_blocked for one in there):
        return "part"
    return "extra" if there else ""


def _line(saved: SavedDifference, today: date, locale: str) -> Line:
    one = saved.what
    return Line(
        id=str(saved.id),
        when=words.weekday(one.on, locale),
        what=_what(one, locale),
        kind=KIND_WORDS[one.kind],
        note=one.note,
        is_blocked=one.is_blocked,
        is_past=one.on < today,
    )


def _what(one: Difference, locale: str) -> str:
    if one.start is None or one.end is None:
        return "Blocked all day"
    times = f"{words.wall(one.start, locale)} to {words.wall(one.end, locale)}"
    if one.is_blocked:
        return f"Blocked {times}"
    room = f", {words.counted(one.capacity, 'client')} at once" if one.capacity else ""
    return f"Open {times}{room}"
