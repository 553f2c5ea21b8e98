"""A client's own calendar: what is shown of whom, on which of their days, and each in full."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from coachbook.errors import NotFound
from coachbook.models import CheckinFormQuestion, CoachClient, Profile
from coachbook.services import client_calendar, people
from coachbook.services.bookings import BookingView
from coachbook.services.client_calendar import Details, Shown
from tests import factories
from tests import people as made_people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.test_query_counts import counting
from tests.workouts import planned

NINE, THREE = at("2026-11-18 09:00"), at("2026-11-19 15:00")
TODAY = date(2026, 11, 16)


def shown(practice: Practice, view: Any = "month", on: date | None = TODAY) -> Shown:
    return client_calendar.shown(practice.session, by=practice.client, view=view, on=on, now=NOW)


def checkin(practice: Practice, *starts: Any) -> BookingView:
    """The last of those that the coach books for the client."""
    return factories.booked(
        practice.session, practice.coach, practice.client, *starts, kind="checkin", minutes=30
    )[-1]


def details(practice: Practice, booking: BookingView) -> Details:
    return client_calendar.details(practice.session, booking.chain_id, by=practice.client, now=NOW)


# What is shown


def test_month_shows_bookings_and_workouts_from_every_coach(practice: Practice) -> None:
    other_coach = made_people.coach(practice.session, "Ben Ito")
    same = made_people.another_client_of(practice.session, other_coach, practice.client)
    factories.package(practice.session, other_coach, same)
    factories.booked(practice.session, other_coach, same, THREE)
    planned(practice.session, other_coach, same, "2026-11-20")
    planned(practice.session, practice.coach, practice.client, "2026-11-17")
    practice.book(NINE)
    factories.fill(practice.session, practice.coach, NINE)
    found = shown(practice)
    assert [one.coach_name for one in found.bookings] == ["Anna Weiss", "Ben Ito"]
    assert [one.coach_name for one in found.workouts] == ["Anna Weiss", "Ben Ito"]


def test_others_workouts_are_not_shown(practice: Practice) -> None:
    planned(practice.session, practice.coach, practice.another_client(), "2026-11-17")
    assert shown(practice).workouts == ()


def test_month_keeps_what_was_done_and_leaves_out_what_was_cancelled(practice: Practice) -> None:
    past = factories.booked(practice.session, practice.coach, practice.client,
                            at("2026-11-03 09:00"))[0]  # fmt: skip
    practice.cancel(practice.booked(NINE))
    practice.move(practice.booked(NINE), THREE)
    assert [one.starts_at for one in shown(practice).bookings] == [past.starts_at, THREE]
    assert [one.starts_at for one in shown(practice, "list").bookings] == [THREE]
    assert [one.starts_at for one in shown(practice, "past").bookings] == [past.starts_at]


def test_list_begins_with_what_goes_on_over_midnight(practice: Practice) -> None:
    late = factories.booked(
        practice.session, practice.coach, practice.client, at("2026-11-17 23:30")
    )[0]
    for minutes, expected in ((10, [late.chain_id]), (30, [])):
        found = client_calendar.shown(
            practice.session, by=practice.client,
            now=at("2026-11-18 00:00") + timedelta(minutes=minutes),
        )  # fmt: skip
        assert [one.chain_id for one in found.bookings] == expected


def test_calendar_is_right_until_the_next_start_end_or_midnight(practice: Practice) -> None:
    practice.book(NINE)
    for now, then in (
        ("2026-11-17 12:00", "2026-11-18 00:00"),
        ("2026-11-18 00:00", "2026-11-18 09:00"),
        ("2026-11-18 09:00", "2026-11-18 10:00"),
        ("2026-11-18 10:00", "2026-11-19 00:00"),
    ):
        found = client_calendar.shown(practice.session, by=practice.client, now=at(now))
        assert at(now) + found.fresh_for == at(then)


def test_month_is_the_readers_and_shows_whole_weeks(practice: Practice) -> None:
    sunday_evening, monday = at("2026-12-06 20:00"), at("2026-12-07 09:00")
    factories.booked(practice.session, practice.coach, practice.client, sunday_evening, monday)
    november = shown(practice)
    assert (november.on, november.first) == (date(2026, 11, 1), date(2026, 10, 26))
    assert november.last == date(2026, 12, 6)
    assert [one.starts_at for one in november.bookings] == [sunday_evening]
    assert len(shown(practice, "list").bookings) == 2


@pytest.mark.parametrize(("on", "monday"), [(date(2026, 11, 22), date(2026, 11, 16)),
                                            (date(2027, 1, 1), date(2026, 12, 28))])  # fmt: skip
def test_week_begins_on_monday(practice: Practice, on: date, monday: date) -> None:
    found = shown(practice, "week", on)
    assert (found.on, found.first, found.last) == (monday, monday, monday + timedelta(days=6))


def test_days_are_those_of_the_readers_zone(practice: Practice) -> None:
    """Monday 1:00 in Auckland is still Sunday in New York."""
    profile = practice.session.get_one(Profile, practice.client.id)
    profile.time_zone = "Pacific/Auckland"
    in_auckland = people.person(practice.session, profile)
    sunday = at("2026-11-22 07:00")
    factories.booked(practice.session, practice.coach, practice.client, sunday)
    ask = {"by": in_auckland, "view": "week", "now": NOW}
    week = client_calendar.shown(practice.session, on=date(2026, 11, 23), **ask)  # type: ignore[arg-type]
    assert [one.starts_at for one in week.bookings] == [sunday]
    before = client_calendar.shown(practice.session, on=date(2026, 11, 22), **ask)  # type: ignore[arg-type]
    assert before.bookings == ()


@pytest.mark.parametrize("on", [date.min, date.max, date(1990, 1, 1)])
@pytest.mark.parametrize("view", ["month", "week"])
def test_what_is_far_away_is_not_shown(practice: Practice, on: date, view: str) -> None:
    found = shown(practice, view, on)
    assert found.is_current
    assert found.first <= TODAY <= found.last


def test_turning_goes_by_months_and_weeks(practice: Practice) -> None:
    turned = client_calendar.turned
    assert turned("month", date(2026, 11, 1), 1) == date(2026, 12, 1)
    assert shown(practice, "month", turned("month", date(2027, 1, 1), -1)).on == date(2026, 12, 1)
    assert turned("week", date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert not shown(practice, "week", date(2026, 11, 23)).is_current


def test_list_has_what_is_under_way_and_todays_workout(practice: Practice) -> None:
    running = factories.booked(
        practice.session, practice.coach, practice.client, NOW - timedelta(minutes=30)
    )[0]
    ended = factories.booked(
        practice.session, practice.coach, practice.client, NOW - timedelta(hours=2)
    )[0]
    planned(practice.session, practice.coach, practice.client, "2026-11-16", is_done=True)
    ahead, past = shown(practice, "list"), shown(practice, "past")
    assert [one.id for one in ahead.bookings] == [running.id]
    assert [one.is_done for one in ahead.workouts] == [True]
    assert ([one.id for one in past.bookings], past.workouts) == ([ended.id], ())


def test_last_weeks_reach_four_weeks_back(practice: Practice) -> None:
    for on in ("2026-10-18", "2026-10-19", "2026-11-15", "2026-11-16"):
        planned(practice.session, practice.coach, practice.client, on)
    dates = [one.scheduled_on.isoformat() for one in shown(practice, "past").workouts]
    assert dates == ["2026-10-19", "2026-11-15"]


def test_long_list_ends_after_a_whole_day(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_calendar, "MOST_IN_A_LIST", 3)
    for on in ("2026-11-17", "2026-11-18", "2026-11-18", "2026-11-20"):
        planned(practice.session, practice.coach, practice.client, on)
    practice.book(NINE, at("2026-11-20 09:00"))
    found = shown(practice, "list")
    assert (found.is_cut, found.last) == (True, date(2026, 11, 18))
    assert (len(found.workouts), len(found.bookings)) == (3, 1)


def test_forms_of_checkins_come_along(practice: Practice) -> None:
    one = checkin(practice, NINE)
    assert shown(practice, "list").forms == {one.id: "none"}
    asks(practice)
    assert shown(practice, "list").forms == {one.id: "open"}


def asks(practice: Practice) -> None:
    practice.session.add(
        CheckinFormQuestion(
            coach_id=practice.coach.id, question="How was it?", question_type="text"
        )
    )
    practice.session.flush()


@pytest.mark.parametrize("view", ["month", "week", "list", "past"])
def test_views_ask_as_often_for_much_as_for_little(
    practice: Practice, database: Engine, view: str
) -> None:
    few = queries(practice, database, view)
    for n in range(8):
        planned(practice.session, practice.coach, practice.client, f"2026-11-{12 + n}")
    checkin(practice, NINE, NINE + timedelta(hours=3), THREE)
    practice.book(NINE + timedelta(hours=1), NINE + timedelta(days=1))
    many = queries(practice, database, view)
    assert many <= few + 3  # how far the forms are, of all together
    assert many <= 6


def queries(practice: Practice, database: Engine, view: str) -> int:
    with counting(database) as statements:
        shown(practice, view)
    return len(statements)


# One in full


def test_details_follow_the_chain_and_name_the_package(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.move(made, THREE)
    found = details(practice, made)
    assert found.booking.starts_at == THREE
    assert found.package is not None
    assert (found.package.id, found.package.available) == (practice.package_id, 11)


def test_details_are_the_clients_alone(practice: Practice) -> None:
    made = practice.booked(NINE)
    for by in (practice.coach, practice.another_client()):
        with pytest.raises(NotFound):
            client_calendar.details(practice.session, made.chain_id, by=by, now=NOW)
    with pytest.raises(NotFound):
        client_calendar.details(practice.session, uuid4(), by=practice.client, now=NOW)


def test_archived_client_still_sees_their_booking(practice: Practice) -> None:
    made = practice.booked(NINE)
    for row in practice.session.exec(select(CoachClient)):
        row.status = "archived"
    practice.session.flush()
    found = details(practice, made)
    assert (found.booking.id, found.package) == (made.id, None)


def test_details_say_where_a_checkin_takes_place(practice: Practice) -> None:
    found = details(practice, checkin(practice, NINE))
    assert (found.meeting.link, found.form, found.package) == ("", "none", None)
    assert found.meeting.sentence == "Anna Weiss will send you a link before it starts."


def test_month_of_a_checkin_is_the_coachs(practice: Practice) -> None:
    """The last evening of November in New York, where the coach is."""
    found = details(practice, checkin(practice, at("2026-11-30 23:30")))
    assert (found.month, found.is_returned) == (date(2026, 11, 1), True)


def test_month_is_not_returned_by_one_beyond_it_nor_while_there_is_such_a_one(
    practice: Practice,
) -> None:
    first = checkin(practice, NINE)
    extra = checkin(practice, THREE)
    assert (first.beyond_allowance, extra.beyond_allowance) == (False, True)
    assert [details(practice, one).is_returned for one in (first, extra)] == [False, False]
    practice.cancel(extra)
    assert details(practice, first).is_returned


def test_workout_is_its_clients_alone(practice: Practice) -> None:
    one = planned(practice.session, practice.coach, practice.client, "2026-11-24")
    found = client_calendar.workout(practice.session, one.id, by=practice.client, now=NOW)
    assert (found.workout.title, found.opens_on) == ("Lower body", date(2026, 11, 17))
    for by in (practice.coach, practice.another_client()):
        with pytest.raises(NotFound):
            client_calendar.workout(practice.session, one.id, by=by, now=NOW)


def test_workout_can_be_ticked_off_a_week_before(practice: Practice) -> None:
    one = planned(practice.session, practice.coach, practice.client, "2026-11-23")
    found = client_calendar.workout(practice.session, one.id, by=practice.client, now=NOW)
    assert found.opens_on is None
