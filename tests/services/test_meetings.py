"""Where a check-in takes place: its own link, the coach's address, or a sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coachbook.models import Booking, CoachSettings
from coachbook.services import bookings, meetings
from coachbook.services.bookings import BookingView
from coachbook.services.meetings import Meeting
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

ADDRESS = "https://meet.example.com/anna"
OWN = "https://google.example.com/abc"


@pytest.fixture
def checkin(practice: Practice) -> BookingView:
    (made,) = factories.booked(
        practice.session, practice.coach, practice.client, at("2026-11-18 10:00"), kind="checkin"
    )
    return made


def read_again(practice: Practice, checkin: BookingView) -> BookingView:
    practice.session.flush()
    return bookings.one(practice.session, checkin.id, by=practice.client, now=NOW)


def give_address(practice: Practice) -> None:
    practice.session.get_one(CoachSettings, practice.coach.id).meeting_address = ADDRESS


def test_without_an_address_the_coach_will_send_a_link(
    practice: Practice, checkin: BookingView
) -> None:
    found = meetings.meeting(checkin, by=practice.client)
    assert found == Meeting("", "Anna Weiss will send you a link before it starts.")


def test_without_an_address_the_coach_is_told_to_send_one(
    practice: Practice, checkin: BookingView
) -> None:
    said = meetings.meeting(checkin, by=practice.coach).sentence
    assert said.startswith("You have no meeting address yet: send Robin Fields a link")


def test_coachs_address_stands_for_every_check_in(practice: Practice, checkin: BookingView) -> None:
    give_address(practice)
    found = read_again(practice, checkin)
    assert meetings.meeting(found, by=practice.client) == Meeting(link=ADDRESS)
    assert meetings.meeting(found, by=practice.coach) == Meeting(link=ADDRESS)


@pytest.mark.parametrize(("own", "expected"), [(OWN, OWN), ("", ADDRESS), (None, ADDRESS)])
def test_own_link_goes_before_the_coachs_address(
    practice: Practice, checkin: BookingView, own: str | None, expected: str
) -> None:
    give_address(practice)
    practice.session.get_one(Booking, checkin.id).google_meet_link = own
    assert read_again(practice, checkin).meeting_address == expected


def test_session_meets_in_person(practice: Practice) -> None:
    give_address(practice)
    (session,) = practice.book(at("2026-11-18 10:00")).bookings
    assert session.meeting_address == ""
    assert meetings.meeting(session, by=practice.client) == Meeting()


def test_nobody_joins_what_is_cancelled_or_over(practice: Practice, checkin: BookingView) -> None:
    give_address(practice)
    known = read_again(practice, checkin)
    over = replace(known, has_ended=True, starts_at=known.starts_at - timedelta(days=9))
    assert meetings.meeting(replace(known, status="cancelled"), by=practice.client) == Meeting()
    assert meetings.meeting(over, by=practice.client) == Meeting()
