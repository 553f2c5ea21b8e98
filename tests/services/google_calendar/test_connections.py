"""Connecting, reconnecting, choosing another calendar, and taking it all apart."""

from datetime import timedelta

import pytest
from sqlmodel import select

from coachbook.errors import AlreadyChanged, NotFound
from coachbook.models import Booking, GoogleConnection, OutboxMessage
from coachbook.services.google_calendar import connection_views, connections, turns
from coachbook.services.google_calendar.calendar_client import (
    GoogleFailed,
    NeedsReconnect,
    TryLater,
)
from coachbook.services.google_calendar.turns import TurnLost
from tests import people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import (
    TOKEN,
    connect,
    connection_of,
    noted,
    serve,
    the_event,
)
from tests.services.google_calendar.fake_google import FakeGoogle, Fault

WEDNESDAY = at("2026-11-18 10:00")
THURSDAY = at("2026-11-19 10:00")


def test_back_fill_shows_how_far_it_is(connected: Practice, google: FakeGoogle) -> None:
    connected.booked(WEDNESDAY, THURSDAY)
    view = connection_views.connection(connected.session, by=connected.coach)
    assert view is not None
    assert (view.status, view.waiting, view.of_all) == ("connected", 2, 2)

    serve(connected, google)

    view = connection_views.connection(connected.session, by=connected.coach)
    assert view is not None
    assert (view.waiting, view.of_all, view.last_success_at) == (0, 2, NOW)


def test_consent_that_is_gone_stops_every_call(connected: Practice, google: FakeGoogle) -> None:
    google.revoked.add(TOKEN)
    connected.booked(WEDNESDAY)

    assert serve(connected, google) == ["token"]
    assert connection_of(connected.session, connected.coach).status == "needs_reconnect"
    assert connection_views.needs_reconnect(connected.session, by=connected.coach)
    connected.booked(THURSDAY)
    assert serve(connected, google, NOW + timedelta(hours=1)) == []


def test_reconnecting_catches_up_without_doubles(connected: Practice, google: FakeGoogle) -> None:
    first, second = connected.book(WEDNESDAY, THURSDAY).bookings
    serve(connected, google)
    google.revoked.add(TOKEN)
    connected.cancel(first)
    connected.move(second, WEDNESDAY)
    later = NOW + timedelta(minutes=5)
    serve(connected, google, later)

    connect(connected.session, connected.coach, now=later, token="1//new")

    assert sorted(serve(connected, google, later)) == ["delete", "patch"]
    assert the_event(google)["start"]["dateTime"] == "2026-11-18T15:00:00Z"


def test_another_account_gets_everything_anew(connected: Practice, google: FakeGoogle) -> None:
    connected.booked(WEDNESDAY)
    serve(connected, google)
    elsewhere = FakeGoogle()

    connect(connected.session, connected.coach, now=NOW, subject="2002")

    assert serve(connected, elsewhere) == ["insert"]
    assert the_event(elsewhere)["attendees"] == []


def test_who_still_speaks_for_the_former_account_notes_nothing(connected: Practice) -> None:
    former = turns.take(connected.session, now=NOW)
    assert former is not None
    connect(connected.session, connected.coach, now=NOW, subject="2002")
    assert turns.take(connected.session, now=NOW) is not None

    with pytest.raises(TurnLost):
        turns.hold(connected.session, former)


def test_another_calendar_takes_over(connected: Practice, google: FakeGoogle) -> None:
    connected.booked(WEDNESDAY)
    serve(connected, google)

    connections.choose_calendar(
        connected.session, " work@group.calendar.google.com ", by=connected.coach, now=NOW
    )

    assert serve(connected, google) == ["delete", "insert"]
    assert google.standing() == []
    assert len(google.standing("work@group.calendar.google.com")) == 1


def test_another_calendar_chosen_while_one_is_written_to_takes_over(
    connected: Practice, google: FakeGoogle
) -> None:
    """Nothing else would notice: all has been compared."""
    serve(connected, google)
    for start in (WEDNESDAY, THURSDAY):
        connected.booked(start)

    def choose(name: str) -> None:
        google.before_each = lambda _: None
        connections.choose_calendar(connected.session, "work", by=connected.coach, now=NOW)
        connected.session.commit()

    google.before_each = choose
    serve(connected, google)

    assert google.standing() == []
    assert len(google.standing("work")) == 2


