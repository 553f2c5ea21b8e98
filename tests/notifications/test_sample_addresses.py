"""Sample people are never written to, whatever way out is set up."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook import database as databases
from coachbook import demo
from coachbook.errors import Invalid
from coachbook.integrations.envelopes import Origin
from coachbook.integrations.smtp.sender import Smtp
from coachbook.models import OutboxMessage, Profile
from coachbook.notifications import addresses, delivery
from coachbook.notifications.delivery import Senders
from coachbook.services import operation
from tests import people
from tests.conftest import NOW
from tests.factories import at
from tests.integrations.mail_server import MailServer, serving
from tests.practices import open_practice

AFTER_UNDO = NOW + timedelta(minutes=1)
SAMPLES = [
    "dana@mail.example.com",
    "Dana@MAIL.EXAMPLE.ORG ",
    "a@b.example",
    "a@b.test",
    "a@b.invalid",
]
REAL = ["dana@gmail.com", "dana@myexample.com", "dana@example.community", "test@b.tests"]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving(MailServer()) as found:
        yield found


def deliver(server: MailServer) -> None:
    smtp = Smtp(server.url, Origin("bookings@coachbook.org", "coachbook.org"))
    delivery.deliver_due(Senders(smtp, None), now=lambda: AFTER_UNDO)
    smtp.close()


def _told(session: Session) -> dict[str, tuple[str, str]]:
    emails = select(OutboxMessage).where(OutboxMessage.channel == "email")
    return {one.event: (one.state, one.reason) for one in session.exec(emails)}


@pytest.mark.parametrize("address", SAMPLES)
def test_addresses_of_samples_are_known(address: str) -> None:
    assert addresses.why_never(address) == addresses.SAMPLE


@pytest.mark.parametrize("address", REAL)
def test_other_addresses_take_email(address: str) -> None:
    assert not addresses.why_never(address)


def test_sample_client_gets_nothing_and_the_coach_beside_does(
    database: Engine, server: MailServer
) -> None:
    with databases.transaction() as session:
        practice = open_practice(session)
        session.get_one(Profile, practice.client.id).email = "dana@mail.example.com"
        practice.book(at("2026-11-18 09:00"))
        coach = session.get_one(Profile, practice.coach.id).email
    deliver(server)
    with databases.reading() as session:
        told = _told(session)
    assert told == {"session_booked": ("void", addresses.SAMPLE), "new_booking": ("sent", "")}
    assert server.recipients == [coach]


@pytest.mark.slow
@pytest.mark.usefixtures("database")
def test_everybody_of_the_sample_practice_has_one() -> None:
    with databases.transaction() as session:
        demo.fill(session, now=NOW)
    with databases.reading() as session:
        emails = list(session.exec(select(Profile.email)))
    assert len(emails) > 10
    assert all(addresses.why_never(one) for one in emails)


def test_owner_with_such_an_address_gets_no_trial(session: Session) -> None:
    owner = people.coach(session, is_owner=True)
    operation.trial(session, by=owner)
    session.get_one(Profile, owner.id).email = "ruth@harborstrength.example.com"
    with pytest.raises(Invalid, match="sample"):
        operation.trial(session, by=owner)
