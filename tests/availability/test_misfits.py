"""Which bookings new hours would leave behind."""

from collections.abc import Sequence

from coachbook.availability import Hours, Override, Reason, Window, misfits
from tests.availability.practice import MONDAY, PLAIN, blackout, busy, window


def found(
    windows: Sequence[Window],
    *bookings: tuple[str, str, str],
    overrides: Sequence[Override] = (),
) -> list[tuple[str, Reason]]:
    keyed = [(key, *busy(start, end)[:2]) for key, start, end in bookings]
    hours = Hours(PLAIN, tuple(windows), tuple(overrides))
    return [(one.key, one.reason) for one in misfits(hours, keyed)]


def test_bookings_that_fit_are_left_out() -> None:
    assert found(window("09:00", "12:00"), ("a", "09:10", "10:10"), ("b", "11:00", "12:00")) == []


def test_booking_that_sticks_out_is_closed() -> None:
    assert found(window("09:00", "12:00"), ("a", "11:30", "12:30")) == [("a", Reason.closed)]


def test_booking_in_a_blackout_is_told_so() -> None:
    shut = [blackout(MONDAY, "10:00", "11:00")]
    bookings = (("b", "10:30", "11:30"), ("a", "09:00", "10:00"))
    assert found(window("09:00", "12:00"), *bookings, overrides=shut) == [("b", Reason.blackout)]


def test_all_who_are_there_when_it_is_too_full_are_listed_by_start() -> None:
    bookings = (("c", "11:00", "12:00"), ("b", "09:30", "10:30"), ("a", "09:00", "10:00"))
    expected = [("a", Reason.full), ("b", Reason.full)]
    assert found(window("09:00", "12:00", 1), *bookings) == expected
    assert found(window("09:00", "12:00", 2), *bookings) == []


def test_no_bookings_have_no_misfits() -> None:
    assert found(window("09:00", "12:00")) == []


def test_no_hours_leave_every_booking_closed() -> None:
    assert found((), ("a", "09:00", "10:00")) == [("a", Reason.closed)]
