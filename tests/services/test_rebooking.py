"""The same time next week, after a completed session, or the nearest times of that day."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from coachbook.errors import NotFound
from coachbook.services import bookings, rebooking
from coachbook.services.bookings import BookingView
from coachbook.services.rebooking import Rebook
from tests import factories, people
from tests.factories import at
from tests.practices import Practice

THURSDAY = at("2026-11-12 11:00")
NEXT = at("2026-11-19 11:00")
WEEK = timedelta(days=7)
NOW = at("2026-11-16 10:00")


def held(practice: Practice, start: datetime = THURSDAY, **more: Any) -> BookingView:
    """A session that took place and was marked."""
    asked = {"minutes": 60, **more}
    one = factories.booked(practice.session, practice.coach, practice.client, start, **asked)[0]
    return bookings.complete(
        practice.session, one.id, by=practice.coach, version=one.version, now=one.ends_at
    )


def asked(practice: Practice, now: datetime = NOW) -> Rebook | None:
    return rebooking.rebook(
        practice.session, by=practice.client, coach_id=practice.coach.id, now=now
    )


def found(practice: Practice, now: datetime = NOW) -> Rebook:
    rebook = asked(practice, now)
    assert rebook is not None
    return rebook


def fill(practice: Practice, *starts: datetime) -> None:
    for _ in range(2):
        factories.fill(practice.session, practice.coach, *starts)


def test_same_time_next_week_is_offered_with_the_package_that_pays(practice: Practice) -> None:
    done = held(practice)
    rebook = found(practice)
    assert (rebook.held.id, rebook.starts_at, rebook.is_open) == (done.id, NEXT, True)
    assert (rebook.package_id, rebook.others) == (practice.package_id, ())


def test_what_is_offered_can_be_booked_and_then_is_no_longer(practice: Practice) -> None:
    held(practice)
    assert practice.book(found(practice).starts_at).is_booked
    assert asked(practice) is None


@pytest.mark.parametrize("wall", ["09:00", "10:30", "16:00"])
def test_any_session_of_that_day_ends_the_offer(practice: Practice, wall: str) -> None:
    held(practice)
    practice.book(at(f"2026-11-19 {wall}"))
    assert asked(practice) is None


def test_a_session_of_the_day_before_or_a_cancelled_one_leaves_the_offer(
    practice: Practice,
) -> None:
    held(practice)
    practice.book(at("2026-11-18 16:00"), at("2026-11-20 09:00"))
    practice.cancel(practice.booked(at("2026-11-19 09:00")))
    assert found(practice).is_open


def test_an_appointment_elsewhere_at_that_time_brings_the_nearest(practice: Practice) -> None:
    session = practice.session
    held(practice)
    second = people.coach(session, "Ben Ito")
    people.another_client_of(session, second, practice.client)
    factories.package(session, second, practice.client)
    factories.booked(session, second, practice.client, at("2026-11-19 10:30"))
    rebook = found(practice)
    assert rebook.why == "You already have a booking then."
    assert rebook.others == tuple(at(f"2026-11-19 {wall}") for wall in ("09:30", "11:30", "12:00"))
    assert practice.book(rebook.others[1]).is_booked


def test_only_the_newest_completed_session_counts(practice: Practice) -> None:
    held(practice, at("2026-11-10 11:00"))
    held(practice)
    assert found(practice).starts_at == NEXT
    practice.book(NEXT)
    assert asked(practice) is None


@pytest.mark.parametrize("status", ["no_show", "confirmed", "cancelled"])
def test_what_was_not_completed_offers_nothing(practice: Practice, status: str) -> None:
    one = factories.booked(practice.session, practice.coach, practice.client, THURSDAY)[0]
    end = {"no_show": bookings.mark_no_show, "cancelled": bookings.cancel}.get(status)
    if end:
        end(practice.session, one.id, by=practice.coach, version=one.version, now=one.ends_at)
    assert asked(practice) is None


def test_offer_ends_when_that_time_has_come(practice: Practice) -> None:
    held(practice)
    assert found(practice, NEXT - timedelta(hours=12)).is_open
    late = found(practice, NEXT - timedelta(hours=11))
    assert late.why == "This needs 12 hours' notice."
    assert asked(practice, NEXT) is None
    assert asked(practice, NEXT + timedelta(days=1)) is None


def test_taken_time_brings_the_nearest_of_that_day(practice: Practice) -> None:
    held(practice)
    fill(practice, NEXT)
    rebook = found(practice)
    assert rebook.why == "This time isn't available any more."
    assert rebook.others == tuple(at(f"2026-11-19 {wall}") for wall in ("09:30", "10:00", "12:00"))
    assert practice.book(rebook.others[0]).is_booked


def test_closed_day_has_no_other_times(practice: Practice) -> None:
    held(practice)
    factories.blackout(practice.session, practice.coach, "2026-11-19")
    rebook = found(practice)
    assert (rebook.is_open, rebook.others) == (False, ())


def test_without_a_credit_it_says_so_and_offers_nothing(practice: Practice) -> None:
    held(practice)
    later = [at(f"2026-12-{day:02} {hour:02}:00") for day in (1, 2) for hour in range(9, 15)]
    practice.book(*later[:11])
    for taken in (False, True):
        if taken:
            fill(practice, NEXT)
        rebook = found(practice)
        assert rebook.why == "You have no session left for this date."
        assert (rebook.package_id, rebook.others) == (None, ())


def test_credit_must_be_of_that_length_and_reach_that_date(practice: Practice) -> None:
    session, coach = practice.session, practice.coach
    practice.client = people.client(session, coach, "Pat Short")
    factories.package(session, coach, practice.client, minutes=45)
    factories.package(session, coach, practice.client, expires_on="2026-11-18")
    held(practice)
    assert found(practice).package_id is None
    paying = factories.package(session, coach, practice.client, expires_on="2026-11-19")
    assert found(practice).package_id == paying


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [("America/New_York", "2026-10-28 18:00", "2026-11-04 18:00"),
     ("Pacific/Auckland", "2027-03-31 18:00", "2027-04-07 18:00"),
     ("Europe/Berlin", "2027-03-25 18:00", "2027-04-01 18:00")],
)  # fmt: skip
def test_same_time_is_what_the_coachs_clock_shows(
    practice: Practice, zone: str, before: str, after: str
) -> None:
    session = practice.session
    practice.coach = people.coach(session, "Cleo Zone", zone=zone)
    factories.hours(session, practice.coach, end="20:00")
    practice.client = people.client(session, practice.coach, "Pat West", zone="Pacific/Honolulu")
    factories.package(session, practice.coach, practice.client, age_days=0)
    held(practice, at(before, zone))
    now = at(before, zone) + timedelta(days=1)
    assert found(practice, now).starts_at == at(after, zone)
    assert found(practice, now).is_open


def test_time_that_the_clocks_skip_is_not_offered(practice: Practice) -> None:
    session = practice.session
    factories.hours(session, practice.coach, days=[0], start="01:00", end="06:00")
    held(practice, at("2027-03-07 02:30"))
    rebook = found(practice, at("2027-03-07 12:00"))
    assert (rebook.is_open, rebook.why) == (False, "This time isn't available any more.")
    assert at("2027-03-14 03:00") in rebook.others


def test_no_other_coach_and_no_stranger_is_answered(practice: Practice) -> None:
    held(practice)
    second = people.coach(practice.session, "Ben Ito")
    with pytest.raises(NotFound):
        rebooking.rebook(practice.session, by=practice.client, coach_id=second.id, now=NOW)
    people.another_client_of(practice.session, second, practice.client)
    answer = rebooking.rebook(practice.session, by=practice.client, coach_id=second.id, now=NOW)
    assert answer is None
