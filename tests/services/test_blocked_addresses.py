"""Addresses that take no email: whom their coach sees, and how they are tried again."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coachbook.errors import NotAllowed, NotFound
from coachbook.models import CalendarVersion, CoachClient, OutboxMessage, Profile
from coachbook.notifications import addresses
from coachbook.services import blocked_addresses, invitations
from coachbook.services.blocked_addresses import Blocked
from coachbook.services.invitations import AddressBounces
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


@pytest.fixture
def client(session: Session, coach: Person) -> Person:
    client = people.client(session, coach)
    addresses.block(session, client.email, "bounced", detail="550 5.1.1 Nobody", now=NOW)
    return client


def _blocked(session: Session, client: Person, by: Person) -> Blocked | None:
    return blocked_addresses.of_client(session, client.id, by=by)


def test_coach_sees_why_nothing_is_sent(session: Session, coach: Person, client: Person) -> None:
    assert _blocked(session, client, coach) == Blocked(
        client.email, "bounced", "550 5.1.1 Nobody", NOW
    )
    assert _blocked(session, people.client(session, coach, "Kim Late"), coach) is None


def test_what_happened_before_a_coach_knew_the_client_stays_with_the_other(
    session: Session, client: Person
) -> None:
    later = people.coach(session, "Olga Brandt")
    people.another_client_of(session, later, client)
    known = session.exec(select(CoachClient).where(CoachClient.coach_id == later.id)).one()
    known.invited_at = NOW + timedelta(days=3)
    session.flush()
    assert _blocked(session, client, later) == Blocked(
        client.email, "bounced", "", NOW + timedelta(days=3)
    )


def test_coach_sends_there_again(session: Session, coach: Person, client: Person) -> None:
    told = blocked_addresses.lift(session, client.id, by=coach, now=NOW)
    assert told == client.email
    assert _blocked(session, client, coach) is None
    assert addresses.why_blocked(session, client.email) == ""
    assert blocked_addresses.lift(session, client.id, by=coach, now=NOW) == client.email


def test_another_address_is_not_blocked(session: Session, coach: Person, client: Person) -> None:
    """The new one may work: what is blocked is the address and not the person."""
    session.get_one(Profile, client.id).email = "new@example.com"
    session.flush()
    assert _blocked(session, client, coach) is None


def test_nobody_elses_coach_sees_or_lifts_it(
    session: Session, coach: Person, client: Person
) -> None:
    stranger = people.coach(session, "Olga Brandt", is_owner=True)
    for act in (
        lambda: _blocked(session, client, stranger),
        lambda: blocked_addresses.lift(session, client.id, by=stranger, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert _blocked(session, client, coach) is not None


def test_clients_see_and_lift_nothing(session: Session, coach: Person, client: Person) -> None:
    with pytest.raises(NotAllowed):
        _blocked(session, client, client)
    with pytest.raises(NotAllowed):
        blocked_addresses.lift(session, client.id, by=client, now=NOW)


def test_invitation_is_not_sent_again_to_where_it_comes_back(
    session: Session, coach: Person
) -> None:
    invited = people.client(session, coach, "Kim Late", status="invited")
    addresses.block(session, invited.email, "refused", detail="", now=NOW)
    with pytest.raises(AddressBounces):
        invitations.invite_again(session, invited.id, by=coach, now=NOW)
    blocked_addresses.lift(session, invited.id, by=coach, now=NOW)
    invitations.invite_again(session, invited.id, by=coach, now=NOW)
    assert len(session.exec(select(OutboxMessage)).all()) == 1


def test_whoever_has_the_address_sees_why_and_sends_there_again(
    session: Session, coach: Person, client: Person
) -> None:
    assert blocked_addresses.own(session, by=coach) is None
    addresses.block(session, coach.email, "reported", detail="", now=NOW)
    found = blocked_addresses.own(session, by=coach)
    assert found == Blocked(coach.email, "reported", "", NOW)
    assert blocked_addresses.lift_own(session, by=coach, now=NOW) == coach.email
    assert blocked_addresses.own(session, by=coach) is None
    assert addresses.why_blocked(session, client.email)


def test_owner_has_any_address_tried_again(session: Session, client: Person) -> None:
    owner = people.coach(session, "Olga Brandt", is_owner=True)
    name = blocked_addresses.name_of(client.email)
    assert client.email not in name
    with pytest.raises(NotFound):
        blocked_addresses.lift_any(session, client.email, by=owner, now=NOW)
    blocked_addresses.lift_any(session, name, by=owner, now=NOW)
    assert not addresses.why_blocked(session, client.email)
    with pytest.raises(NotFound, match="again"):
        blocked_addresses.lift_any(session, name, by=owner, now=NOW)


def test_nobody_but_the_owner_lifts_by_name(
    session: Session, coach: Person, client: Person
) -> None:
    for by in (coach, client):
        with pytest.raises(NotAllowed):
            blocked_addresses.lift_any(
                session, blocked_addresses.name_of(client.email), by=by, now=NOW
            )
    assert addresses.why_blocked(session, client.email)


def test_coaches_of_the_lifted_hear_of_it(session: Session, coach: Person, client: Person) -> None:
    blocked_addresses.lift_own(session, by=client, now=NOW)
    assert session.get_one(CalendarVersion, coach.id).version
