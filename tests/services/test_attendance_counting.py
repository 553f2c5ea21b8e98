"""Incidents, streaks, favourites and months, counted from bookings in the coach's zone."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from coachbook.services.attendance import counting
from tests.factories import NEW_YORK, at

ZONE = ZoneInfo(NEW_YORK)
NOW = at("2026-11-16 10:00")  # a Monday
WEEK = timedelta(days=7)


class Row(NamedTuple):
    starts_at: datetime
    status: str = "completed"
    cancelled_by: str | None = None
    booking_type: str = "session"


def cancelled(words: str, by: str, kind: str = "session") -> Row:
    return Row(at(words), "cancelled", by, kind)


def missed(*words: str, kind: str = "session") -> list[Row]:
    return [Row(at(one), "no_show", None, kind) for one in words]


def completed(*days: str) -> list[Row]:
    return [Row(at(f"{day} 09:00")) for day in days]


def counts(*rows: Row, now: datetime = NOW) -> tuple[int, int]:
    found = counting.standing(rows, ZONE, now, 3)
    return found.no_shows, found.cancellations


def streak(*days: str, today: str) -> int:
    return counting.streak_weeks(completed(*days), ZONE, at(f"{today} 12:00"))


@pytest.mark.parametrize(
    ("by", "count"), [("client", 1), ("coach_for_client", 1), ("coach", 0), ("reschedule", 0)]
)
def test_cancellation_counts_when_the_client_wanted_it(by: str, count: int) -> None:
    assert counts(cancelled("2026-11-10 09:00", by)) == (0, count)


def test_incidents_are_of_both_types() -> None:
    rows = missed("2026-11-09 09:00", kind="checkin")
    assert counts(*rows, cancelled("2026-11-10 09:00", "client", "checkin")) == (1, 1)


def test_window_is_today_and_the_89_dates_before() -> None:
    assert counts(*missed("2026-08-19 00:00", "2026-11-16 23:59")) == (2, 0)
    assert counts(*missed("2026-08-18 23:59")) == (0, 0)


def test_incident_leaves_at_the_coachs_midnight() -> None:
    rows = missed("2026-08-19 09:00")
    midnight = at("2026-11-17 00:00")
    assert counts(*rows, now=midnight - timedelta(seconds=1)) == (1, 0)
    assert counts(*rows, now=midnight) == (0, 0)


def test_cancellation_counts_by_the_date_of_the_session() -> None:
    row = cancelled("2026-11-17 09:00", "client")
    assert counts(row) == (0, 0)
    assert counts(row, now=at("2026-11-17 00:00")) == (0, 1)


def test_date_of_an_incident_is_the_coachs() -> None:
    rows = missed("2026-08-18 23:00")
    berlin = counting.incidents(rows, ZoneInfo("Europe/Berlin"), NOW)
    assert [one.on for one in berlin] == [date(2026, 8, 19)]
    assert counting.incidents(rows, ZONE, NOW) == []


def test_flag_needs_one_count_at_the_threshold() -> None:
    two = missed("2026-11-09 09:00", "2026-11-10 09:00")
    more = [cancelled("2026-11-11 09:00", "client"), cancelled("2026-11-12 09:00", "client")]
    assert not counting.standing([*two, *more], ZONE, NOW, 3).is_flagged
    third = missed("2026-11-13 09:00")
    assert counting.standing([*two, *third], ZONE, NOW, 3).is_flagged
    assert counting.standing(two, ZONE, NOW, 2).is_flagged


def test_streak_counts_weeks_and_not_sessions() -> None:
    assert streak("2026-11-02", "2026-11-04", "2026-11-12", today="2026-11-13") == 2


@pytest.mark.parametrize(("today", "weeks"), [("2026-11-15", 2), ("2026-11-16", 2),
                                              ("2026-11-22", 2), ("2026-11-23", 0)])  # fmt: skip
def test_streak_waits_for_the_current_week_and_ends_after_it(today: str, weeks: int) -> None:
    assert streak("2026-11-03", "2026-11-10", today=today) == weeks


def test_streak_grows_as_soon_as_the_current_week_has_one() -> None:
    assert streak("2026-11-03", "2026-11-10", "2026-11-16", today="2026-11-16") == 3


def test_gap_ends_the_streak() -> None:
    assert streak("2026-10-20", "2026-11-03", "2026-11-10", today="2026-11-11") == 2


def test_streak_goes_through_the_end_of_a_year_with_53_weeks() -> None:
    days = ("2020-12-21", "2020-12-31", "2021-01-04")
    assert [date.fromisoformat(day).isocalendar().week for day in days] == [52, 53, 1]
    assert streak(*days, today="2021-01-05") == 3
    assert streak(days[0], days[2], today="2021-01-05") == 1


def test_week_begins_on_the_coachs_monday() -> None:
    sunday = Row(at("2026-11-15 23:30"))
    assert counting.streak_weeks([sunday], ZONE, at("2026-11-23 00:00")) == 0
    tokyo = ZoneInfo("Asia/Tokyo")  # Monday there
    assert counting.streak_weeks([sunday], tokyo, at("2026-11-23 00:00")) == 1


@pytest.mark.parametrize(
    "row",
    [Row(NOW - WEEK, "no_show"), Row(NOW - WEEK, "confirmed"),
     Row(NOW - WEEK, booking_type="checkin")],
)  # fmt: skip
def test_only_completed_sessions_make_a_streak(row: Row) -> None:
    assert counting.streak_weeks([row], ZONE, NOW) == 0


def test_favourites_are_taken_twice_and_the_most_frequent_first() -> None:
    mondays = [Row(at("2026-11-16 09:00") - n * WEEK) for n in range(2)]
    fridays = [Row(at(f"2026-{day} 17:30")) for day in ("10-30", "11-06", "11-13")]
    once = [Row(at("2026-11-12 07:00"))]
    assert counting.favorite_times([*mondays, *fridays, *once], ZONE, NOW) == [
        {"day": 5, "time": "17:30"},
        {"day": 1, "time": "09:00"},
    ]


def test_favourites_are_at_most_three() -> None:
    rows = [Row(at(f"2026-11-{day:02} 09:00") - n * WEEK) for n in (0, 1) for day in range(9, 14)]
    assert len(counting.favorite_times(rows, ZONE, NOW)) == 3


def test_favourites_leave_out_cancelled_ones_and_those_of_long_ago() -> None:
    rows = [Row(at("2026-11-10 09:00"), "no_show"), cancelled("2026-11-03 09:00", "coach")]
    assert counting.favorite_times(rows, ZONE, NOW) == []
    first_day = at("2026-05-21 09:00")  # today and the 179 dates before
    thursdays = [Row(at("2026-11-12 09:00")), Row(first_day)]
    assert counting.favorite_times(thursdays, ZONE, NOW) == [{"day": 4, "time": "09:00"}]
    assert counting.favorite_times(thursdays, ZONE, NOW + timedelta(days=1)) == []


def test_favourite_start_is_the_wall_time_in_summer_and_winter() -> None:
    rows = [Row(at("2026-10-26 09:00")), Row(at("2026-11-02 09:00"))]
    assert rows[1].starts_at - rows[0].starts_at != WEEK
    assert counting.favorite_times(rows, ZONE, NOW) == [{"day": 1, "time": "09:00"}]


def test_months_are_the_last_twelve_with_the_empty_ones() -> None:
    rows = [
        Row(at("2026-11-01 00:00")),
        *missed("2026-10-31 23:59"),
        cancelled("2025-12-01 09:00", "coach_for_client"),
        cancelled("2026-11-03 09:00", "coach"),
        Row(at("2025-11-30 23:59")),
    ]
    months = counting.by_month(rows, ZONE, NOW)
    assert [one.first_on for one in months][::11] == [date(2025, 12, 1), date(2026, 11, 1)]
    assert len(months) == 12
    assert [one[1:] for one in (months[0], months[-2], months[-1])] == [
        (0, 0, 1), (0, 1, 0), (1, 0, 0),
    ]  # fmt: skip
