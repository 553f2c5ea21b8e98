"""A client's own calendar: what is shown of whom, and where a booking can move to."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from coachbook.errors import NotFound, PackageEnds
from coachbook.models import CoachClient, SessionPackage
from coachbook.services import bookings, client_calendar
from coachbook.services.bookings import BookingView
from coachbook.services.client_calendar import MoveTimes
from coachbook.services.packages.selling import end_of
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, THREE = at("2026-11-18 09:00"), at("2026-11-19 15:00")
TODAY = date(2026, 11, 16)


def shown(practice: Practice, on: date = TODAY) -> client_calendar.Month:
    return client_calendar.month(practice.session, by=practice.client, on=on, now=NOW)


def times(practice: Practice, booking: BookingView, week_of: date = TODAY) -> MoveTimes:
    return client_calendar.move_times(
        practice.session, booking.id, by=practice.client, now=NOW, week_of=week_of
    )


def test_month_shows_bookings_with_every_coach(practice: Practice) -> None:
    other_coach = people.coach(practice.session, "Ben Ito")
    same = people.another_client_of(practice.session, other_coach, practice.client)
    factories.package(practice.session, other_coach, same)
    factories.booked(practice.session, other_coach, same, THREE)
    practice.book(NINE)
    factories.fill(practice.session, practice.coach, NINE)
    found = shown(practice)
    assert [one.coach_name for one in found.shown] == ["Anna Weiss", "Ben Ito"]
    assert found.upcoming == found.shown


def test_month_keeps_what_was_done_and_leaves_out_what_was_cancelled(practice: Practice) -> None:
    past = factories.booked(practice.session, practice.coach, practice.client,
                            at("2026-11-03 09:00"))[0]  # fmt: skip
    practice.cancel(practice.booked(NINE))
    practice.move(practice.booked(NINE), THREE)
    found = shown(practice)
    assert [one.starts_at for one in found.shown] == [past.starts_at, THREE]
    assert [one.starts_at for one in found.upcoming] == [THREE]


def test_month_is_the_readers_and_shows_whole_weeks(practice: Practice) -> None:
    sunday_evening, monday = at("2026-12-06 20:00"), at("2026-12-07 09:00")
    factories.booked(practice.session, practice.coach, practice.client, sunday_evening, monday)
    november = shown(practice)
    assert november.first == date(2026, 11, 1)
    assert [one.starts_at for one in november.shown] == [sunday_evening]
    assert len(november.upcoming) == 2


@pytest.mark.parametrize("on", [date.min, date.max, date(1990, 1, 1)])
def test_month_far_away_is_this_month(practice: Practice, on: date) -> None:
    assert shown(practice, on).first == date(2026, 11, 1)


def test_details_follow_the_chain_and_name_the_package(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.move(made, THREE)
    found = client_calendar.details(practice.session, made.chain_id, by=practice.client, now=NOW)
    assert found.booking.starts_at == THREE
    assert found.package is not None
    assert (found.package.id, found.package.available) == (practice.package_id, 11)


def test_details_are_the_clients_alone(practice: Practice) -> None:
    made = practice.booked(NINE)
    for by in (practice.coach, practice.another_client()):
        with pytest.raises(NotFound):
            client_calendar.details(practice.session, made.chain_id, by=by, now=NOW)
        with pytest.raises(NotFound):
            client_calendar.move_times(practice.session, made.id, by=by, now=NOW)
    with pytest.raises(NotFound):
        client_calendar.details(practice.session, uuid4(), by=practice.client, now=NOW)


def test_archived_client_still_sees_their_booking(practice: Practice) -> None:
    made = practice.booked(NINE)
    for row in practice.session.exec(select(CoachClient)):
        row.status = "archived"
    practice.session.flush()
    found = client_calendar.details(practice.session, made.id, by=practice.client, now=NOW)
    assert (found.booking.id, found.package) == (made.id, None)


def test_times_to_move_to_are_open_ones_of_the_week(practice: Practice) -> None:
    made = practice.booked(NINE)
    found = times(practice, made)
    assert found.monday == TODAY
    assert NINE + timedelta(minutes=30) in [one.starts_at for one in found.times]
    assert NINE not in [one.starts_at for one in found.times]
    assert found.days[date(2026, 11, 19)] == 15


def test_week_of_the_booking_is_shown_first(practice: Practice) -> None:
    made = practice.booked(at("2026-12-09 09:00"))
    found = client_calendar.move_times(practice.session, made.id, by=practice.client, now=NOW)
    assert found.monday == date(2026, 12, 7)


def ends(practice: Practice, on: date) -> None:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = end_of(on, practice.coach.zone)
    practice.session.flush()


def test_no_time_is_offered_that_no_package_pays(practice: Practice) -> None:
    made = practice.booked(NINE)
    ends(practice, date(2026, 11, 18))
    found = times(practice, made)
    assert max(found.days) == date(2026, 11, 18)
    with pytest.raises(PackageEnds):
        practice.move(made, THREE)


def test_package_that_takes_over_is_named(practice: Practice) -> None:
    made = practice.booked(NINE)
    ends(practice, date(2026, 11, 18))
    other = factories.package(practice.session, practice.coach, practice.client)
    by_start = {one.starts_at: one.package for one in times(practice, made).times}
    assert by_start[NINE + timedelta(hours=1)] is None
    taking_over = by_start[THREE]
    assert taking_over is not None
    assert taking_over.id == other
    assert practice.move(made, THREE).booking.package_id == other


def test_every_time_offered_is_accepted(practice: Practice) -> None:
    factories.fill(practice.session, practice.coach, THREE)
    factories.fill(practice.session, practice.coach, THREE)
    made = practice.booked(NINE)
    offered = [one.starts_at for one in times(practice, made).times]
    assert THREE not in offered
    for start in offered[1 :: len(offered) // 3]:
        made = practice.move(made, start).booking
    assert bookings.one(practice.session, made.id, by=practice.client, now=NOW).status == (
        "confirmed"
    )
