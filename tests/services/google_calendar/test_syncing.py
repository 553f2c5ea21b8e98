"""Google holds what the bookings say, whatever happens on the way."""

from datetime import timedelta
from typing import Any

import pytest

from coachbook.models import Booking, CoachSettings, Profile
from coachbook.notifications.merging import UNDO_SPAN
from coachbook.services import bookings, client_profiles
from coachbook.services.google_calendar import wanting
from coachbook.services.google_calendar.calendar_client import Refused
from coachbook.services.google_calendar.desired import event_id
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import connect, connection_of, noted, serve, the_event
from tests.services.google_calendar.fake_google import LINK, FakeGoogle, Fault

# The rules are the same on both: test_google_machine, test_connections and test_comparing.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WEDNESDAY = at("2026-11-18 10:00")
THURSDAY = at("2026-11-19 10:00")
LATER = NOW + UNDO_SPAN


def test_a_session_is_put_in_with_its_client(connected: Practice, google: FakeGoogle) -> None:
    booked = connected.booked(WEDNESDAY)

    assert serve(connected, google) == ["insert"]

    event = the_event(google)
    assert event["summary"] == "Session with Robin Fields"
    assert event["start"] == {"dateTime": "2026-11-18T15:00:00Z", "timeZone": "America/New_York"}
    assert event["attendees"] == [{"email": connected.client.email, "displayName": "Robin Fields"}]
    assert str(booked.chain_id) in event["description"]
    assert "conferenceData" not in event
    assert google.mailed == [("invited", connected.client.email)]
    assert serve(connected, google) == []


def test_a_name_puts_nothing_of_its_own_into_the_description(
    connected: Practice, google: FakeGoogle
) -> None:
    """Google shows that as HTML, to the coach and to the client."""
    name = '<a href="https://elsewhere.example">Open</a>'
    whose, now = connected.client.id, NOW
    client_profiles.rename(connected.session, whose, by=connected.coach, name=name, now=now)
    connected.booked(WEDNESDAY)
    serve(connected, google)

    assert set("<>").isdisjoint(the_event(google)["description"])
    assert the_event(google)["summary"] == f"Session with {name}"
    assert serve(connected, google) == []


def test_a_move_patches_the_same_event_after_its_undo_span(
    connected: Practice, google: FakeGoogle
) -> None:
    booked = connected.booked(WEDNESDAY)
    serve(connected, google)
    connected.move(booked, THURSDAY)

    assert serve(connected, google, LATER - timedelta(seconds=1)) == []
    assert serve(connected, google, LATER) == ["patch"]
    assert the_event(google)["start"]["dateTime"] == "2026-11-19T15:00:00Z"
    assert google.mailed[1:] == [("told", connected.client.email)]


def test_an_undone_move_is_never_told(connected: Practice, google: FakeGoogle) -> None:
    booked = connected.booked(WEDNESDAY)
    serve(connected, google)
    moved = connected.move(booked, THURSDAY, by=connected.coach).booking
    bookings.undo_reschedule(connected.session, moved.id, by=connected.coach, now=NOW)

    assert serve(connected, google, LATER) == []


def test_a_cancelled_one_is_taken_out_and_a_reopened_one_gets_another_id(
    connected: Practice, google: FakeGoogle
) -> None:
    gone = connected.cancel(connected.booked(WEDNESDAY))
    assert serve(connected, google) == []
    version = bookings.reopen(
        connected.session, gone.id, by=connected.coach, version=gone.version, now=NOW
    )
    serve(connected, google)
    again = connected.cancel(version)
    assert serve(connected, google) == ["delete"]
    assert google.standing() == []

    bookings.reopen(connected.session, again.id, by=connected.coach, version=again.version, now=NOW)
    assert serve(connected, google) == ["insert"]
    assert the_event(google)["id"] == event_id(gone.chain_id, 1)


def test_a_new_name_and_address_reach_the_event(connected: Practice, google: FakeGoogle) -> None:
    connected.booked(WEDNESDAY)
    serve(connected, google)
    connected.session.get_one(Profile, connected.client.id).email = "robin@new-address.com"
    wanting.want_of_client(connected.session, connected.client.id, NOW)

    assert serve(connected, google) == ["patch"]
    assert [one["email"] for one in the_event(google)["attendees"]] == ["robin@new-address.com"]


def test_google_is_not_to_mail_samples(connected: Practice, google: FakeGoogle) -> None:
    connected.session.get_one(Profile, connected.client.id).email = "dana@mail.example.com"
    connected.booked(WEDNESDAY)

    assert serve(connected, google) == ["insert"]
    assert the_event(google)["attendees"] == []
    assert google.mailed == []


