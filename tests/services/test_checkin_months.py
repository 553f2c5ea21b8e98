"""Whose the month of a check-in is, where two fell into one when the coach moved."""

from datetime import date, datetime

import pytest

from coachbook.models import Booking, Profile
from coachbook.services import bookings, invariants, zone_changes
from coachbook.services.bookings import BookingView, months
from coachbook.services.bookings.records import used_months
from coachbook.services.bookings.views import by_ids
from coachbook.services.people import person
from tests import factories
from tests.conftest import NOW
from tests.factories import NEW_YORK, at
from tests.practices import Practice

TOKYO = "Asia/Tokyo"
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def two(practice: Practice) -> list[BookingView]:
    """In November and December in New York, both in December in Tokyo, where the coach is now."""
    factories.hours(
        practice.session, practice.coach, days=range(7), start="00:00", end="00:00", kind="checkin"
    )
    made = factories.booked(
        practice.session, practice.coach, practice.client,
        at("2026-11-30 20:00"), at("2026-12-15 10:00"), kind="checkin", minutes=30,
    )  # fmt: skip
    go(practice, TOKYO)
    return made


def go(practice: Practice, zone: str) -> None:
    zone_changes.change_zone(
        practice.session, by=practice.coach, zone=zone, keep="clock",
        seen=practice.coach.time_zone, now=NOW,
    )  # fmt: skip
    profile = practice.session.get_one(Profile, practice.coach.id)
    practice.coach = person(practice.session, profile)


def cancel(practice: Practice, one: BookingView) -> BookingView:
    (known,) = by_ids(practice.session, [one.id], NOW)
    return practice.cancel(known, by=practice.coach)


def reopen(practice: Practice, one: BookingView) -> BookingView:
    return bookings.reopen(
        practice.session, one.id, by=practice.coach, version=one.version, now=NOW
    )


def may_book(practice: Practice, starts_at: datetime) -> bool:
    return practice.book(starts_at, kind="checkin").is_booked


def is_beyond(practice: Practice, one: BookingView) -> bool:
    row = practice.session.get_one(Booking, one.id, populate_existing=True)
    return row.beyond_allowance


def is_clean(practice: Practice) -> bool:
    return set(invariants.check(practice.session, now=NOW).offending) <= {"owner"}


def test_month_that_is_left_goes_to_the_other(practice: Practice, two: list[BookingView]) -> None:
    cancel(practice, two[0])
    assert not is_beyond(practice, two[1])
    assert not may_book(practice, at("2026-12-22 10:00"))
    assert is_clean(practice)


def test_month_would_be_given_twice_otherwise(
    practice: Practice, two: list[BookingView], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "hand_on", lambda *_: None)
    cancel(practice, two[0])
    assert may_book(practice, at("2026-12-22 10:00"))


def test_moved_to_another_month_it_leaves_its_own(
    practice: Practice, two: list[BookingView]
) -> None:
    (first,) = by_ids(practice.session, [two[0].id], NOW)
    practice.move(first, at("2027-01-13 10:00"), by=practice.coach, confirmed=True)
    assert not is_beyond(practice, two[1])
    assert is_clean(practice)


def test_moved_within_the_month_it_keeps_it(practice: Practice, two: list[BookingView]) -> None:
    (first,) = by_ids(practice.session, [two[0].id], NOW)
    practice.move(first, at("2026-12-08 10:00"), by=practice.coach, confirmed=True)
    assert is_beyond(practice, two[1])
    assert is_clean(practice)


def test_taken_back_where_the_month_is_free_it_uses_it(
    practice: Practice, two: list[BookingView]
) -> None:
    gone = cancel(practice, two[1])
    go(practice, NEW_YORK)
    reopen(practice, gone)
    assert DECEMBER in used_months(practice.session, practice.coach.id, practice.client.id)
    assert not may_book(practice, at("2026-12-22 10:00"))
    assert is_clean(practice)


def test_taken_back_beside_the_other_it_is_beyond_again(
    practice: Practice, two: list[BookingView]
) -> None:
    reopen(practice, cancel(practice, two[1]))
    assert is_beyond(practice, two[1])
    assert is_clean(practice)
