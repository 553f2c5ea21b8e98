"""Calendar files as they are served."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar
from sqlalchemy import Engine
from starlette.testclient import TestClient

from coachbook.database import transaction
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from tests import accounts, factories
from tests.accounts import PASSWORD
from tests.conftest import NOW

Visitors = Callable[[], TestClient]


@pytest.fixture
def coach(database: Engine) -> Person:
    return accounts.stored_coach()


@pytest.fixture
def client(coach: Person) -> Person:
    return accounts.stored_client(coach)


@pytest.fixture
def booked(coach: Person, client: Person) -> BookingView:
    with transaction() as session:
        factories.hours(session, coach)
        factories.package(session, coach, client)
        return factories.booked(session, coach, client, NOW + timedelta(days=1))[0]


def signed_in(visitor: TestClient, person: Person) -> TestClient:
    visitor.post("/auth/sign-in", data={"email": person.email, "password": PASSWORD})
    return visitor


def test_file_of_one_booking_is_a_calendar(
    visitor: TestClient, client: Person, booked: BookingView
) -> None:
    answer = signed_in(visitor, client).get(f"/calendar/booking/{booked.chain_id}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    (event,) = Calendar.from_ical(answer.text).events
    assert (event.DTSTART, event.DTEND) == (booked.starts_at, booked.ends_at)
    assert event["UID"] == f"{booked.chain_id}@coachbook"


def test_foreign_absent_and_unsigned_look_alike(
    new_visitor: Visitors, coach: Person, client: Person, booked: BookingView
) -> None:
    stranger = signed_in(new_visitor(), accounts.stored_client(coach, "Sam Other"))
    other = signed_in(new_visitor(), accounts.stored_coach("Ben Ito"))
    own = signed_in(new_visitor(), client)
    of_booking = f"/calendar/booking/{booked.chain_id}.ics"
    answers = [visitor.get(of_booking) for visitor in (stranger, other, new_visitor())]
    answers += [own.get(f"/calendar/booking/{uuid4()}.ics")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
