"""Another address: with the password, from the new mailbox, and nobody learns of others."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coachbook.errors import Invalid, LinkExpired
from coachbook.models import OneTimeToken, OutboxMessage, Profile
from coachbook.notifications import messages
from coachbook.notifications.sending import Email
from coachbook.services import accounts as ways_in
from coachbook.services import email_changes, links, own_passwords
from coachbook.services.accounts import TooManyMessages
from coachbook.services.email_changes import SameEmail
from coachbook.services.own_passwords import WrongCurrentPassword
from coachbook.services.people import Person
from tests import accounts, people
from tests.conftest import NOW

NEW = "dana@new.example"


@pytest.fixture
def coach(session: Session) -> Person:
    made = people.coach(session)
    accounts.give_password(session, made)
    return made


def ask(session: Session, by: Person, email: str = NEW) -> str:
    proof = own_passwords.begin_proof(session, by=by, now=NOW)
    email_changes.ask(session, proof, by=by, email=email, now=NOW)
    return token(session)


def token(session: Session, purpose: str = "change_email") -> str:
    found = session.exec(
        select(OneTimeToken).where(
            OneTimeToken.purpose == purpose, col(OneTimeToken.used_at).is_(None)
        )
    ).one()
    return links.token(found.id, purpose)


def emails(session: Session, event: str) -> list[Email]:
    found = session.exec(select(OutboxMessage).where(OutboxMessage.event == event))
    return [messages.render(session, one) for one in found]


def address(session: Session, person: Person) -> str:
    return session.get_one(Profile, person.id, populate_existing=True).email


def test_asking_sends_a_link_to_the_new_address_and_changes_nothing(
    session: Session, coach: Person
) -> None:
    ask(session, coach, " Dana@New.Example ")
    email = emails(session, "change_email")[0]
    assert email.recipient_email == NEW
    assert "/email?token=" in email.link
    assert "24 hours" in email.text
    assert coach.email not in email.text, "a stranger's mailbox would learn it"
    assert address(session, coach) == coach.email
    assert email_changes.waiting(session, by=coach, now=NOW) == NEW


def test_link_changes_the_address_and_tells_the_old_one(session: Session, coach: Person) -> None:
    email_changes.carry_out(session, ask(session, coach), now=NOW)
    assert address(session, coach) == NEW
    email = emails(session, "email_changed")[0]
    assert email.recipient_email == coach.email
    assert "d…a@new.example" in email.text
    assert NEW not in email.text
    assert email_changes.waiting(session, by=coach, now=NOW) == ""


def test_page_of_the_link_names_both_addresses(session: Session, coach: Person) -> None:
    shown = email_changes.read(session, ask(session, coach), now=NOW)
    assert (shown.name, shown.wanted) == (coach.name, NEW)
    assert "…" in shown.present


def test_link_works_once(session: Session, coach: Person) -> None:
    used = ask(session, coach)
    email_changes.carry_out(session, used, now=NOW)
    with pytest.raises(LinkExpired):
        email_changes.carry_out(session, used, now=NOW)
    with pytest.raises(LinkExpired):
        email_changes.read(session, used, now=NOW)


def test_link_works_for_a_day(session: Session, coach: Person) -> None:
    asked = ask(session, coach)
    with pytest.raises(LinkExpired):
        email_changes.carry_out(session, asked, now=NOW + timedelta(hours=24))
    email_changes.carry_out(session, asked, now=NOW + timedelta(hours=23, minutes=59))


def test_link_of_another_purpose_changes_nothing(session: Session, coach: Person) -> None:
    ways_in.send_password_link(session, email=coach.email, address="x", now=NOW)
    reset = token(session, "reset_password")
    forged = links.token(links.look(session, reset, "reset_password", now=NOW).id, "change_email")
    for one in (reset, forged, "", "x.y"):
        with pytest.raises(LinkExpired):
            email_changes.carry_out(session, one, now=NOW)
    assert address(session, coach) == coach.email


def test_newer_link_ends_the_earlier_one(session: Session, coach: Person) -> None:
    earlier = ask(session, coach)
    later = ask(session, coach, "other@new.example")
    with pytest.raises(LinkExpired):
        email_changes.carry_out(session, earlier, now=NOW)
    email_changes.carry_out(session, later, now=NOW)
    assert address(session, coach) == "other@new.example"


def test_change_that_is_forgotten_leaves_no_link(session: Session, coach: Person) -> None:
    asked = ask(session, coach)
    email_changes.forget(session, by=coach, now=NOW)
    with pytest.raises(LinkExpired):
        email_changes.carry_out(session, asked, now=NOW)


def test_address_taken_meanwhile_is_refused_like_a_dead_link(
    session: Session, coach: Person
) -> None:
    asked = ask(session, coach)
    other = people.coach(session, "Ben Ito")
    session.get_one(Profile, other.id).email = NEW
    session.flush()
    with pytest.raises(LinkExpired):
        email_changes.carry_out(session, asked, now=NOW)
    assert address(session, coach) == coach.email


def test_asking_for_an_address_with_an_account_answers_the_same(
    session: Session, coach: Person
) -> None:
    other = people.coach(session, "Ben Ito")
    ask(session, coach, other.email)
    assert email_changes.waiting(session, by=coach, now=NOW) == other.email
    email = emails(session, "change_email")[0]
    assert email.recipient_email == other.email
    assert "token" not in email.text + email.html
    assert "It has an account of its own" in email.text


def test_links_to_the_old_address_die_with_it(session: Session, coach: Person) -> None:
    asked = ask(session, coach)
    ways_in.send_sign_in_link(session, email=coach.email, address="x", now=NOW)
    ways_in.send_password_link(session, email=coach.email, address="x", now=NOW)
    dead = {purpose: token(session, purpose) for purpose in ("sign_in", "reset_password")}
    email_changes.carry_out(session, asked, now=NOW)
    assert not [p for p, one in dead.items() if links.is_good(session, one, p, now=NOW)]


def test_asked_for_change_dies_with_the_password_that_it_was_asked_with(
    session: Session, coach: Person
) -> None:
    """Whoever knew the password can't wait for the reset and take the account along."""
    asked = ask(session, coach)
    ways_in.send_password_link(session, email=coach.email, address="x", now=NOW)
    reset = token(session, "reset_password")
    ways_in.reset_password(session, reset, password_hash="x", user_agent="", now=NOW)
    with pytest.raises(LinkExpired):
        email_changes.carry_out(session, asked, now=NOW)


def test_signing_out_everywhere_ends_what_was_asked_for(session: Session, coach: Person) -> None:
    asked = ask(session, coach)
    ways_in.sign_out_everywhere(session, by=coach, now=NOW)
    with pytest.raises(LinkExpired):
        email_changes.carry_out(session, asked, now=NOW)
    assert email_changes.waiting(session, by=coach, now=NOW) == ""


def test_own_address_and_no_address_are_refused(session: Session, coach: Person) -> None:
    with pytest.raises(SameEmail):
        ask(session, coach, coach.email.upper())
    with pytest.raises(Invalid):
        ask(session, coach, "not an address")


def test_nobody_is_flooded(session: Session, coach: Person) -> None:
    for number in range(5):
        ask(session, coach, f"box{number}@new.example")
    with pytest.raises(TooManyMessages):
        ask(session, coach, "box6@new.example")


def test_somebody_elses_proof_proves_nothing(session: Session, coach: Person) -> None:
    other = people.coach(session, "Ben Ito")
    proof = own_passwords.begin_proof(session, by=other, now=NOW)
    with pytest.raises(WrongCurrentPassword):
        email_changes.ask(session, proof, by=coach, email=NEW, now=NOW)
