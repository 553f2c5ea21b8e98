"""Emails about another address: to whom they go, what they tell, whose doors they hide."""

import pytest
from sqlmodel import Session, select

from coachbook.models import OneTimeToken, OutboxMessage
from coachbook.notifications import messages
from coachbook.notifications.facts import NothingToTell
from coachbook.notifications.sending import Email
from coachbook.services import email_changes, links, outbox_views, own_passwords
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW
from tests.practices import Practice

NEW = "robin@new.example"


def _ask(session: Session, person: Person, email: str = NEW) -> OutboxMessage:
    proof = own_passwords.begin_proof(session, by=person, now=NOW)
    email_changes.ask(session, proof, by=person, email=email, now=NOW)
    return _message(session, "change_email")


def _message(session: Session, event: str) -> OutboxMessage:
    return session.exec(select(OutboxMessage).where(OutboxMessage.event == event)).one()


def _changed(session: Session, person: Person) -> Email:
    _ask(session, person)
    issued = session.exec(select(OneTimeToken)).one()
    token = links.token(issued.id, "change_email")
    email_changes.carry_out(session, token, now=NOW)
    return messages.render(session, _message(session, "email_changed"))


def test_link_goes_to_the_new_address_only(practice: Practice) -> None:
    email = messages.render(practice.session, _ask(practice.session, practice.client))
    assert email.recipient_email == NEW
    assert email.recipient_name == "Robin Fields"
    assert email.link.startswith("http://localhost:8000/email?token=")
    assert email.link in email.text


def test_notice_goes_to_the_old_address_and_opens_nothing(practice: Practice) -> None:
    email = _changed(practice.session, practice.client)
    assert email.recipient_email == practice.client.email
    assert email.subject == "Your coachbook account has another address now"
    assert "r…n@new.example" in email.text
    assert "token" not in email.text + email.html


def test_owner_of_a_taken_address_is_told_without_a_link(practice: Practice) -> None:
    other = people.coach(practice.session, "Ben Ito")
    message = _ask(practice.session, practice.client, other.email)
    email = messages.render(practice.session, message)
    assert (email.recipient_email, email.recipient_name) == (other.email, "Ben Ito")
    assert "nothing was changed" in email.text
    assert practice.client.name not in email.text + email.html
    assert "token" not in email.text + email.html
    assert practice.client.email not in email.text


def test_link_is_hidden_from_who_may_not_open_it(practice: Practice) -> None:
    owner = people.coach(practice.session, "Olga Brandt", is_owner=True)
    message = _ask(practice.session, practice.client)
    view = outbox_views.one(practice.session, message.id, by=owner)
    assert view.recipient_email == NEW
    assert "token" not in view.link + view.html + view.text
    assert "shown to its reader only" in view.html


def test_own_link_can_be_opened_from_the_outbox(practice: Practice) -> None:
    owner = people.coach(practice.session, "Olga Brandt", is_owner=True)
    message = _ask(practice.session, owner)
    assert "/email?token=" in outbox_views.one(practice.session, message.id, by=owner).link


def test_other_coaches_see_nothing_of_it(practice: Practice) -> None:
    _ask(practice.session, practice.client)
    assert outbox_views.newest(practice.session, by=practice.coach).rows == ()


def test_link_that_is_forgotten_is_no_message(practice: Practice) -> None:
    message = _ask(practice.session, practice.client)
    practice.session.delete(practice.session.exec(select(OneTimeToken)).one())
    practice.session.flush()
    with pytest.raises(NothingToTell):
        messages.render(practice.session, message)
