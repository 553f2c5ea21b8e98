"""Who hears of a link, of one that never comes, of an access that is gone: once, and in time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session, col, select

from coachbook.models import Booking, CoachSettings, GoogleEvent, InAppNotification, OutboxMessage
from coachbook.notifications import messages, voids
from coachbook.notifications.merging import UNDO_SPAN
from coachbook.notifications.sending import Email
from coachbook.services import activity, bookings, client_profiles
from coachbook.services.activity_notes import Note
from coachbook.services.bookings import BookingView
from coachbook.services.google_calendar import telling
from coachbook.services.google_calendar.calendar_client import NeedsReconnect
from coachbook.ui.activity import client_rows, rows
from tests import factories, practices
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import connect, connection_of, serve
from tests.services.google_calendar.fake_google import LINK, FakeGoogle, Fault

WEDNESDAY, THURSDAY = at("2026-11-18 10:00"), at("2026-11-19 10:00")
OWN = "https://meet.example.com/anna"
TOLD = NOW + UNDO_SPAN
LATER = TOLD + timedelta(minutes=1)


@pytest.fixture
def practice(session: Session) -> Practice:
    made = practices.open_practice(session)
    factories.hours(session, made.coach, kind="checkin")
    connect(session, made.coach)
    return made


def checkin(practice: Practice, **more: Any) -> BookingView:
    return practice.booked(WEDNESDAY, kind="checkin", minutes=30, **more)


def deliver(practice: Practice) -> None:
    """Everything that waits has left."""
    for message in practice.session.exec(select(OutboxMessage)):
        message.state, message.sent_at = "sent", LATER
    practice.session.flush()


def ready(practice: Practice, one: BookingView, now: datetime = LATER) -> None:
    """As the lane does it: first it is told, then the link is noted."""
    telling.meet_is_ready(practice.session, practice.coach.id, one.chain_id, now=now)
    for row in practice.session.exec(select(Booking).where(Booking.chain_id == one.chain_id)):
        row.google_meet_link = LINK
    practice.session.get_one(GoogleEvent, one.chain_id).meet = "ready"
    practice.session.flush()


def failed(practice: Practice, one: BookingView, now: datetime = LATER) -> None:
    telling.meet_failed(practice.session, practice.coach.id, one.chain_id, now=now)
    practice.session.get_one(GoogleEvent, one.chain_id).meet = "failed"
    practice.session.flush()


def letters(practice: Practice, event: str) -> list[OutboxMessage]:
    wanted = (OutboxMessage.event == event, OutboxMessage.channel == "email")
    asked = select(OutboxMessage).where(*wanted).order_by(col(OutboxMessage.created_at))
    return list(practice.session.exec(asked))


def email(practice: Practice, event: str) -> Email:
    return messages.render(practice.session, letters(practice, event)[-1])


def test_a_link_in_time_comes_with_the_first_message(practice: Practice) -> None:
    one = checkin(practice)

    ready(practice, one, now=NOW + timedelta(seconds=2))

    assert letters(practice, "meet_link_ready") == []
    assert f"Join here: {LINK}" in email(practice, "checkin_booked").text


def test_a_late_link_is_told_once_more(practice: Practice) -> None:
    one = checkin(practice)
    assert "The meeting link follows" in email(practice, "checkin_booked").text
    deliver(practice)

    ready(practice, one)

    made = email(practice, "meet_link_ready")
    assert len(letters(practice, "meet_link_ready")) == 1
    assert made.recipient_email == practice.client.email
    assert f"Join here: {LINK}" in made.text
    assert LINK in made.html
    assert made.invitations == ()  # Google invites to this one


def test_without_googles_invitation_ours_gets_the_link_as_well(practice: Practice) -> None:
    one = checkin(practice)
    deliver(practice)
    practice.session.get_one(GoogleEvent, one.chain_id).invites = False

    ready(practice, one)

    (invitation,) = email(practice, "meet_link_ready").invitations
    (event,) = Calendar.from_ical(invitation.file.decode()).events
    assert (event["UID"], event["LOCATION"]) == (f"{one.chain_id}@coachbook", LINK)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_the_link_names_the_right_hour_on_change_days(practice: Practice, day: str) -> None:
    starts = at(f"{day} 09:00")
    (one,) = factories.booked(
        practice.session, practice.coach, practice.client, starts, kind="checkin",
        minutes=30, now=starts - timedelta(days=9),
    )  # fmt: skip
    deliver(practice)
    practice.session.get_one(GoogleEvent, one.chain_id).invites = False

    ready(practice, one, now=starts - timedelta(days=8))

    made = email(practice, "meet_link_ready")
    (event,) = Calendar.from_ical(made.invitations[0].file.decode()).events
    assert starts == event.DTSTART
    assert "9:00\u202fAM to 9:30\u202fAM" in made.text


def test_the_link_of_a_moved_checkin_survives_taking_the_move_back(practice: Practice) -> None:
    one = checkin(practice)
    deliver(practice)
    moved = practice.move(one, THURSDAY, by=practice.coach, now=LATER)
    ready(practice, one, now=LATER + timedelta(seconds=2))

    bookings.undo_reschedule(
        practice.session, moved.booking.id, by=practice.coach, now=LATER + timedelta(seconds=5)
    )

    text = email(practice, "meet_link_ready").text
    assert f"Join here: {LINK}" in text
    assert "November 18" in text


def test_a_link_of_what_is_cancelled_is_not_told(practice: Practice) -> None:
    one = checkin(practice)
    deliver(practice)
    ready(practice, one)
    (letter,) = letters(practice, "meet_link_ready")
    assert voids.reason(practice.session, letter, LATER) == ""

    practice.cancel(bookings.one(practice.session, one.id, by=practice.client, now=LATER))

    assert voids.reason(practice.session, letter, LATER) == "The check-in was cancelled."


@pytest.mark.parametrize("own", [OWN, ""])
def test_without_a_link_the_coach_hears_and_the_own_address_follows(
    practice: Practice, own: str
) -> None:
    practice.session.get_one(CoachSettings, practice.coach.id).meeting_address = own
    one = checkin(practice)
    deliver(practice)

    failed(practice, one)

    (note,) = notes(practice, "meet_failed")
    row = rows.groups([note], practice.coach, NOW.date())[0]["rows"][0]
    assert row["name"] == practice.client.name
    assert row["href"] == f"/coach/bookings?booking={one.chain_id}"
    assert len(letters(practice, "meet_link_ready")) == (1 if own else 0)
    if own:
        assert f"Join here: {OWN}" in email(practice, "meet_link_ready").text


def notes(practice: Practice, event: str) -> list[Note]:
    found = activity.page(practice.session, by=practice.coach, now=LATER).notes
    return [one for one in found if one.event == event]


def test_the_client_finds_the_link_in_the_app(practice: Practice) -> None:
    one = checkin(practice)
    deliver(practice)
    ready(practice, one)

    found = activity.page(practice.session, by=practice.client, now=LATER, side="client").notes

    (row,) = [client_rows.row(note, practice.client) for note in found if not note.is_read]
    assert f"{row['name']} {row['what']}" == (
        f"The meeting link for your check-in with {practice.coach.name} is there"
    )


def test_an_access_that_is_gone_is_mailed_once_each_time(practice: Practice) -> None:
    session, coach = practice.session, practice.coach
    connection_of(session, coach).status = "needs_reconnect"
    telling.consent_is_gone(session, coach.id, now=NOW)
    telling.consent_is_gone(session, coach.id, now=NOW)

    (letter,) = letters(practice, "google_needs_reconnect")
    made = messages.render(session, letter)
    assert made.recipient_email == coach.email
    assert made.link.endswith("/coach/settings/booking#google-calendar")
    assert voids.reason(session, letter, NOW) == ""
    (note,) = notes(practice, "google_needs_reconnect")
    assert rows.groups([note], coach, NOW.date())[0]["rows"][0]["what"] == "is no longer connected"
    connection_of(session, coach).status = "connected"
    assert voids.reason(session, letter, NOW).startswith("Google Calendar is connected again")
    telling.consent_is_gone(session, coach.id, now=LATER)
    assert len(letters(practice, "google_needs_reconnect")) == 2


def test_repairs_are_a_note_and_no_email(practice: Practice) -> None:
    telling.repaired(practice.session, practice.coach.id, 2, now=NOW)

    (note,) = notes(practice, "google_repaired")
    row = rows.groups([note], practice.coach, NOW.date())[0]["rows"][0]
    assert row["what"] == "didn't have 2 appointments as booked; all is put right again"
    assert practice.session.exec(select(OutboxMessage)).all() == []


def test_notes_of_others_connections_are_nobody_elses(practice: Practice) -> None:
    telling.repaired(practice.session, practice.coach.id, 2, now=NOW)

    (told,) = practice.session.exec(select(InAppNotification))

    assert (told.recipient_id, told.coach_id) == (practice.coach.id, practice.coach.id)


def test_the_lane_tells_of_a_slow_link(connected: Practice, google: FakeGoogle) -> None:
    """From Google's answer to the letter, on a check-in that was told of meanwhile."""
    google.meet_takes_looks = 2
    one = checkin(connected)
    serve(connected, google, NOW)
    waits = email(connected, "checkin_booked").text
    deliver(connected)
    serve(connected, google, LATER)
    serve(connected, google, LATER + timedelta(minutes=6))

    assert "The meeting link follows" in waits
    assert LINK in email(connected, "meet_link_ready").text
    again = bookings.one(connected.session, one.id, by=connected.client, now=LATER)
    assert (again.meet, again.meeting_address) == ("ready", LINK)


def test_the_lane_mails_once_that_the_consent_is_gone(
    connected: Practice, google: FakeGoogle
) -> None:
    google.faults = [Fault(NeedsReconnect("The access was withdrawn."))] * 3
    checkin(connected)
    for minute in range(3):
        serve(connected, google, NOW + timedelta(minutes=minute))
    client_profiles.rename(
        connected.session, connected.client.id, by=connected.coach, name="Robin Hill", now=LATER
    )
    serve(connected, google, LATER)

    assert len(letters(connected, "google_needs_reconnect")) == 1
