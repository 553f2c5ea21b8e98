"""When the sample's coaches take people: their weeks, their holidays, the days that differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from coachbook.availability import Kind, Override, Window

WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
A_DAY = timedelta(days=1)
THURSDAY = 3

SESSIONS = (
    {
        "Mon Tue Wed Thu Fri": "06:00-10:00 2",
        "Tue Thu": "12:00-14:00 1",
        "Mon Tue Wed Thu": "16:00-17:00 2, 17:00-20:00 3",
        "Fri": "16:00-19:00 2",
        "Sat": "08:00-12:00 3",
    },
    {
        "Mon Tue Wed Thu Fri": "07:00-11:00 2",
        "Mon Tue Wed Thu": "17:00-21:00 2",
        "Fri": "16:00-19:00 1",
    },
    {
        "Mon Wed Fri": "05:30-09:00 2",
        "Tue Thu": "09:00-13:00 1",
        "Mon Tue Wed Thu": "16:30-19:30 2",
        "Sat": "07:00-11:00 3",
    },
)
CHECKINS = (
    {"Tue Thu": "14:00-16:00 1", "Wed": "10:30-12:30 1"},
    {"Mon Fri": "12:00-14:00 1", "Wed": "13:00-15:00 1"},
    {"Tue Thu": "19:30-21:00 1", "Fri": "12:00-14:00 1"},
)
HOLIDAYS = (
    {(1, 1): "New Year's Day", (7, 4): "Independence Day", (12, 25): "Christmas Day"},
    {
        (1, 1): "New Year's Day",
        (1, 6): "Epiphany",
        (5, 1): "Labour Day",
        (10, 12): "National Day",
        (11, 1): "All Saints",
        (12, 25): "Christmas Day",
    },
    {
        (1, 1): "New Year's Day",
        (1, 2): "Day after New Year's Day",
        (2, 6): "Waitangi Day",
        (4, 25): "Anzac Day",
        (12, 25): "Christmas Day",
        (12, 26): "Boxing Day",
    },
)
VACATIONS = ((47, 5, "Family in Lagos"), (40, 4, "Away: Asturias"), (52, 6, "Tongariro"))
FORMER_VACATIONS = ((-160, 9, "Vacation"), (-112, 13, "Vacation"), (-210, 10, "Vacation"))


@dataclass(frozen=True)
class Difference:
    """A date that differs, for both kinds when it is blocked."""

    kind: Kind
    override: Override
    note: str


def windows(plan: dict[str, str]) -> tuple[Window, ...]:
    """From "Mon Tue": "06:00-10:00 2", which is a span and a capacity."""
    return tuple(
        _window(WEEKDAYS.index(weekday), one)
        for weekdays, spans in plan.items()
        for weekday in weekdays.split()
        for one in spans.split(", ")
    )


def _window(day_of_week: int, words: str) -> Window:
    span, capacity = words.split(" ")
    start, end = map(time.fromisoformat, span.split("-"))
    return Window(day_of_week, start, end, int(capacity))


def differences(coach: int, today: date) -> tuple[Difference, ...]:
    """Of a year back and three months ahead."""
    return (
        *_holidays(coach, today),
        *_away(today, *FORMER_VACATIONS[coach]),
        *_away(today, *VACATIONS[coach]),
        *_appointments(today),
        *_open_sundays(coach, today),
    )


def _holidays(coach: int, today: date) -> Iterator[Difference]:
    for days in range(-400, 95):
        on = today + days * A_DAY
        name = HOLIDAYS[coach].get((on.month, on.day))
        if coach == 0 and on.month == 11 and on.weekday() == THURSDAY and 22 <= on.day <= 28:
            name = "Thanksgiving"
        if name:
            yield from _blocked(on, name)


def _away(today: date, days: int, length: int, note: str) -> Iterator[Difference]:
    for day in range(length):
        yield from _blocked(today + (days + day) * A_DAY, note)


def _blocked(
    on: date, note: str, start: time | None = None, end: time | None = None
) -> Iterator[Difference]:
    for kind in ("session", "checkin"):
        yield Difference("session" if kind == "session" else "checkin",
                         Override(on, start, end, is_blocked=True), note)  # fmt: skip


def _appointments(today: date) -> Iterator[Difference]:
    yield from _blocked(_weekday(today + 6 * A_DAY, "Wed"), "Dentist", time(16), time(18))
    yield from _blocked(_weekday(today + 17 * A_DAY, "Tue"), "Course: first aid", time(7), time(13))
    yield from _blocked(_weekday(today - 40 * A_DAY, "Thu"), "School play", time(16, 30), time(0))


def _open_sundays(coach: int, today: date) -> Iterator[Difference]:
    for days, note in ((-75, "Open day"), (-20, "Extra hours"), (13, "Extra hours"), (34, "")):
        on = _weekday(today + days * A_DAY, "Sun")
        extra = Override(on, time(9), time(12), is_blocked=False, capacity=2 if coach else 3)
        yield Difference("session", extra, note)


def _weekday(on: date, weekday: str) -> date:
    """That day or the next that is one."""
    while WEEKDAYS[on.isoweekday() % 7] != weekday:
        on += A_DAY
    return on
