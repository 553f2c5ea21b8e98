"""Hours, the grid, and the overrides of a date."""

from datetime import date, timedelta

from coachbook.availability import Override, Reason, Window
from tests.availability.practice import (
    MONDAY,
    blackout,
    book,
    busy,
    clock,
    extra,
    instant,
    offered,
    window,
)

TUESDAY = MONDAY + timedelta(days=1)


def test_start_fits_only_with_its_whole_duration() -> None:
    assert offered(book(window("09:00", "10:30"))) == ["09:00", "09:30"]


def test_windows_that_touch_form_one_stretch() -> None:
    day_book = book((*window("09:00", "12:00"), *window("12:00", "15:00")))
    assert "11:30" in offered(day_book)


def test_windows_that_overlap_keep_the_grid_of_the_first() -> None:
    day_book = book((*window("09:15", "11:00"), *window("10:30", "12:00")))
    assert offered(day_book) == ["09:15", "09:45", "10:15", "10:45"]


def test_windows_apart_have_their_own_grids() -> None:
    day_book = book((*window("09:00", "10:00"), *window("10:10", "11:10")))
    assert offered(day_book) == ["09:00", "10:10"]


def test_forty_five_minutes_on_the_half_hour_grid() -> None:
    day_book = book(window("09:00", "11:00"), minutes=45)
    assert offered(day_book) == ["09:00", "09:30", "10:00"]


def test_start_off_the_grid_is_closed_except_for_the_coach() -> None:
    day_book, ten_past = book(window("09:00", "12:00")), instant(MONDAY, "09:10")
    assert day_book.judge(ten_past) == Reason.closed
    assert day_book.judge(ten_past, on_grid=False) is None


def test_start_outside_the_hours_is_closed_for_the_coach_too() -> None:
    day_book = book(window("09:00", "12:00"))
    assert day_book.judge(instant(MONDAY, "08:30"), on_grid=False) == Reason.closed
    assert day_book.judge(instant(MONDAY, "11:30"), on_grid=False) == Reason.closed


def test_day_zero_is_sunday() -> None:
    day_book = book([Window(0, clock("09:00"), clock("10:00"), 1)])
    sunday = date(2026, 6, 7)
    assert offered(day_book, sunday) == ["09:00"]
    assert offered(day_book, sunday + timedelta(days=1)) == []


def test_end_at_midnight_is_the_end_of_the_day() -> None:
    day_book = book([Window(1, clock("22:30"), clock("00:00"), 1)])
    assert offered(day_book) == ["22:30", "23:00"]


def test_hours_that_go_on_after_midnight_hold_a_session_across_it() -> None:
    windows = (*window("22:00", "00:00"), *window("00:00", "01:00"))
    assert offered(book(windows))[-3:] == ["22:30", "23:00", "23:30"]


def test_grid_of_a_date_does_not_depend_on_the_days_asked_about() -> None:
    day_book = book((*window("22:45", "00:00"), *window("00:00", "01:00")))
    both = day_book.open_starts(MONDAY, TUESDAY)
    assert both == [start for on in (MONDAY, TUESDAY) for start in day_book.open_starts(on, on)]
    assert offered(day_book, TUESDAY) == ["00:00", "22:45", "23:15", "23:45"]


def test_blackout_of_a_date_closes_all_of_it() -> None:
    day_book = book(window("00:00", "00:00"), overrides=[blackout(TUESDAY)])
    assert offered(day_book, TUESDAY) == []
    assert offered(day_book)[-1] == "23:00"
    assert day_book.judge(instant(TUESDAY, "09:00")) == Reason.blackout
    assert day_book.judge(instant(MONDAY, "23:30")) == Reason.blackout


def test_blackout_of_hours_keeps_the_grid() -> None:
    hours = blackout(MONDAY, "10:15", "11:10")
    day_book = book(window("09:00", "13:00"), overrides=[hours])
    assert offered(day_book) == ["09:00", "11:30", "12:00"]


