"""The check finds feeds that no service would have made."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coachbook.models import CalendarFeed
from coachbook.services import feeds, invariants
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW


@pytest.fixture
def client(session: Session) -> Person:
    coach = people.coach(session, is_owner=True)
    client = people.client(session, coach)
    feeds.make(session, by=coach, role="coach", now=NOW)
    feeds.make(session, by=client, role="client", now=NOW)
    return client


def offending(session: Session) -> tuple[str, ...]:
    session.flush()
    return invariants.check(session, now=NOW).offending


def test_feeds_of_coach_and_client_are_sound(session: Session, client: Person) -> None:
    assert offending(session) == ()


def test_archived_client_may_still_have_one(session: Session, client: Person) -> None:
    former = people.client(session, people.coach(session, "Ben Ott"), status="archived")
    session.add(CalendarFeed(profile_id=former.id, role="client", created_at=NOW))
    assert offending(session) == ()


def test_coachs_feed_of_a_client_is_found(session: Session, client: Person) -> None:
    session.add(CalendarFeed(profile_id=client.id, role="coach", created_at=NOW))
    assert offending(session) == ("feeds",)


def test_feed_from_the_future_is_found(session: Session, client: Person) -> None:
    coach = people.coach(session, "Ben Ott")
    tomorrow = NOW + timedelta(days=1)
    session.add(CalendarFeed(profile_id=coach.id, role="coach", created_at=tomorrow))
    assert offending(session) == ("feeds",)
