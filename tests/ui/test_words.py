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


def test_slot_is_spoken_as_a_whole() -> None:
    end = NINE + timedelta(hours=1)
    spoken = words.spoken_slot(NINE, end, NEW_YORK, "en_GB", notes=["your favourite time"])
    assert spoken == "Tuesday, 24 November, 09:00 to 10:00, your favourite time"


@pytest.mark.parametrize(("locale", "read"), [("en_GB", "09:00–10:00"), ("en", "9:00–10:00 AM")])
def test_times_take_little_room(locale: str, read: str) -> None:
    found = words.times(NINE, NINE + timedelta(hours=1), NEW_YORK, locale)
    assert found.replace(NARROW_SPACE, " ") == read


def test_times_over_the_autumn_change_are_wall_times() -> None:
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 the first time
    found = words.times(start, start + timedelta(hours=2), ZoneInfo("Europe/Berlin"), "en_GB")
    assert found == "02:30–03:30"


def test_zone_is_named_only_where_it_is_not_the_coachs() -> None:
    assert words.zone_note(NEW_YORK, ZoneInfo("Europe/Berlin"), "en_GB") == "New York time"
    assert words.zone_note(NEW_YORK, NEW_YORK, "en_GB") == ""
    assert words.zone_name(ZoneInfo("UTC"), "en") == "UTC"


@pytest.mark.parametrize(
    ("minutes", "read"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_length(minutes: int, read: str) -> None:
    assert words.length(minutes) == read


def test_until_says_how_long() -> None:
    assert words.until(NINE, NINE - timedelta(hours=3), "en_GB") == "in 3 hours"


def test_balance_and_list_are_sentences() -> None:
    assert words.balance(6, 12) == "6 of 12 sessions left"
    assert words.listed(["Anna", "Ben", "Cleo"]) == "Anna, Ben and Cleo"


@pytest.mark.parametrize(
    ("resets_on", "locale", "read"),
    [
        (None, "en", "1 check-in available"),
        (date(2026, 2, 1), "en", "Used - resets Feb 1"),
        (date(2026, 2, 1), "en_GB", "Used - resets 1 Feb"),
        (date(2027, 1, 1), "en", "Used - resets Jan 1, 2027"),
    ],
)
def test_check_in_of_the_month_is_there_or_comes_back_on_a_date(
    resets_on: date | None, locale: str, read: str
) -> None:
    assert words.checkin_words(resets_on, locale, date(2026, 1, 20)) == read