def test_blackout_wins_over_extra_hours() -> None:
    overrides = [extra(MONDAY, "09:00", "12:00"), blackout(MONDAY, "10:00", "11:00")]
    assert offered(book((), overrides=overrides)) == ["09:00", "11:00"]


def test_extra_hours_lengthen_the_template() -> None:
    day_book = book(window("09:00", "10:00"), overrides=[extra(MONDAY, "10:00", "11:00")])
    assert offered(day_book) == ["09:00", "09:30", "10:00"]
    assert offered(day_book, TUESDAY) == ["09:00"]


def test_extra_hours_without_times_are_the_whole_date() -> None:
    whole = Override(MONDAY, None, None, is_blocked=False)
    assert len(offered(book((), overrides=[whole], minutes=30))) == 48


def test_slots_hold_open_and_closed_starts_with_their_reasons() -> None:
    hours = blackout(MONDAY, "10:00", "10:30")
    day_book = book(window("09:00", "11:30"), overrides=[hours])
    reasons = [slot.reason for slot in day_book.slots(MONDAY, MONDAY)]
    assert reasons == [None, Reason.blackout, Reason.blackout, None]


def test_blackouts_are_told_as_instants() -> None:
    overrides = [blackout(MONDAY, "10:00", "11:00"), blackout(MONDAY, "10:30", "12:00")]
    found = book((), overrides=overrides).blackouts(MONDAY, TUESDAY)
    assert found == [(instant(MONDAY, "10:00"), instant(MONDAY, "12:00"))]


def test_no_hours_offer_nothing() -> None:
    day_book = book(())
    assert day_book.open_starts(MONDAY, TUESDAY) == []
    assert day_book.slots(MONDAY, TUESDAY) == []
    assert day_book.judge(instant(MONDAY, "09:00")) == Reason.closed


def test_window_holds_from_its_first_date_to_the_one_before_its_end() -> None:
    week = timedelta(days=7)
    hours = Window(1, clock("09:00"), clock("10:00"), 1, MONDAY + week, MONDAY + 3 * week)
    mondays = [MONDAY + number * week for number in range(5)]
    found = [bool(offered(book([hours]), monday)) for monday in mondays]
    assert found == [False, True, True, False, False]


def test_one_week_ends_where_the_next_begins() -> None:
    hours = [
        Window(day, clock(start), clock("12:00"), 1, *valid)
        for day in (1, 2)
        for start, valid in (("10:00", (None, TUESDAY)), ("11:00", (TUESDAY, None)))
    ]
    assert offered(book(hours)) == ["10:00", "10:30", "11:00"]
    assert offered(book(hours), TUESDAY) == ["11:00"]


def test_extra_hours_have_the_capacity_of_the_week_that_holds() -> None:
    hours = [
        Window(1, clock("09:00"), clock("10:00"), capacity, *valid)
        for capacity, valid in ((3, (None, TUESDAY)), (5, (TUESDAY, None)))
    ]
    evening = [extra(MONDAY, "18:00", "19:00"), extra(MONDAY + timedelta(days=7), "18:00", "19:00")]
    stretches = book(hours, overrides=evening).stretches(MONDAY, MONDAY + timedelta(days=7))
    assert [capacity for _, _, capacity in stretches] == [3, 3, 5, 5]


def test_all_reasons_are_told_of_a_start_the_first_as_judged() -> None:
    shut = blackout(MONDAY, "10:00", "10:30")
    crowd = [busy("10:00", "11:00", own=True), busy("10:30", "11:00", other_kind=True)]
    day_book = book(window("09:00", "10:45"), crowd, overrides=[shut])
    ten = instant(MONDAY, "10:00")
    expected = [Reason.blackout, Reason.closed, Reason.yours, Reason.checkin, Reason.full]
    assert day_book.reasons(ten) == expected
    assert day_book.judge(ten) == expected[0]


def test_start_off_the_grid_is_within_the_hours_all_the_same() -> None:
    day_book = book(window("09:00", "12:00"))
    assert day_book.is_within_hours(instant(MONDAY, "09:10"))
    assert not day_book.is_within_hours(instant(MONDAY, "11:10"))
