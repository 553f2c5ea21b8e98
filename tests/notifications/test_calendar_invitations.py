"""The calendar files of emails: one UID for life, a number that grows, nobody else's."""

from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import col, select

from coachbook.models import (
    Booking,
    CoachSettings,
    GoogleConnection,
    GoogleEvent,
    OutboxMessage,
    Profile,
)
from coachbook.notifications import messages
from coachbook.notifications.merging import UNDO_SPAN
from coachbook.notifications.sending import Invitation
from coachbook.services.google_calendar import wanting
from tests import factories
from tests.calendar_readers import READERS
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY, WEDNESDAY = at("2026-11-24 09:00"), at("2026-11-25 14:30")


def _invitations(practice: Practice, event: str) -> tuple[Invitation, ...]:
    practice.session.flush()
    practice.session.expire_all()
    found = practice.session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.event == event, OutboxMessage.channel == "email")
        .order_by(col(OutboxMessage.created_at).desc())
    ).first()
    assert found
    return messages.render(practice.session, found).invitations


def _event(invitation: Invitation) -> Any:
    calendar = Calendar.from_ical(invitation.file.decode())
    assert calendar["METHOD"] == invitation.method
    (event,) = calendar.events
    return event


def test_booking_comes_with_an_invitation(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    (invitation,) = _invitations(practice, "session_booked")
    event = _event(invitation)
    assert invitation.method == "REQUEST"
    assert event["UID"] == f"{booking.chain_id}@coachbook"
    assert (event.DTSTART, event["SUMMARY"]) == (TUESDAY, "Session with Anna Weiss")
    assert event["ORGANIZER"] == f"mailto:{practice.coach.email}"
    assert event["ATTENDEE"] == f"mailto:{practice.client.email}"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["STATUS"] == "CONFIRMED"


def test_move_keeps_the_uid_and_raises_the_number(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    practice.move(booking, WEDNESDAY, by=practice.coach, confirmed=True)
    event = _event(_moved_or_booked(practice))
    assert event["UID"] == f"{booking.chain_id}@coachbook"
    assert (event.DTSTART, event["SEQUENCE"]) == (WEDNESDAY, 1)


def _moved_or_booked(practice: Practice) -> Invitation:
    """Inside the undo span, the move and the booking are one message."""
    (found,) = _invitations(practice, "session_booked")
    return found


def test_cancellation_takes_it_out_again(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    after = NOW + 2 * UNDO_SPAN
    practice.cancel(booking, now=after)
    (invitation,) = _invitations(practice, "session_cancelled")
    event = _event(invitation)
    assert invitation.method == "CANCEL"
    assert event["UID"] == f"{booking.chain_id}@coachbook"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


def test_several_bookings_are_a_file_each(practice: Practice) -> None:
    practice.book(TUESDAY, WEDNESDAY)
    events = [_event(one) for one in _invitations(practice, "session_booked")]
    assert [event.DTSTART for event in events] == [TUESDAY, WEDNESDAY]
    assert len({event["UID"] for event in events}) == 2


@pytest.mark.parametrize("reader", READERS)
def test_every_program_reads_the_right_instant(practice: Practice, reader: str) -> None:
    practice.book(TUESDAY)
    (invitation,) = _invitations(practice, "session_booked")
    (found,) = READERS[reader](invitation.file)
    assert (found.start, found.sequence, found.status) == (TUESDAY, 0, "CONFIRMED")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize(
    "start", ["2026-03-29 09:00", "2026-10-25 09:00", "2026-03-08 09:00", "2026-11-01 09:00"]
)
def test_both_change_days_are_right_wherever_the_reader_is(
    practice: Practice, start: str, zone: str
) -> None:
    practice.session.get_one(Profile, practice.client.id).time_zone = zone
    practice.book(at(start), by=practice.coach, confirmed=True)
    (invitation,) = _invitations(practice, "session_booked")
    assert at(start) == _event(invitation).DTSTART
    assert b"VTIMEZONE" not in invitation.file


@pytest.mark.parametrize(
    ("status", "count"), [("connected", 0), ("failing", 0), ("needs_reconnect", 1), ("ending", 1)]
)
def test_google_invites_where_it_is_connected(practice: Practice, status: str, count: int) -> None:
    connection = _connect(practice)
    practice.book(TUESDAY)
    connection.status = status
    assert len(_invitations(practice, "session_booked")) == count


def _connect(practice: Practice) -> GoogleConnection:
    connection = GoogleConnection(
        coach_id=practice.coach.id, google_subject="1", google_email="anna@gmail.example.com",
        refresh_token_encrypted="x", status="connected", connected_at=NOW,
    )  # fmt: skip
    practice.session.add(connection)
    practice.session.flush()
    return connection


def test_what_we_invited_to_before_stays_ours(practice: Practice) -> None:
    """Nobody is invited twice: Google's copy of it has no guest."""
    booking = practice.booked(TUESDAY)
    _connect(practice)
    wanting.want_of_coach(practice.session, practice.coach.id, NOW)
    after = NOW + 2 * UNDO_SPAN
    practice.book(at("2026-11-26 10:00"), now=after)
    practice.cancel(booking, now=after)
    (invitation,) = _invitations(practice, "session_cancelled")
    assert invitation.method == "CANCEL"
    assert _invitations(practice, "session_booked") == ()


def test_what_google_refuses_is_ours(practice: Practice) -> None:
    _connect(practice)
    booking = practice.booked(TUESDAY)
    practice.session.get_one(GoogleEvent, booking.chain_id).is_given_up = True
    assert len(_invitations(practice, "session_booked")) == 1


def test_session_says_where_it_takes_place(practice: Practice) -> None:
    practice.session.get_one(CoachSettings, practice.coach.id).session_place = "Studio 3, Harbor St"
    practice.book(TUESDAY)
    (invitation,) = _invitations(practice, "session_booked")
    assert _event(invitation)["LOCATION"] == "Studio 3, Harbor St"


def test_coach_gets_none(practice: Practice) -> None:
    practice.book(TUESDAY)
    assert _invitations(practice, "new_booking") == ()


def test_checkin_says_where_it_takes_place(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    practice.book(TUESDAY, kind="checkin", minutes=30)
    booking = practice.session.exec(select(Booking)).one()
    booking.google_meet_link = "https://meet.example.com/abc"
    (invitation,) = _invitations(practice, "checkin_booked")
    event = _event(invitation)
    assert event["LOCATION"] == "https://meet.example.com/abc"
    assert event["SUMMARY"] == "Check-in with Anna Weiss"


HOSTILE = (
    "Robin\r\nATTENDEE:mailto:eve@example.com", 'Robin";CN="Eve', "Robin\rBEGIN:VALARM", "a\u2028b",
    "<b>Robin</b>", "Robin: 한국; \\n, \x0b",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_names_add_nothing_to_the_file(practice: Practice, name: str) -> None:
    session = practice.session
    session.get_one(Profile, practice.coach.id).name = name
    practice.book(TUESDAY)
    (invitation,) = _invitations(practice, "session_booked")
    lines = invitation.file.replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(line.startswith((b"ATTENDEE", b"ORGANIZER")) for line in lines) == 2
    assert not [line for line in lines if line.startswith(b"BEGIN:VALARM")]
    assert {found.start for read in READERS.values() for found in read(invitation.file)} == {
        TUESDAY
    }


def test_same_message_has_the_same_file_for_ever(practice: Practice) -> None:
    practice.book(TUESDAY)
    first, second = (_invitations(practice, "session_booked") for _ in range(2))
    assert first == second
