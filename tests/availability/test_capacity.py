"""Capacity is how many are there at once, not how many bookings touch the slot."""

import pytest

from coachbook.availability import Busy, Reason, Slot, Usage
from tests.availability.practice import (
    MONDAY,
    blackout,
    book,
    busy,
    extra,
    instant,
    offered,
    window,
)

NINE = instant(MONDAY, "09:00")
TABLE = {
    "one after the other": ([("08:30", "09:30"), ("09:30", "10:30")], "09:00", True),
    "a chain of three": (
        [("08:30", "09:30"), ("09:00", "10:00"), ("09:30", "10:30")],
        "09:00",
        False,
    ),
    "two inside": ([("09:15", "09:45")] * 2, "09:00", False),
    "full before and after": ([("08:00", "09:00"), ("10:00", "11:00")] * 2, "09:00", True),
    "full for its first half": ([("16:00", "17:00")] * 2, "16:30", False),
    "full until it starts": ([("16:00", "17:00")] * 2, "17:00", True),
}


@pytest.mark.parametrize(("booked", "start", "is_open"), TABLE.values(), ids=TABLE.keys())
def test_capacity_is_how_many_are_there_at_once(
    booked: list[tuple[str, str]], start: str, is_open: bool
) -> None:
    day_book = book(window("08:00", "20:00", 2), [busy(*span) for span in booked])
    reason = day_book.judge(instant(MONDAY, start))
    assert reason == (None if is_open else Reason.full)
    assert (start in offered(day_book)) == is_open


def test_bookings_that_touch_do_not_overlap() -> None:
    day_book = book(window("16:00", "19:00"), [busy("17:00", "18:00")])
    assert offered(day_book) == ["16:00", "18:00"]


def test_booking_at_an_odd_minute_closes_what_it_touches() -> None:
    day_book = book(window("09:00", "12:00"), [busy("10:29", "10:31")])
    assert offered(day_book) == ["09:00", "11:00"]


def test_capacity_changes_inside_a_stretch() -> None:
    windows = (*window("09:00", "11:00", 2), *window("11:00", "13:00", 1))
    day_book = book(windows, [busy("09:00", "13:00")])
    assert offered(day_book) == ["09:00", "09:30", "10:00"]


def test_overlapping_windows_have_the_larger_capacity() -> None:
    windows = (*window("09:00", "12:00", 1), *window("10:00", "11:00", 3))
    assert [step[2] for step in book(windows).stretches(MONDAY, MONDAY)] == [1, 3, 1]


def test_extra_hours_capacity_wins_over_the_template() -> None:
    hours = extra(MONDAY, "10:00", "11:00", capacity=1)
    day_book = book(window("09:00", "12:00", 2), [busy("09:00", "12:00")], overrides=[hours])
    assert offered(day_book) == ["09:00", "11:00"]


def test_extra_hours_without_capacity_have_the_template_s_largest() -> None:
    windows = (*window("09:00", "10:00", 3), *window("10:00", "11:00", 2))
    day_book = book(windows, overrides=[extra(MONDAY, "10:30", "12:00")])
    assert [step[2] for step in day_book.stretches(MONDAY, MONDAY)] == [3, 2, 3]


def test_extra_hours_on_a_free_day_take_one() -> None:
    day_book = book((), overrides=[extra(MONDAY, "10:00", "12:00")])
    assert [step[2] for step in day_book.stretches(MONDAY, MONDAY)] == [1]


def test_own_booking_closes_what_it_overlaps() -> None:
    day_book = book(window("09:00", "12:00", 5), [busy("10:00", "11:00", own=True)])
    assert offered(day_book) == ["09:00", "11:00"]
    assert day_book.judge(instant(MONDAY, "09:30")) == Reason.yours


def test_other_kind_closes_whatever_the_capacity() -> None:
    day_book = book(window("09:00", "12:00", 5), [busy("10:00", "10:30", other_kind=True)])
    assert offered(day_book) == ["09:00", "10:30", "11:00"]
    assert day_book.judge(instant(MONDAY, "10:00")) == Reason.checkin


def test_other_kind_counts_for_nothing_where_it_is_allowed() -> None:
    bookings = [busy("09:00", "10:00", other_kind=True)]
    day_book = book(window("09:00", "10:00"), bookings, exclusive=False)
    assert offered(day_book) == ["09:00"]


def test_own_booking_of_the_other_kind_closes_even_where_kinds_may_overlap() -> None:
    bookings = [busy("09:00", "10:00", other_kind=True, own=True)]
    day_book = book(window("09:00", "10:00"), bookings, exclusive=False)
    assert day_book.judge(NINE) == Reason.yours


def test_slot_tells_its_tightest_moment() -> None:
    bookings = [busy("09:00", "09:30"), busy("09:30", "10:30"), busy("09:30", "10:30")]
    day_book = book(window("09:00", "10:00", 2), bookings)
    assert day_book.slots(MONDAY, MONDAY) == [Slot(NINE, NINE + 3600, Reason.full, 2, 2)]


def test_excess_tells_the_moment_that_confirming_would_exceed() -> None:
    bookings = [busy("16:30", "17:30")] * 2
    day_book = book(window("16:00", "18:00", 2), bookings)
    half_past, five = instant(MONDAY, "16:30"), instant(MONDAY, "17:00")
    assert day_book.excess(instant(MONDAY, "16:00")) == Usage(half_past, five, 2, 2)
    assert day_book.excess(instant(MONDAY, "15:30")) is None


def test_usage_steps_wherever_somebody_comes_or_the_capacity_changes() -> None:
    day_book = book(window("09:00", "10:00", 2), [busy("08:30", "09:30")])
    found = day_book.usage(instant(MONDAY, "08:00"), instant(MONDAY, "12:00"))
    assert [(one.present, one.capacity) for one in found] == [(1, 0), (1, 2), (0, 2)]


def test_booking_of_no_length_takes_no_place() -> None:
    assert book(window("09:00", "10:00"), [Busy(NINE, NINE)]).judge(NINE) is None


def test_blackout_leaves_the_capacity_as_it_is() -> None:
    day_book = book(window("09:00", "10:00", 2), overrides=[blackout(MONDAY)])
    assert [one.capacity for one in day_book.usage(NINE, NINE + 3600)] == [2]
