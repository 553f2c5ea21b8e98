"""The week as it is being edited: rows of what was typed, made into hours when saved. Pure."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import TypedDict

from coachbook.availability import Kind, Window
from coachbook.errors import Invalid
from coachbook.services.week_rules import DAYS, MOST_STRETCHES_A_DAY
from coachbook.ui import typed

MONDAY_FIRST = (1, 2, 3, 4, 5, 6, 0)
LONGEST_TYPED = 8
USUAL_CAPACITY: dict[Kind, str] = {"session": "2", "checkin": "1"}


class Row(TypedDict):
    """One stretch; what was typed may not make sense yet."""

    key: str
    start: str
    end: str
    capacity: str


class Day(TypedDict):
    day: int
    name: str
    rows: list[Row]


def draft(windows: Iterable[Window]) -> list[Day]:
    """All seven days, Monday first."""
    rows: dict[int, list[Row]] = {day: [] for day in MONDAY_FIRST}
    for one in windows:
        rows[one.day_of_week].append(_row(f"{one.start:%H:%M}", f"{one.end:%H:%M}", one.capacity))
    return [Day(day=day, name=DAYS[day], rows=rows[day]) for day in MONDAY_FIRST]


def windows(days: Iterable[Day]) -> tuple[Window, ...]:
    """What the rows say; the first that can't be read is refused with its day's field."""
    return tuple(_window(day, row) for day in days for row in day["rows"])


def changed(days: list[Day], key: str, what: str, value: str) -> list[Day]:
    """The same with one cell typed anew."""
    return [
        {**day, "rows": [_typed_in(row, what, value) if row["key"] == key else row
                         for row in day["rows"]]}
        for day in days
    ]  # fmt: skip


def with_row(days: list[Day], number: int, kind: Kind) -> list[Day]:
    """One stretch more on a day, after its last."""
    return [
        {**day, "rows": [*day["rows"], _next_row(day["rows"], kind)]}
        if day["day"] == number and len(day["rows"]) < MOST_STRETCHES_A_DAY
        else day
        for day in days
    ]


def without_row(days: list[Day], key: str) -> list[Day]:
    return [{**day, "rows": [row for row in day["rows"] if row["key"] != key]} for day in days]


def copied(days: list[Day], source: int, targets: Collection[int]) -> list[Day]:
    """The source day's rows, as typed, on the target days in place of theirs."""
    model = next((day["rows"] for day in days if day["day"] == source), [])
    return [
        {**day, "rows": [{**row, "key": _key()} for row in model]}
        if day["day"] in targets and day["day"] != source
        else day
        for day in days
    ]


def copy_of(days: Iterable[Day]) -> list[Day]:
    """As typed, with keys of its own."""
    return [{**day, "rows": [{**row, "key": _key()} for row in day["rows"]]} for day in days]


def says_the_same(days: Iterable[Day], others: Iterable[Day]) -> bool:
    return _cells(days) == _cells(others)


def _row(start: str, end: str, capacity: int | str) -> Row:
    return Row(key=_key(), start=start, end=end, capacity=str(capacity))


def _key() -> str:
    return secrets.token_hex(4)


def _next_row(rows: Sequence[Row], kind: Kind) -> Row:
    """Nine to five on a free day, else from the last end on."""
    if not rows:
        return _row("09:00", "17:00", USUAL_CAPACITY[kind])
    last = rows[-1]
    later = {"12:00": ("13:00", "17:00")}.get(last["end"])
    start, end = later or (last["end"], "")
    return _row(start, end, last["capacity"])


def _typed_in(row: Row, what: str, value: str) -> Row:
    typed_now = value[:LONGEST_TYPED]
    return Row(
        key=row["key"],
        start=typed_now if what == "start" else row["start"],
        end=typed_now if what == "end" else row["end"],
        capacity=typed_now if what == "capacity" else row["capacity"],
    )


def _window(day: Day, row: Row) -> Window:
    field = f"day-{day['day']}"
    sentence = f"Enter a start and an end on {day['name']}."
    if not row["capacity"].isdecimal():
        raise Invalid(f"Enter how many clients at once on {day['name']}.", field=field)
    return Window(
        day["day"],
        typed.clock_time(row["start"], field=field, sentence=sentence),
        typed.clock_time(row["end"], field=field, sentence=sentence),
        int(row["capacity"]),
    )


def _cells(days: Iterable[Day]) -> list[tuple[int, str, str, str]]:
    return sorted(
        (day["day"], row["start"], row["end"], row["capacity"])
        for day in days
        for row in day["rows"]
    )
