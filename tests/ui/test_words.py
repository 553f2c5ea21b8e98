"""What people read about time: in the zone that is given, as their locale writes it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coachbook.ui import words

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
START = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
END = START + timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "locale", "expected"),
    [
        (BERLIN, "en_GB", "Tue 3 Mar, 09:00"),
        (BERLIN, "en-US", "Tue, Mar 3, 9:00 AM"),
        (NEW_YORK, "en_GB", "Tue 3 Mar, 03:00"),
        (BERLIN, "de_DE", "Di., 3. März, 09:00"),
        (BERLIN, "no such locale", "Tue, Mar 3, 9:00 AM"),
    ],
)
def test_moment_follows_zone_and_locale(zone: ZoneInfo, locale: str, expected: str) -> None:
    assert words.moment(START, zone, locale) == expected


def test_day_is_the_readers_own() -> None:
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    assert words.day(late, BERLIN, "en_GB") == "Wed 4 Mar"
    assert words.day(late, NEW_YORK, "en_GB") == "Tue 3 Mar"


def test_slot_is_spoken_as_a_whole() -> None:
    spoken = words.spoken_slot(START, END, BERLIN, "en_GB", notes=["your favourite time"])
    assert spoken == "Tuesday 3 March, 09:00 to 10:00, your favourite time"


@pytest.mark.parametrize(
    ("locale", "expected"), [("en_GB", "09:00–10:00"), ("en_US", "9:00–10:00 AM")]
)
def test_range_of_times(locale: str, expected: str) -> None:
    assert words.time_range(START, END, BERLIN, locale) == expected


def test_range_over_the_autumn_change_keeps_wall_times() -> None:
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 the first time
    assert words.time_range(start, start + timedelta(hours=2), BERLIN, "en_GB") == "02:30–03:30"


def test_zone_is_named_only_where_it_is_not_the_coachs() -> None:
    assert words.zone_note(NEW_YORK, BERLIN, "en_GB") == "New York time"
    assert words.zone_note(BERLIN, BERLIN, "en_GB") == ""
    assert words.zone_name(ZoneInfo("UTC"), "en") == "UTC"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_length(minutes: int, expected: str) -> None:
    assert words.length(minutes) == expected


def test_until() -> None:
    assert words.until(START, START - timedelta(hours=3), "en_GB") == "in 3 hours"


def test_counts_and_lists() -> None:
    assert words.count(1, "session") == "1 session"
    assert words.balance(6, 12) == "6 of 12 sessions left"
    assert words.listed(["Anna", "Ben", "Cleo"]) == "Anna, Ben and Cleo"
    assert words.month(date(2026, 3, 1), "en_GB") == "March 2026"
