"""How near and how far a client may book."""

from datetime import date, timedelta

import pytest

from coachbook.availability import Limits, Reason, months_after
from tests.availability.practice import (
    MONDAY,
    NEW_YORK,
    blackout,
    book,
    busy,
    instant,
    offered,
    utc,
    window,
)

TEN = instant(MONDAY, "10:00")


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_month_later_is_the_same_day_or_the_last(on: date, months: int, expected: date) -> None:
    assert months_after(on, months) == expected


def test_window_is_counted_from_the_coach_s_date() -> None:
    now = utc("2026-12-01T04:30")  # still 30 November in New York
    assert Limits.for_client(now, 0, NEW_YORK, 3).last_day == date(2027, 2, 28)


def test_last_day_of_the_window_is_open_and_the_next_is_not() -> None:
    day_book = book(window("22:00", "00:00"), limits=Limits(0, 0, MONDAY))
    next_day = MONDAY + timedelta(days=1)
    assert offered(day_book) == ["22:00", "22:30", "23:00"]
    assert offered(day_book, next_day) == []
    assert day_book.judge(instant(next_day, "22:00")) == Reason.window
    assert len(day_book.open_starts(MONDAY, next_day)) == 3


def test_window_ends_at_the_coach_s_midnight() -> None:
    limits = Limits(0, 0, MONDAY)
    day_book = book(window("20:00", "00:00"), zone=NEW_YORK, limits=limits)
    assert day_book.judge(instant(MONDAY, "23:00", NEW_YORK)) is None


def test_exactly_the_notice_is_enough() -> None:
    day_book = book(window("09:00", "12:00"), limits=Limits(TEN - 12 * 3600, 12 * 3600))
    assert offered(day_book) == ["10:00", "10:30", "11:00"]


def test_one_second_short_of_the_notice_is_too_late() -> None:
    day_book = book(window("09:00", "12:00"), limits=Limits(TEN - 12 * 3600 + 1, 12 * 3600))
    assert offered(day_book) == ["10:30", "11:00"]
    assert day_book.judge(TEN) == Reason.notice


def test_coach_has_only_the_past_closed() -> None:
    day_book = book(window("09:00", "12:00"), limits=Limits.none(TEN))
    assert offered(day_book) == ["10:00", "10:30", "11:00"]
    assert day_book.judge(instant(MONDAY, "09:30")) == Reason.past
    assert day_book.judge(instant(date(2030, 6, 3), "09:30")) is None


def test_reasons_are_told_in_order() -> None:
    """Everything closes this start; take one cause away at a time."""
    after, before = MONDAY + timedelta(days=1), MONDAY - timedelta(days=1)
    limits = [Limits(TEN + 1, 7200, before), Limits(TEN, 7200, before), Limits(TEN, 7200, after)]
    free = Limits(TEN, 0, after)
    crowd = [busy("10:00", "11:00", own=True), busy("10:00", "11:00", other_kind=True)]
    hours, shut = window("10:00", "12:00"), [blackout(MONDAY)]
    books = [
        *(book((), crowd, overrides=shut, limits=limit) for limit in (*limits, free)),
        book((), crowd, limits=free),
        *(book(hours, crowd[without:], limits=free) for without in (0, 1)),
        book(hours, [busy("10:00", "11:00")], limits=free),
        book(hours, limits=free),
    ]
    assert [one.judge(TEN) for one in books] == [*Reason, None]
