"""Short ways to say a practice and a moment."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from coachbook.availability import Busy, DayBook, Hours, Limits, Override, Window

NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
PLAIN = ZoneInfo("UTC")

MONDAY = date(2026, 6, 1)  # no clock changes near
EVERY_DAY = range(7)


def clock(text: str) -> time:
    return time.fromisoformat(text)


def instant(on: date, text: str, zone: ZoneInfo = PLAIN) -> int:
    return int(datetime.combine(on, clock(text), zone).timestamp())


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text + "+00:00").timestamp())


def window(start: str, end: str, capacity: int = 1) -> tuple[Window, ...]:
    """The same hours on every day of the week."""
    return tuple(Window(day, clock(start), clock(end), capacity) for day in EVERY_DAY)


def extra(on: date, start: str, end: str, capacity: int | None = None) -> Override:
    return Override(on, clock(start), clock(end), is_blocked=False, capacity=capacity)


def blackout(on: date, start: str | None = None, end: str | None = None) -> Override:
    begin, finish = (clock(text) if text else None for text in (start, end))
    return Override(on, begin, finish, is_blocked=True)


def busy(start: str, end: str, other_kind: bool = False, own: bool = False) -> Busy:
    return Busy(instant(MONDAY, start), instant(MONDAY, end), other_kind, own)


def book(
    windows: Sequence[Window],
    bookings: Sequence[Busy] = (),
    *,
    overrides: Sequence[Override] = (),
    zone: ZoneInfo = PLAIN,
    minutes: int = 60,
    limits: Limits | None = None,
    exclusive: bool = True,
) -> DayBook:
    hours = Hours(zone, tuple(windows), tuple(overrides))
    return DayBook.of(hours, bookings, limits or Limits.none(0), minutes, exclusive)


def offered(day_book: DayBook, on: date = MONDAY, zone: ZoneInfo = PLAIN) -> list[str]:
    """The wall times of the open starts of one date."""
    starts = day_book.open_starts(on, on)
    return [datetime.fromtimestamp(start, zone).strftime("%H:%M") for start in starts]
