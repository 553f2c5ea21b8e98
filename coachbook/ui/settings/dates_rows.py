"""A month of dates that differ, in words: cells of a calendar and lines of a list. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict

from coachbook.availability import Kind
from coachbook.services.override_months import Month, Run
from coachbook.services.overrides import Difference
from coachbook.ui import words

KIND_WORDS = {"session": "Sessions", "checkin": "Check-ins"}
MOST_MARKS = 2


class Mark(TypedDict):
    """What differs, short enough for a cell; `look` is whole (a blocked day), blocked or extra."""

    words: str
    look: str


class Cell(TypedDict):
    """One day of the calendar; `look` is "", blocked (all of it), part or extra."""

    on: str
    number: str
    spoken: str
    look: str
    marks: list[Mark]
    is_outside: bool
    is_past: bool
    is_today: bool


class CellRow(TypedDict):
    key: str
    cells: list[Cell]


class Line(TypedDict):
    """A run of days, or one, in the list and in the day's dialog. `id` is one of its rows'."""

    id: str
    when: str
    what: str
    kind: str
    note: str
    follows: str
    is_blocked: bool
    is_past: bool
    is_run: bool


def weeks(month: Month, locale: str) -> list[CellRow]:
    """From the Monday on or before the first to the Sunday after the last."""
    start = month.first - timedelta(days=month.first.weekday())
    found: list[CellRow] = []
    while start <= month.first or start.month == month.first.month:
        cells = [_cell(start + timedelta(days=n), month, locale) for n in range(7)]
        found.append(CellRow(key=start.isoformat(), cells=cells))
        start += timedelta(days=7)
    return found


def lines(month: Month, locale: str) -> list[Line]:
    return [line(run, month.today, locale) for run in month.runs]


def lines_of_day(month: Month, on: date, locale: str) -> list[Line]:
    """The runs that a day has part in."""
    there = (run for run in month.runs if any(one.what.on == on for one in run.saved))
    return [line(run, month.today, locale) for run in there]


def line(run: Run, today: date, locale: str) -> Line:
    one = run.what
    return Line(
        id=str(run.saved[0].id),
        when=when(run.first, run.last, today, locale),
        what=_what(one, locale),
        kind=_kinds(run.kinds),
        note=one.note,
        follows=_follows(one),
        is_blocked=one.is_blocked,
        is_past=run.last < today,
        is_run=run.first != run.last,
    )


def when(first: date, last: date, today: date, locale: str) -> str:
    if first == last:
        return words.weekday(first, locale)
    days = words.counted((last - first).days + 1, "day")
    begins, ends = (words.day(on, locale, today=today) for on in (first, last))
    return f"{begins} to {ends}, {days}"


def _cell(on: date, month: Month, locale: str) -> Cell:
    there = [saved.what for saved in month.on(on)]
    said = "; ".join(f"{KIND_WORDS[one.kind]}: {_what(one, locale)}" for one in there)
    return Cell(
        on=on.isoformat(),
        number=str(on.day),
        spoken=f"{words.weekday(on, locale)}{': ' if said else ''}{said}",
        look=_look(there),
        marks=_marks(there, locale),
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


def _marks(there: Sequence[Difference], locale: str) -> list[Mark]:
    """The same for both kinds is one mark."""
    found = dict.fromkeys((_short(one, locale), _mark_look(one)) for one in there)
    return [Mark(words=said, look=look) for said, look in found][:MOST_MARKS]


def _mark_look(one: Difference) -> str:
    if not one.is_blocked:
        return "extra"
    return "whole" if one.start is None else "blocked"


def _short(one: Difference, locale: str) -> str:
    if one.start is None or one.end is None:
        return one.note or "Blocked"
    times = f"{words.wall(one.start, locale)}–{words.wall(one.end, locale)}"
    return times if one.is_blocked else f"+ {times}"


def _what(one: Difference, locale: str) -> str:
    if one.start is None or one.end is None:
        return "Blocked all day"
    times = f"{words.wall(one.start, locale)} to {words.wall(one.end, locale)}"
    if one.is_blocked:
        return f"Blocked {times}"
    room = f", {words.counted(one.capacity, 'client')} at once" if one.capacity else ""
    return f"Open {times}{room}"


def _kinds(kinds: Sequence[Kind]) -> str:
    return "Sessions and check-ins" if len(kinds) > 1 else KIND_WORDS[kinds[0]]


def _follows(one: Difference) -> str:
    """What removing it does."""
    if one.is_blocked:
        return "Your weekly hours hold again, and clients can book them."
    return "Clients can't book these extra hours any more."
