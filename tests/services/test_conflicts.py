"""Bookings that a change of the hours would leave behind."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from coachbook.availability import Reason, Window
from coachbook.services import bookings, hours, overrides
from coachbook.services.bookings import BookingView
from coachbook.services.conflicts import Change, conflicts
from coachbook.services.hours import MovedWeek, RemovedWeek, Week
from coachbook.services.overrides import Days, Difference
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW

FRIDAY = date(2026, 11, 20)
FRIDAY_AT_10 = datetime(2026, 11, 20, 15, tzinfo=UTC)  # 10:00 in New York
CLOSED_ON_FRIDAY = tuple(one for one in hours.suggested("session") if one.day_of_week != 5)


@pytest.fixture
def coach(session: Session) -> Person:
    """Monday to Friday 9 to 17, two at once; check-ins 12 to 13."""
    coach = people.coach(session)
    weeks = {kind: hours.suggested(kind) for kind in hours.KINDS}
    hours.save_weeks(session, by=coach, weeks=weeks, now=NOW)
    return coach


@pytest.fixture
def anna(session: Session, coach: Person) -> Person:
    return people.client(session, coach, "Anna")


def session_at(
    session: Session, coach: Person, client: Person, at: datetime = FRIDAY_AT_10
) -> BookingView:
    factories.package(session, coach, client)
    return factories.booked(session, coach, client, at)[0]


def reasons(session: Session, coach: Person, change: Change) -> list[tuple[UUID, Reason]]:
    found = conflicts(session, by=coach, change=change, now=NOW)
    return [(one.booking_id, one.reason) for one in found]


def test_shorter_week_lists_what_is_outside(session: Session, coach: Person, anna: Person) -> None:
    friday = session_at(session, coach, anna)
    session_at(session, coach, anna, FRIDAY_AT_10 - timedelta(days=1))
    change = Week("session", CLOSED_ON_FRIDAY)
    assert reasons(session, coach, change) == [(friday.id, Reason.closed)]


def test_lower_capacity_lists_all_of_them(session: Session, coach: Person, anna: Person) -> None:
    both = {
        session_at(session, coach, anna).id,
        session_at(session, coach, people.client(session, coach, "Ben")).id,
    }
    alone = tuple(Window(day, time(9), time(17), 1) for day in range(1, 6))
    found = reasons(session, coach, Week("session", alone))
    assert {booking_id for booking_id, _ in found} == both
    assert {reason for _, reason in found} == {Reason.full}


def test_blackout_lists_what_it_covers_of_its_kind(
    session: Session, coach: Person, anna: Person
) -> None:
    friday = session_at(session, coach, anna)
    at_noon = FRIDAY_AT_10 + timedelta(hours=2)
    noon = factories.booked(session, coach, anna, at_noon, kind="checkin", minutes=30)[0]
    sessions = Difference("session", FRIDAY, is_blocked=True)
    checkins = Difference("checkin", FRIDAY, is_blocked=True)
    assert reasons(session, coach, Days(add=(sessions,))) == [(friday.id, Reason.blackout)]
    assert reasons(session, coach, Days(add=(sessions, checkins))) == [
        (friday.id, Reason.blackout),
        (noon.id, Reason.blackout),
    ]


def test_blackout_that_only_touches_lists_nothing(
    session: Session, coach: Person, anna: Person
) -> None:
    session_at(session, coach, anna)
    after = Difference("session", FRIDAY, is_blocked=True, start=time(11), end=time(12))
    assert reasons(session, coach, Days(add=(after,))) == []


def test_removing_extra_hours_lists_what_was_booked_in_them(
    session: Session, coach: Person, anna: Person
) -> None:
    evening = Difference("session", FRIDAY, is_blocked=False, start=time(18), end=time(20))
    saved = overrides.add(session, by=coach, what=[evening], now=NOW)[0]
    booking = session_at(session, coach, anna, FRIDAY_AT_10 + timedelta(hours=8))
    assert reasons(session, coach, Days(remove=(saved.id,))) == [(booking.id, Reason.closed)]


def test_what_never_fitted_is_not_blamed_on_the_change(
    session: Session, coach: Person, anna: Person
) -> None:
    session_at(session, coach, anna, FRIDAY_AT_10 + timedelta(hours=9))
    assert reasons(session, coach, Week("session", CLOSED_ON_FRIDAY)) == []


def test_only_coming_confirmed_bookings_of_the_coach_count(
    session: Session, coach: Person, anna: Person
) -> None:
    cancelled = session_at(session, coach, anna)
    bookings.cancel(session, cancelled.id, by=coach, version=cancelled.version, now=NOW)
    other = people.coach(session)
    session_at(session, other, people.client(session, other))
    assert reasons(session, coach, Week("session", ())) == []


def test_conflict_says_who_and_when(session: Session, coach: Person, anna: Person) -> None:
    session_at(session, coach, anna)
    found = conflicts(session, by=coach, change=Week("session", ()), now=NOW)[0]
    assert (found.client_name, found.starts_at) == ("Anna", FRIDAY_AT_10)
    assert found.sentence == "would be outside your hours"


def test_saving_never_touches_bookings(session: Session, coach: Person, anna: Person) -> None:
    booking = session_at(session, coach, anna)
    hours.save_week(session, by=coach, kind="session", windows=(), now=NOW)
    factories.block(session, by=coach, on=FRIDAY, start=None, end=None, kinds=hours.KINDS, now=NOW)
    assert bookings.one(session, booking.id, by=coach, now=NOW) == booking


def test_misfit_of_today_is_not_listed_again_for_another_reason(
    session: Session, coach: Person, anna: Person
) -> None:
    for name in ("Ben", "Cem"):
        session_at(session, coach, people.client(session, coach, name))
    session_at(session, coach, anna)
    assert reasons(session, coach, Week("session", CLOSED_ON_FRIDAY)) == []


def test_misfit_of_today_is_listed_when_its_time_is_blocked(
    session: Session, coach: Person, anna: Person
) -> None:
    evening = session_at(session, coach, anna, FRIDAY_AT_10 + timedelta(hours=9))
    holiday = Difference("session", FRIDAY, is_blocked=True)
    assert reasons(session, coach, Days(add=(holiday,))) == [(evening.id, Reason.blackout)]
    saved = overrides.add(session, by=coach, what=[holiday], now=NOW)[0]
    again = Days(add=(Difference("session", FRIDAY, is_blocked=True, note="Ill"),))
    assert reasons(session, coach, again) == []
    assert reasons(session, coach, Days(remove=(saved.id,))) == []


# Planned weeks


def test_planned_week_lists_only_what_lies_in_it(
    session: Session, coach: Person, anna: Person
) -> None:
    session_at(session, coach, anna)
    next_friday = session_at(session, coach, anna, FRIDAY_AT_10 + timedelta(days=7))
    planned = Week("session", CLOSED_ON_FRIDAY, FRIDAY + timedelta(days=1))
    assert reasons(session, coach, planned) == [(next_friday.id, Reason.closed)]


def test_week_of_now_lists_nothing_after_the_next_begins(
    session: Session, coach: Person, anna: Person
) -> None:
    next_friday = FRIDAY + timedelta(days=7)
    hours.save_week(
        session, by=coach, kind="session", windows=hours.suggested("session"),
        valid_from=next_friday, now=NOW,
    )  # fmt: skip
    session_at(session, coach, anna, FRIDAY_AT_10 + timedelta(days=7))
    assert reasons(session, coach, Week("session", ())) == []
    friday = session_at(session, coach, anna)
    assert reasons(session, coach, Week("session", ())) == [(friday.id, Reason.closed)]


def test_moved_and_removed_weeks_list_what_loses_its_hours(
    session: Session, coach: Person, anna: Person
) -> None:
    saturdays = (Window(6, time(9), time(17), 2),)
    december = date(2026, 12, 1)
    hours.save_week(
        session, by=coach, kind="session", windows=saturdays, valid_from=december, now=NOW
    )
    saturday = session_at(session, coach, anna, datetime(2026, 12, 5, 15, tzinfo=UTC))
    lost = [(saturday.id, Reason.closed)]
    assert reasons(session, coach, RemovedWeek("session", december)) == lost
    assert reasons(session, coach, MovedWeek("session", december, date(2026, 12, 6))) == lost
    assert reasons(session, coach, MovedWeek("session", december, date(2026, 12, 5))) == []