@pytest.mark.parametrize("failure", [TryLater("down"), NeedsReconnect("gone")])
def test_a_failure_while_they_disconnect_keeps_nobody_connected(
    connected: Practice, google: FakeGoogle, failure: GoogleFailed
) -> None:
    connected.booked(WEDNESDAY)

    def disconnect(name: str) -> None:
        google.before_each = lambda _: None
        connections.disconnect(connected.session, by=connected.coach, removes_events=True, now=NOW)
        connected.session.commit()

    google.before_each, google.faults = disconnect, [Fault(failure, on="insert", is_done=True)]
    serve(connected, google)
    serve(connected, google, NOW + timedelta(minutes=1))

    assert connected.session.get(GoogleConnection, connected.coach.id) is None
    assert google.standing() == []
    told = connected.session.exec(select(OutboxMessage.event)).all()
    assert "google_needs_reconnect" not in told


@pytest.mark.parametrize("removes_events", [True, False])
def test_disconnecting_ends_the_consent(
    connected: Practice, google: FakeGoogle, removes_events: bool
) -> None:
    booked = connected.booked(WEDNESDAY)
    serve(connected, google)
    connections.disconnect(
        connected.session, by=connected.coach, removes_events=removes_events, now=NOW
    )
    google.mailed.clear()

    serve(connected, google)

    assert connected.session.get(GoogleConnection, connected.coach.id) is None
    assert (noted(connected.session), google.revoked) == ([], {TOKEN})
    assert bool(google.standing()) != removes_events
    assert google.mailed == []
    booking = connected.session.get_one(Booking, booked.id, populate_existing=True)
    assert (booking.google_event_id is None) == removes_events


def test_disconnecting_from_a_google_that_is_down_ends_after_a_day(
    connected: Practice, google: FakeGoogle
) -> None:
    connections.disconnect(connected.session, by=connected.coach, removes_events=True, now=NOW)
    google.faults = [Fault(TryLater("down")) for _ in range(1_000)]
    hours = 0
    while connected.session.get(GoogleConnection, connected.coach.id, populate_existing=True):
        serve(connected, google, NOW + timedelta(hours=hours))
        hours += 1
    assert hours in (25, 26)


def test_disconnecting_what_google_has_forgotten_just_ends(
    connected: Practice, google: FakeGoogle
) -> None:
    connections.disconnect(connected.session, by=connected.coach, removes_events=True, now=NOW)
    google.faults = [Fault(NeedsReconnect("gone"), on="revoke")]
    serve(connected, google)
    assert connected.session.get(GoogleConnection, connected.coach.id) is None


def test_after_disconnecting_and_connecting_again_there_are_no_doubles(
    connected: Practice, google: FakeGoogle
) -> None:
    connected.booked(WEDNESDAY)
    serve(connected, google)
    for removes_events in (False, True, False):
        connections.disconnect(
            connected.session, by=connected.coach, removes_events=removes_events, now=NOW
        )
        serve(connected, google)
        connect(connected.session, connected.coach, now=NOW, token=f"new {removes_events}")
        google.revoked.clear()
        serve(connected, google)
        assert len(google.standing()) == 1


def test_while_it_is_taken_apart_no_other_account_is_connected(connected: Practice) -> None:
    connections.disconnect(connected.session, by=connected.coach, removes_events=True, now=NOW)

    with pytest.raises(AlreadyChanged):
        connect(connected.session, connected.coach, subject="2002", now=NOW)
    with pytest.raises(NotFound):
        connections.choose_calendar(connected.session, "x", by=connected.coach, now=NOW)
    connect(connected.session, connected.coach, now=NOW)
    assert connection_of(connected.session, connected.coach).status == "connected"


def test_only_the_owner_sees_how_all_connections_do(connected: Practice) -> None:
    owner = people.coach(connected.session, "Olga", is_owner=True)
    (health,) = connection_views.health(connected.session, by=owner)
    assert (health.coach_id, health.status) == (connected.coach.id, "connected")
    with pytest.raises(Exception, match="can't do that"):
        connection_views.health(connected.session, by=connected.coach)


def test_trying_again_often_calls_a_failing_google_once_a_minute(practice: Practice) -> None:
    session, coach = practice.session, practice.coach
    connect(session, coach)
    row = session.get_one(GoogleConnection, coach.id)
    row.failures, row.served_at, row.next_try_at = 3, NOW, NOW + timedelta(hours=1)
    connections.try_again(session, by=coach, now=NOW + timedelta(seconds=5))
    assert row.next_try_at == NOW + timedelta(minutes=1)
    connections.try_again(session, by=coach, now=NOW + timedelta(minutes=2))
    assert row.next_try_at is None
