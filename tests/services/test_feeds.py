"""A feed's address opens one person's calendar, until it is replaced or turned off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from coachbook import signing
from coachbook.database import transaction
from coachbook.errors import NotAllowed, NotFound
from coachbook.models import Profile
from coachbook.services import feeds
from coachbook.services.feeds import Feed, FeedChanged, Role
from coachbook.services.people import Person, relation
from tests import factories, people
from tests.conftest import NOW


def token_of(feed: Feed) -> str:
    return feed.address.rpartition("/")[2].removesuffix(".ics")


def opens(session: Session, feed: Feed) -> bool:
    try:
        feeds.opened(session, token_of(feed), now=NOW)
    except NotFound:
        return False
    return True


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


@pytest.fixture
def client(session: Session, coach: Person) -> Person:
    return people.client(session, coach)


def test_address_is_made_on_request_and_once(session: Session, client: Person) -> None:
    assert feeds.of_person(session, by=client, role="client") is None
    made = feeds.make(session, by=client, role="client", now=NOW)
    assert feeds.make(session, by=client, role="client", now=NOW) == made
    assert feeds.of_person(session, by=client, role="client") == made
    assert opens(session, made)


def test_new_address_kills_the_former(session: Session, coach: Person) -> None:
    former = feeds.make(session, by=coach, role="coach", now=NOW)
    other = feeds.replace(session, by=coach, role="coach", seen=former.id, now=NOW)
    assert not opens(session, former)
    assert opens(session, other)


def test_revoked_address_opens_nothing(session: Session, coach: Person) -> None:
    feed = feeds.make(session, by=coach, role="coach", now=NOW)
    feeds.revoke(session, by=coach, role="coach", seen=feed.id)
    assert not opens(session, feed)
    assert feeds.of_person(session, by=coach, role="coach") is None


def test_second_device_is_told(session: Session, coach: Person) -> None:
    former = feeds.make(session, by=coach, role="coach", now=NOW)
    other = feeds.replace(session, by=coach, role="coach", seen=former.id, now=NOW)
    with pytest.raises(FeedChanged):
        feeds.replace(session, by=coach, role="coach", seen=former.id, now=NOW)
    with pytest.raises(FeedChanged):
        feeds.revoke(session, by=coach, role="coach", seen=former.id)
    assert opens(session, other)


def test_feed_is_for_a_part_that_one_plays(session: Session, coach: Person, client: Person) -> None:
    wrong: tuple[tuple[Person, Role], ...] = ((coach, "client"), (client, "coach"))
    for by, role in wrong:
        with pytest.raises(NotAllowed):
            feeds.make(session, by=by, role=role, now=NOW)


def test_secrets_of_another_purpose_open_nothing(session: Session, coach: Person) -> None:
    feed = feeds.make(session, by=coach, role="coach", now=NOW)
    wrong = [
        signing.token(feed.id, "sign_in"),
        signing.token(uuid4(), feeds.PURPOSE),
        token_of(feed)[:-1],
        token_of(feed) + "x",
        str(feed.id),
        "",
        "é\x00'; --",
    ]
    for token in wrong:
        with pytest.raises(NotFound):
            feeds.opened(session, token, now=NOW)


def test_who_no_longer_coaches_has_no_coachs_feed(session: Session, coach: Person) -> None:
    feed = feeds.make(session, by=coach, role="coach", now=NOW)
    profile = session.get_one(Profile, coach.id)
    profile.is_coach = False
    session.flush()
    assert not opens(session, feed)


def test_archived_client_keeps_what_is_still_booked(
    session: Session, coach: Person, client: Person
) -> None:
    """As the calendar does; the feed closes once nothing is left in it."""
    feed = feeds.make(session, by=client, role="client", now=NOW)
    factories.package(session, coach, client)
    factories.booked(session, coach, client, NOW + timedelta(days=1))
    known = relation(session, coach_id=coach.id, client_id=client.id)
    known.status = "archived"
    session.flush()
    assert opens(session, feed)
    with pytest.raises(NotFound):
        feeds.opened(session, token_of(feed), now=NOW + timedelta(days=60))


def test_change_is_known_by_its_moment(session: Session, coach: Person, client: Person) -> None:
    feed = feeds.make(session, by=client, role="client", now=NOW)
    midnight = datetime(2026, 11, 16, tzinfo=UTC)
    assert feeds.opened(session, token_of(feed), now=NOW).changed_at == midnight
    factories.package(session, coach, client)
    factories.booked(session, coach, client, NOW + timedelta(days=1))
    assert feeds.opened(session, token_of(feed), now=NOW).changed_at == NOW


def test_devices_that_ask_at_once_get_one_address(database: Engine) -> None:
    with transaction() as session:
        coach = people.coach(session)

    def make(_: int) -> str:
        with transaction() as session:
            return feeds.make(session, by=coach, role="coach", now=NOW).address

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(make, range(8)))) == 1


def test_of_devices_that_renew_at_once_one_does(database: Engine) -> None:
    with transaction() as session:
        coach = people.coach(session)
        seen = feeds.make(session, by=coach, role="coach", now=NOW).id

    def renew(_: int) -> bool:
        try:
            with transaction() as session:
                feeds.replace(session, by=coach, role="coach", seen=seen, now=NOW)
        except FeedChanged:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(renew, range(6))) == 1
