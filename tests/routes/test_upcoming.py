"""What a device may keep: one's own next appointments, in words."""

from starlette.testclient import TestClient

from coachbook.database import transaction
from coachbook.models import CoachSettings
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from tests import accounts
from tests.conftest import NOW
from tests.routes.visits import Visitors, signed_in


def test_client_and_coach_read_what_is_ahead(
    new_visitor: Visitors, coach: Person, client: Person, booked: BookingView
) -> None:
    ends_at = int(booked.ends_at.timestamp() * 1000)
    for person, what in ((client, "Session with Anna Weiss"), (coach, "Robin Fields: session")):
        answer = signed_in(new_visitor(), person).get("/upcoming.json")
        (row,) = answer.json()["rows"]
        assert (row["what"], row["ends_at"]) == (what, ends_at)
        assert row["when"].replace("\u202f", " ") == "Tue, Nov 17, 10:00 AM to 11:00 AM"
        assert answer.json()["name"] == person.name
        assert answer.headers["cache-control"] == "no-store"


def test_nobody_and_others_read_nothing(
    new_visitor: Visitors, coach: Person, booked: BookingView
) -> None:
    assert new_visitor().get("/upcoming.json").status_code == 204
    other = signed_in(new_visitor(), accounts.stored_client(coach, "Sam Other"))
    assert other.get("/upcoming.json").json()["rows"] == []


def test_what_is_cancelled_is_not_ahead(
    visitor: TestClient, client: Person, booked: BookingView
) -> None:
    with transaction() as session:
        bookings.cancel(session, booked.id, by=client, version=booked.version, now=NOW)
    assert signed_in(visitor, client).get("/upcoming.json").json()["rows"] == []


def test_where_a_session_is_can_be_read_without_a_connection(
    visitor: TestClient, coach: Person, client: Person, booked: BookingView
) -> None:
    with transaction() as session:
        session.get_one(CoachSettings, coach.id).session_place = "Studio 3, Harbor St"
    (row,) = signed_in(visitor, client).get("/upcoming.json").json()["rows"]
    assert row["note"] == "Studio 3, Harbor St."
