"""A check-in's Meet wherever it is asked for: its link, that it follows, or that none will come."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coachbook.models import Booking, CoachSettings, GoogleEvent
from coachbook.notifications import meets
from coachbook.services import bookings, meetings
from coachbook.services.bookings import BookingView
from coachbook.services.meetings import Meeting
from tests import factories, practices
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import connect, connection_of, noted

WEDNESDAY = at("2026-11-18 10:00")
OWN = "https://meet.example.com/anna"
LINK = "https://meet.google.com/abc-defg-hij"
Happens = Callable[[Session, Practice], None]


@pytest.fixture
def practice(session: Session) -> Practice:
    made = practices.open_practice(session)
    factories.hours(session, made.coach, kind="checkin")
    session.get_one(CoachSettings, made.coach.id).meeting_address = OWN
    return made


def checkin(practice: Practice) -> BookingView:
    return practice.booked(WEDNESDAY, kind="checkin", minutes=30)


def read_again(practice: Practice, one: BookingView) -> BookingView:
    practice.session.flush()
    return bookings.newest(practice.session, one.chain_id, by=practice.client, now=NOW)


def awaited(session: Session) -> bool:
    found = session.exec(select(Booking)).all()
    return bool(meets.awaited(session, found, now=NOW))


def test_while_google_is_to_make_the_link_it_follows(session: Session, practice: Practice) -> None:
    connect(session, practice.coach)

    one = checkin(practice)

    assert (one.meet, one.meeting_address, awaited(session)) == ("pending", "", True)
    said = "The meeting link follows as soon as it is made."
    assert meetings.meeting(one, by=practice.client) == Meeting(sentence=said)
    assert "Google" in meetings.meeting(one, by=practice.coach).sentence


def test_without_google_the_own_address_counts(session: Session, practice: Practice) -> None:
    one = checkin(practice)

    assert (one.meet, one.meeting_address, awaited(session)) == ("none", OWN, False)


def test_the_link_counts_once_it_is_there(session: Session, practice: Practice) -> None:
    connect(session, practice.coach)
    one = checkin(practice)
    session.get_one(Booking, one.id).google_meet_link = LINK

    again = read_again(practice, one)

    assert (again.meet, again.meeting_address, awaited(session)) == ("ready", LINK, False)


def _of_event(**values: object) -> Happens:
    def happens(session: Session, _practice: Practice) -> None:
        (row,) = noted(session)
        for name, value in values.items():
            setattr(row, name, value)

    return happens


def _of_connection(**values: object) -> Happens:
    def happens(session: Session, practice: Practice) -> None:
        row = connection_of(session, practice.coach)
        for name, value in values.items():
            setattr(row, name, value)

    return happens


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("happens", "meet"),
    [
        (_of_event(meet="pending"), "pending"),
        (_of_event(meet="failed"), "failed"),
        (_of_event(is_given_up=True), "failed"),
        (_of_connection(status="needs_reconnect"), "failed"),
        (_of_connection(status="ending"), "failed"),
        (_of_connection(status="failing", failing_since=NOW - timedelta(minutes=29)), "pending"),
        (_of_connection(status="failing", failing_since=NOW - timedelta(minutes=31)), "failed"),
    ],
)
def test_where_no_link_will_come_the_own_address_counts(
    session: Session, practice: Practice, happens: Happens, meet: str
) -> None:
    connect(session, practice.coach)
    one = checkin(practice)
    happens(session, practice)

    again = read_again(practice, one)

    assert (again.meet, awaited(session)) == (meet, meet == "pending")
    assert again.meeting_address == ("" if meet == "pending" else OWN)


def test_nobody_is_left_waiting_at_the_start(session: Session, practice: Practice) -> None:
    connect(session, practice.coach)
    one = checkin(practice)

    early, late = (
        bookings.one(session, one.id, by=practice.client, now=WEDNESDAY - timedelta(minutes=left))
        for left in (11, 9)
    )

    assert (early.meet, late.meet, late.meeting_address) == ("pending", "failed", OWN)


def test_without_link_and_address_the_coach_is_told_to_send_one(
    session: Session, practice: Practice
) -> None:
    connect(session, practice.coach)
    session.get_one(CoachSettings, practice.coach.id).meeting_address = ""
    one = checkin(practice)
    session.get_one(GoogleEvent, one.chain_id).meet = "failed"

    again = read_again(practice, one)

    assert "will send you a link" in meetings.meeting(again, by=practice.client).sentence
    assert meetings.meeting(again, by=practice.coach).sentence.startswith("Google made no Meet")


def test_a_session_takes_place_where_its_coach_says(session: Session, practice: Practice) -> None:
    connect(session, practice.coach)
    session.get_one(CoachSettings, practice.coach.id).session_place = "Studio 3"

    other, one = checkin(practice), practice.booked(WEDNESDAY + timedelta(days=1))

    assert (one.meet, one.meeting_address, one.session_place) == ("none", "", "Studio 3")
    assert meetings.meeting(one, by=practice.client) == Meeting(place="Studio 3")
    assert other.session_place == ""