def test_answers_of_guests_survive_a_move(connected: Practice, google: FakeGoogle) -> None:
    booked = connected.booked(WEDNESDAY)
    serve(connected, google)
    guest = {"email": connected.client.email, "responseStatus": "accepted"}
    google.change(the_event(google), attendees=[guest], colorId="7")
    connected.move(booked, THURSDAY)

    assert serve(connected, google, LATER) == ["patch", "get", "patch"]
    assert the_event(google)["attendees"] == [guest]
    assert the_event(google)["start"]["dateTime"] == "2026-11-19T15:00:00Z"


def test_two_at_the_same_time_see_nobody_else(connected: Practice, google: FakeGoogle) -> None:
    other = connected.another_client()
    connected.booked(WEDNESDAY)
    connected.booked(WEDNESDAY, by=other, client_id=other.id)

    serve(connected, google)

    guests = [[one["email"] for one in event["attendees"]] for event in google.standing()]
    assert sorted(guests) == sorted([[connected.client.email], [other.email]])
    for event, (mine,) in zip(google.standing(), guests, strict=True):
        assert not event["guestsCanSeeOtherGuests"]
        others = {connected.client.email, other.email} - {mine}
        assert not any(one in str(event) for one in others)


def test_what_was_booked_before_connecting_invites_nobody_twice(
    connected: Practice, google: FakeGoogle
) -> None:
    connect(connected.session, connected.coach, subject="another", now=NOW - timedelta(days=9))
    connected.session.commit()
    connection_of(connected.session, connected.coach).status = "needs_reconnect"
    booked = connected.booked(WEDNESDAY)
    connect(connected.session, connected.coach, subject="another", now=NOW)
    serve(connected, google)
    connected.move(booked, THURSDAY)
    serve(connected, google, LATER)

    assert the_event(google)["attendees"] == []
    assert google.mailed == []


def test_meet_is_ready_at_once(connected: Practice, google: FakeGoogle) -> None:
    booked = connected.booked(WEDNESDAY, kind="checkin", minutes=30)

    assert serve(connected, google) == ["insert"]
    assert link_of(connected, booked.id) == LINK
    moved = connected.move(booked, THURSDAY).booking
    serve(connected, google, LATER)
    assert link_of(connected, moved.id) == LINK
    assert "meet" not in str(the_event(google)["location"])


def link_of(connected: Practice, booking_id: Any) -> str | None:
    found = connected.session.get_one(Booking, booking_id, populate_existing=True)
    return found.google_meet_link


def test_meet_is_looked_for_less_and_less_often(connected: Practice, google: FakeGoogle) -> None:
    google.meet_takes_looks = 4
    booked = connected.booked(WEDNESDAY, kind="checkin", minutes=30)
    looked_at = []
    for second in range(0, 500):
        if serve(connected, google, NOW + timedelta(seconds=second)):
            looked_at.append(second)
    assert looked_at == [0, 2, 10, 60, 360]
    assert link_of(connected, booked.id) == LINK


@pytest.mark.parametrize("takes", [None, 10_000], ids=["refused", "never ready"])
def test_without_a_meet_the_coachs_own_address_counts(
    connected: Practice, google: FakeGoogle, takes: int | None
) -> None:
    address = "https://meet.example.com/anna"
    connected.session.get_one(CoachSettings, connected.coach.id).meeting_address = address
    google.meet_takes_looks = takes
    connected.booked(WEDNESDAY, kind="checkin", minutes=30)

    for minute in range(0, 41, 5):
        serve(connected, google, NOW + timedelta(minutes=minute))

    assert the_event(google)["location"] == address
    assert noted(connected.session)[0].meet == "failed"


def test_a_meet_that_the_account_cant_have_costs_only_the_meet(
    connected: Practice, google: FakeGoogle
) -> None:
    google.faults = [Fault(Refused("Invalid conference type value."))]
    connected.booked(WEDNESDAY, kind="checkin", minutes=30)

    assert serve(connected, google) == ["insert", "insert"]
    assert "conferenceData" not in the_event(google)


def test_what_google_refuses_is_given_up_and_holds_up_nobody(
    connected: Practice, google: FakeGoogle
) -> None:
    google.faults = [Fault(Refused("The calendar's time zone is unknown."))]
    connected.booked(WEDNESDAY, THURSDAY)
    serve(connected, google)

    rows = noted(connected.session)
    assert sorted(row.is_given_up for row in rows) == [False, True]
    assert len(google.standing()) == 1
    wanting.want_of_coach(connected.session, connected.coach.id, NOW)
    serve(connected, google)
    assert len(google.standing()) == 2


def test_change_during_the_call_leaves_it_due(connected: Practice, google: FakeGoogle) -> None:
    serve(connected, google)  # all is compared: nothing else would notice
    booked = connected.booked(WEDNESDAY)

    def cancel(name: str) -> None:
        google.before_each = lambda _: None
        connected.cancel(booked)
        connected.session.commit()

    connected.session.commit()
    google.before_each = cancel
    assert serve(connected, google) == ["insert", "delete"]
    assert google.standing() == []
