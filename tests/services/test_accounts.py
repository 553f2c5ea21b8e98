"""Signing in by password and by link: limits, answers, what ends what."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from coachbook.errors import Invalid, LinkExpired, TooManyTries
from coachbook.models import OneTimeToken, OutboxMessage, Profile, SignInAttempt
from coachbook.services import accounts, links, sign_ins
from coachbook.services.accounts import Candidate, TooManyMessages
from coachbook.services.people import Person
from tests import people
from tests.accounts import give_password, password_hash
from tests.conftest import NOW

HOME = "203.0.113.7"


@pytest.fixture
def coach(session: Session) -> Person:
    found = people.coach(session)
    give_password(session, found)
    return found


def _begin(session: Session, email: str, *, address: str = HOME, at: datetime = NOW) -> Candidate:
    return accounts.begin_sign_in(session, email=email, address=address, now=at)


def _finish(session: Session, candidate: Candidate, at: datetime = NOW) -> str:
    return accounts.finish_sign_in(session, candidate, user_agent="Firefox", now=at)


def _seconds(number: float) -> datetime:
    return NOW + timedelta(seconds=number)


def test_candidate_is_found_however_the_email_is_typed(session: Session, coach: Person) -> None:
    candidate = _begin(session, f"  {coach.email.upper()} ")
    assert candidate.profile_id == coach.id
    assert candidate.password_hash == password_hash()


@pytest.mark.parametrize("email", ["nobody@example.com", "", "no address", "x" * 60_000, "a@b@c"])
def test_unknown_candidate_is_nobody(session: Session, email: str) -> None:
    candidate = _begin(session, email)
    assert (candidate.profile_id, candidate.password_hash) == (None, None)
    assert len(candidate.email) <= 254


def test_sixth_wrong_password_waits_five_minutes(session: Session, coach: Person) -> None:
    for number in range(5):
        _begin(session, coach.email, address=f"198.51.100.{number}", at=_seconds(number))
    with pytest.raises(TooManyTries):
        _begin(session, coach.email, address="198.51.100.9", at=_seconds(299))
    assert _begin(session, coach.email, address="198.51.100.9", at=_seconds(300))


def test_refused_tries_do_not_count(session: Session, coach: Person) -> None:
    for _ in range(5):
        _begin(session, coach.email)
    for second in range(0, 300, 10):
        with pytest.raises(TooManyTries):
            _begin(session, coach.email, at=_seconds(second))
    assert _begin(session, coach.email, at=_seconds(300))


def test_unknown_emails_have_the_same_limit(session: Session) -> None:
    for _ in range(5):
        _begin(session, "nobody@example.com")
    with pytest.raises(TooManyTries):
        _begin(session, "nobody@example.com")


def test_eleventh_wrong_password_from_one_address_waits(session: Session) -> None:
    for number in range(10):
        _begin(session, f"person{number}@example.com")
    with pytest.raises(TooManyTries):
        _begin(session, "person11@example.com")
    assert _begin(session, "person11@example.com", address="198.51.100.1")
    assert _begin(session, "person11@example.com", at=_seconds(60))


def test_right_password_forgets_the_tries(session: Session, coach: Person) -> None:
    for _ in range(20):
        for _ in range(3):
            candidate = _begin(session, coach.email)
        _finish(session, candidate)
        session.flush()
        for tried in session.exec(
            select(SignInAttempt).where(SignInAttempt.action == "sign_in_address")
        ):
            session.delete(tried)
    assert not session.exec(
        select(SignInAttempt).where(SignInAttempt.action == "sign_in_account")
    ).all()


def test_tries_name_nobody(session: Session, coach: Person) -> None:
    _begin(session, coach.email)
    kept = [tried.subject for tried in session.exec(select(SignInAttempt))]
    assert len(kept) == 2
    assert not [subject for subject in kept if coach.email in subject or HOME in subject]


def test_who_is_locked_out_gets_in_by_link(session: Session, coach: Person) -> None:
    for _ in range(5):
        _begin(session, coach.email)
    accounts.send_sign_in_link(session, email=coach.email, address=HOME, now=NOW)
    cookie = accounts.sign_in_by_link(
        session, _token(session, "sign_in"), user_agent="Firefox", now=NOW
    )
    assert sign_ins.person_of(session, cookie, now=NOW)
    assert _begin(session, coach.email)


def _token(session: Session, purpose: str) -> str:
    found = session.exec(
        select(OneTimeToken).where(
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at == None,  # noqa: E711
        )
    ).one()
    return links.token(found.id, purpose)


@pytest.mark.parametrize("send", [accounts.send_sign_in_link, accounts.send_password_link])
def test_link_is_mailed_to_whom_is_known(session: Session, coach: Person, send) -> None:  # type: ignore[no-untyped-def]
    send(session, email=coach.email, address=HOME, now=NOW)
    message = session.exec(select(OutboxMessage)).one()
    assert (message.recipient_id, message.coach_id, message.channel) == (coach.id, None, "email")
    assert message.payload == {}


@pytest.mark.parametrize("send", [accounts.send_sign_in_link, accounts.send_password_link])
def test_nothing_is_mailed_to_strangers(session: Session, coach: Person, send) -> None:  # type: ignore[no-untyped-def]
    send(session, email="nobody@example.com", address=HOME, now=NOW)
    assert not session.exec(select(OutboxMessage)).all()
    assert not session.exec(select(OneTimeToken)).all()


@pytest.mark.parametrize("is_known", [True, False])
def test_fourth_message_within_a_quarter_hour_is_refused(
    session: Session, coach: Person, is_known: bool
) -> None:
    email = coach.email if is_known else "nobody@example.com"
    accounts.send_sign_in_link(session, email=email, address="198.51.100.1", now=NOW)
    accounts.send_password_link(session, email=email, address="198.51.100.2", now=NOW)
    accounts.send_sign_in_link(session, email=email, address="198.51.100.3", now=NOW)
    with pytest.raises(TooManyMessages):
        accounts.send_password_link(session, email=email, address="198.51.100.4", now=NOW)
    accounts.send_password_link(session, email=email, address=HOME, now=_seconds(900))


def test_sign_in_link_signs_in_once(session: Session, coach: Person) -> None:
    accounts.send_sign_in_link(session, email=coach.email, address=HOME, now=NOW)
    token = _token(session, "sign_in")
    cookie = accounts.sign_in_by_link(session, token, user_agent="Firefox", now=NOW)
    found = sign_ins.person_of(session, cookie, now=NOW)
    assert found
    assert found.id == coach.id
    with pytest.raises(LinkExpired):
        accounts.sign_in_by_link(session, token, user_agent="Firefox", now=NOW)


def test_new_password_ends_every_session_and_sign_in_link(session: Session, coach: Person) -> None:
    elsewhere = sign_ins.start(session, coach.id, user_agent="Phone", now=NOW)
    accounts.send_sign_in_link(session, email=coach.email, address=HOME, now=NOW)
    sign_in_token = _token(session, "sign_in")
    accounts.send_password_link(session, email=coach.email, address=HOME, now=NOW)
    token = _token(session, "reset_password")
    cookie = accounts.reset_password(
        session, token, password_hash="new", user_agent="Firefox", now=NOW
    )
    profile = session.get(Profile, coach.id)
    assert profile
    assert profile.password_hash == "new"
    assert not sign_ins.person_of(session, elsewhere, now=NOW)
    assert sign_ins.person_of(session, cookie, now=NOW)
    assert not links.is_good(session, sign_in_token, "sign_in", now=NOW)
    assert not links.is_good(session, token, "reset_password", now=NOW)


def test_signing_out_everywhere_ends_links_too(session: Session, coach: Person) -> None:
    cookie = sign_ins.start(session, coach.id, user_agent="Phone", now=NOW)
    accounts.send_sign_in_link(session, email=coach.email, address=HOME, now=NOW)
    token = _token(session, "sign_in")
    accounts.sign_out_everywhere(session, by=coach, now=NOW)
    assert not sign_ins.person_of(session, cookie, now=NOW)
    assert not links.is_good(session, token, "sign_in", now=NOW)


def test_link_tries_of_one_address_are_limited(session: Session) -> None:
    for _ in range(30):
        accounts.count_link(session, address=HOME, now=NOW)
    with pytest.raises(TooManyTries):
        accounts.count_link(session, address=HOME, now=NOW)
    accounts.count_link(session, address="198.51.100.1", now=NOW)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Anna@Example.COM", "anna@example.com"),
        ("  anna@example.com\n", "anna@example.com"),
        ("anna+gym@example.com", "anna+gym@example.com"),
        ("änna@exämple.com", "änna@exämple.com"),
    ],
)
def test_email_is_stored_one_way(typed: str, stored: str) -> None:
    assert accounts.valid_email(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "anna", "@example.com", "anna@", "a b@example.com", "anna@example", "a@b.c\r\nBcc: x@y.z",
     "x" * 10_000 + "@example.com", "anna@example.com\0", "<b>@example.com>"],
)  # fmt: skip
def test_what_is_no_email_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.valid_email(typed)
    assert refused.value.field == "email"
