"""What a coach is told before a booking is cancelled or corrected."""

from datetime import date

import pytest

from coachbook.errors import NotAllowed, NotFound
from coachbook.models import SessionPackage
from coachbook.services import bookings
from coachbook.services.attendance import outlooks
from coachbook.services.attendance.outlooks import Outlook
from coachbook.services.bookings import BookingView
from coachbook.services.packages.selling import end_of
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice


def past(practice: Practice, words: str = "2026-11-13 09:00") -> BookingView:
    return factories.booked(practice.session, practice.coach, practice.client, at(words))[0]


def outlook(practice: Practice, one: BookingView) -> Outlook:
    return outlooks.outlook(practice.session, one.chain_id, by=practice.coach, now=NOW)


def test_outlook_knows_the_counts_and_the_threshold(practice: Practice) -> None:
    one = past(practice)
    bookings.mark_no_show(practice.session, one.id, by=practice.coach, version=1, now=NOW)
    found = outlook(practice, past(practice, "2026-11-12 09:00"))
    assert (found.no_shows, found.cancellations, found.threshold) == (1, 0, 3)


@pytest.mark.parametrize(
    ("words", "is_in"),
    [("2026-08-18 09:00", False), ("2026-08-19 09:00", True), ("2026-11-16 18:00", True),
     ("2026-11-17 09:00", False)],
)  # fmt: skip
def test_outlook_knows_whether_the_day_counts(practice: Practice, words: str, is_in: bool) -> None:
    assert outlook(practice, past(practice, words)).is_in_window is is_in


def test_outlook_knows_what_became_of_the_package(practice: Practice) -> None:
    one = past(practice)
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = end_of(date(2026, 11, 15), practice.coach.zone)
    package.voided_at, package.remaining_sessions = NOW, 0
    practice.session.flush()
    found = outlook(practice, one)
    assert (found.is_voided, found.ended_on) == (True, date(2026, 11, 15))


def test_outlook_is_the_coachs_alone(practice: Practice) -> None:
    one = past(practice)
    other = people.coach(practice.session, "Ben Ito")
    with pytest.raises(NotFound):
        outlooks.outlook(practice.session, one.chain_id, by=other, now=NOW)
    with pytest.raises(NotAllowed):
        outlooks.outlook(practice.session, one.chain_id, by=practice.client, now=NOW)


def test_coach_who_is_a_client_too_sees_no_counts_of_their_own(practice: Practice) -> None:
    ben = people.coach(practice.session, "Ben Ito")
    people.relate(practice.session, practice.coach, ben.id, "Ben Ito")
    factories.package(practice.session, practice.coach, ben)
    (one,) = factories.booked(practice.session, practice.coach, ben, at("2026-11-18 09:00"))
    with pytest.raises(NotFound):
        outlooks.outlook(practice.session, one.chain_id, by=ben, now=NOW)


def test_check_in_gives_its_month_back_unless_another_waits_for_it(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    first = practice.booked(at("2026-11-18 09:00"), kind="checkin")
    assert outlook(practice, first).frees_month
    more = practice.booked(
        at("2026-11-19 09:00"), kind="checkin", by=practice.coach, confirmed=True
    )
    assert not outlook(practice, first).frees_month
    assert not outlook(practice, more).frees_month
