"""Moments, dates and counts as people read them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coachbook.ui import words

NEW_YORK = ZoneInfo("America/New_York")
NINE = datetime(2026, 11, 24, 14, tzinfo=UTC)
NARROW_SPACE = "\u202f"


@pytest.mark.parametrize(
    ("locale", "read"),
    [
        ("en", "Tue, Nov 24, 9:00 AM to 10:00 AM"),
        ("en_GB", "Tue 24 Nov, 09:00 to 10:00"),
        ("en-GB", "Tue 24 Nov, 09:00 to 10:00"),
        ("nonsense", "Tue, Nov 24, 9:00 AM to 10:00 AM"),
        ("../../etc", "Tue, Nov 24, 9:00 AM to 10:00 AM"),
    ],
)
def test_span_is_in_the_readers_zone_and_locale(locale: str, read: str) -> None:
    found = words.span(NINE, NINE + timedelta(hours=1), NEW_YORK, locale)
    assert found.replace(NARROW_SPACE, " ") == read


def test_day_names_another_year() -> None:
    on = date(2027, 3, 15)
    assert words.day(on, "en", today=date(2027, 1, 1)) == "March 15"
    assert words.day(on, "en", today=date(2026, 12, 31)) == "March 15, 2027"


def test_weekday_and_month_are_whole() -> None:
    assert words.weekday(date(2026, 3, 3), "en") == "Tuesday, March 3"
    assert words.month(date(2026, 3, 3), "en_GB") == "March 2026"


def test_wall_time_has_no_zone() -> None:
    assert words.wall(time(17, 30), "en_GB") == "17:30"


@pytest.mark.parametrize(
    ("number", "read"),
    [(0, "0 sessions"), (1, "1 session"), (-1, "-1 session"), (1200, "1,200 sessions")],
)
def test_counted_fits_the_number(number: int, read: str) -> None:
    assert words.counted(number, "session") == read


def test_counted_takes_an_odd_plural() -> None:
    assert words.counted(2, "client is", "clients are") == "2 clients are"
