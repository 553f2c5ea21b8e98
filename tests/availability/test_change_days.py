"""The days when the clocks change."""

from datetime import date
from zoneinfo import ZoneInfo

from coachbook.availability import Limits, Reason
from tests.availability.practice import (
    LONDON,
    LORD_HOWE,
    NEW_YORK,
    blackout,
    book,
    offered,
    utc,
    window,
)

CAIRO = ZoneInfo("Africa/Cairo")
APIA = ZoneInfo("Pacific/Apia")
SPRING = date(2026, 3, 8)
AUTUMN = date(2026, 11, 1)


def test_afternoon_of_a_change_day_has_the_new_offset() -> None:
    day_book = book(window("13:00", "18:00"), zone=NEW_YORK)
    assert day_book.stretches(SPRING, SPRING) == [
        (utc("2026-03-08T17:00"), utc("2026-03-08T22:00"), 1)
    ]


def test_hour_that_does_not_exist_is_not_offered_in_new_york() -> None:
    day_book = book(window("01:00", "05:00"), zone=NEW_YORK, minutes=30)
    expected = ["01:00", "01:30", "03:00", "03:30", "04:00", "04:30"]
    assert offered(day_book, SPRING, NEW_YORK) == expected


def test_hour_that_does_not_exist_is_not_offered_in_london() -> None:
    day_book = book(window("00:30", "03:00"), zone=LONDON, minutes=30)
    found = offered(day_book, date(2026, 3, 29), LONDON)
    assert found == ["00:30", "02:00", "02:30"]


def test_window_that_starts_in_the_gap_begins_where_the_gap_ends() -> None:
    day_book = book(window("02:15", "04:00"), zone=NEW_YORK)
    assert offered(day_book, SPRING, NEW_YORK) == ["03:00"]


def test_window_inside_the_gap_is_empty() -> None:
    assert offered(book(window("02:00", "03:00"), zone=NEW_YORK), SPRING, NEW_YORK) == []


def test_hour_that_happens_twice_is_offered_once_in_new_york() -> None:
    day_book = book(window("01:00", "03:00"), zone=NEW_YORK, minutes=30)
    first, second = utc("2026-11-01T05:30"), utc("2026-11-01T06:30")
    assert offered(day_book, AUTUMN, NEW_YORK) == ["01:00", "01:30", "02:00", "02:30"]
    assert day_book.judge(first) is None
    assert day_book.judge(second) == Reason.closed
    assert day_book.judge(second, on_grid=False) is None


def test_hour_that_happens_twice_is_offered_once_in_london() -> None:
    day_book = book(window("01:30", "03:00"), zone=LONDON, minutes=30)
    starts = day_book.open_starts(date(2026, 10, 25), date(2026, 10, 25))
    assert starts == [utc("2026-10-25T00:30"), utc("2026-10-25T02:00"), utc("2026-10-25T02:30")]


def test_half_hour_shift_of_lord_howe_in_autumn() -> None:
    day_book = book(window("01:00", "03:00"), zone=LORD_HOWE, minutes=30)
    starts = day_book.open_starts(date(2026, 4, 5), date(2026, 4, 5))
    assert starts == [utc(f"2026-04-04T{text}") for text in ("14:00", "14:30", "15:30", "16:00")]


def test_half_hour_shift_of_lord_howe_in_spring() -> None:
    day_book = book(window("01:00", "03:30"), zone=LORD_HOWE, minutes=30)
    found = offered(day_book, date(2026, 10, 4), LORD_HOWE)
    assert found == ["01:00", "01:30", "02:30", "03:00"]


def test_session_keeps_its_real_length_over_the_change() -> None:
    day_book = book(window("01:30", "03:30"), zone=NEW_YORK)
    assert offered(day_book, SPRING, NEW_YORK) == ["01:30"]


def test_day_that_starts_at_one_begins_there() -> None:
    day_book = book(window("00:00", "02:00"), zone=CAIRO, minutes=30)
    assert offered(day_book, date(2026, 4, 24), CAIRO) == ["01:00", "01:30"]


def test_evening_that_is_an_hour_longer_goes_on_until_midnight() -> None:
    day_book = book(window("22:00", "00:00"), zone=CAIRO)
    thursday = date(2026, 10, 29)
    assert offered(day_book, thursday, CAIRO) == ["22:00", "22:30", "23:00", "23:30"]
    assert day_book.judge(utc("2026-10-29T21:00")) == Reason.closed
    assert day_book.judge(utc("2026-10-29T21:00"), on_grid=False) is None


def test_blackout_covers_all_25_hours_of_its_date() -> None:
    day_book = book((), overrides=[blackout(AUTUMN)], zone=NEW_YORK)
    assert day_book.blackouts(AUTUMN, AUTUMN) == [
        (utc("2026-11-01T04:00"), utc("2026-11-02T05:00"))
    ]


def test_date_that_was_skipped_offers_nothing() -> None:
    day_book = book(window("00:00", "00:00"), zone=APIA)
    assert offered(day_book, date(2011, 12, 30), APIA) == []
    assert offered(day_book, date(2011, 12, 29), APIA)[-1] == "23:30"


def test_notice_is_real_time_over_the_spring_change() -> None:
    limits = Limits(utc("2026-03-08T01:00"), 12 * 3600)  # 20:00 in New York; 09:00 is 12 h later
    day_book = book(window("08:00", "11:00"), zone=NEW_YORK, limits=limits)
    assert offered(day_book, SPRING, NEW_YORK) == ["09:00", "09:30", "10:00"]
    assert day_book.judge(utc("2026-03-08T12:30")) == Reason.notice


def test_notice_is_real_time_over_the_autumn_change() -> None:
    limits = Limits(utc("2026-11-01T01:00"), 12 * 3600)  # 21:00 in New York; 08:00 is 12 h later
    day_book = book(window("07:00", "10:00"), zone=NEW_YORK, limits=limits)
    assert offered(day_book, AUTUMN, NEW_YORK) == ["08:00", "08:30", "09:00"]
    assert day_book.judge(utc("2026-11-01T12:30")) == Reason.notice
