"""Where a client's booking can be moved to, and what pays for it there."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from coachbook.errors import NotFound, PackageEnds
from coachbook.models import SessionPackage
from coachbook.services import bookings, client_moves
from coachbook.services.bookings import BookingView
from coachbook.services.client_moves import MoveTimes
from coachbook.services.packages.selling import end_of
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, THREE = at("2026-11-18 09:00"), at("2026-11-19 15:00")
TODAY = date(2026, 11, 16)


def times(practice: Practice, booking: BookingView, week_of: date = TODAY) -> MoveTimes:
    return client_moves.move_times(
        practice.session, booking.id, by=practice.client, now=NOW, week_of=week_of
    )


def test_times_are_the_clients_alone(practice: Practice) -> None:
    made = practice.booked(NINE)
    for by in (practice.coach, practice.another_client()):
        with pytest.raises(NotFound):
            client_moves.move_times(practice.session, made.id, by=by, now=NOW)
    with pytest.raises(NotFound):
        client_moves.move_times(practice.session, uuid4(), by=practice.client, now=NOW)


def test_times_to_move_to_are_open_ones_of_the_week(practice: Practice) -> None:
    made = practice.booked(NINE)
    found = times(practice, made)
    assert found.monday == TODAY
    assert NINE + timedelta(minutes=30) in [one.starts_at for one in found.times]
    assert NINE not in [one.starts_at for one in found.times]
    assert found.days[date(2026, 11, 19)] == 15


def test_week_of_the_booking_is_shown_first(practice: Practice) -> None:
    made = practice.booked(at("2026-12-09 09:00"))
    found = client_moves.move_times(practice.session, made.id, by=practice.client, now=NOW)
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


# Check-ins, one a month


def checkins(practice: Practice, *starts: datetime) -> list[BookingView]:
    """Booked by the coach, past every limit; with hours for them on workdays."""
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    return factories.booked(
        practice.session, practice.coach, practice.client, *starts, kind="checkin", minutes=30
    )


def test_checkin_goes_to_no_month_whose_checkin_is_another(practice: Practice) -> None:
    made, _ = checkins(practice, NINE, at("2026-12-08 09:00"))
    found = times(practice, made)
    assert found.taken_months == (date(2026, 12, 1),)
    assert found.is_returned
    months = {on.replace(day=1) for on in found.days}
    assert months == {date(2026, 11, 1), date(2027, 1, 1), date(2027, 2, 1)}


def test_checkin_that_is_followed_by_an_extra_one_leaves_no_month_free(practice: Practice) -> None:
    made, extra = checkins(practice, NINE, THREE)
    assert extra.beyond_allowance
    assert not times(practice, made).is_returned


def test_sessions_take_no_month(practice: Practice) -> None:
    checkins(practice, at("2026-12-08 09:00"))
    found = times(practice, practice.booked(NINE))
    assert (found.taken_months, found.is_returned) == ((), False)
