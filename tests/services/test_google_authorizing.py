"""The way to Google's consent and back: one browser, one time, ten minutes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coachbook import encryption
from coachbook.errors import NotAllowed, NotSignedIn
from coachbook.models import GoogleAuthorization
from coachbook.services import cleanup, sign_ins
from coachbook.services.google_calendar import authorizing
from coachbook.services.google_calendar.authorizing import AskedTooOften, NotExpected
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=9)


def browser_of(session: Session, person: Person) -> Person:
    cookie = sign_ins.start(session, person.id, user_agent="Firefox", now=NOW)
    found = sign_ins.person_of(session, cookie, now=NOW)
    assert found
    return found


@pytest.fixture
def coach(session: Session) -> Person:
    return browser_of(session, people.coach(session))


def test_the_same_browser_comes_back_once(session: Session, coach: Person) -> None:
    begun = authorizing.begin(session, by=coach, now=NOW)
    assert authorizing.take(session, begun.state, by=coach, now=SOON) == begun
    with pytest.raises(NotExpected):
        authorizing.take(session, begun.state, by=coach, now=SOON)


def test_two_tabs_both_come_back(session: Session, coach: Person) -> None:
    one, other = (authorizing.begin(session, by=coach, now=NOW) for _ in range(2))
    assert authorizing.take(session, other.state, by=coach, now=SOON) == other
    assert authorizing.take(session, one.state, by=coach, now=SOON) == one


def another_browser(session: Session, coach: Person) -> Person:
    return browser_of(session, coach)


def another_coach(session: Session, coach: Person) -> Person:
    return browser_of(session, people.coach(session, "Bert Vos"))


@pytest.mark.parametrize("somebody", [another_browser, another_coach])
def test_nobody_else_comes_back(
    session: Session, coach: Person, somebody: Callable[[Session, Person], Person]
) -> None:
    begun = authorizing.begin(session, by=coach, now=NOW)
    with pytest.raises(NotExpected):
        authorizing.take(session, begun.state, by=somebody(session, coach), now=SOON)
    assert authorizing.take(session, begun.state, by=coach, now=SOON) == begun


@pytest.mark.parametrize("minutes", [10, 11])
def test_ten_minutes_are_too_late(session: Session, coach: Person, minutes: int) -> None:
    begun = authorizing.begin(session, by=coach, now=NOW)
    with pytest.raises(NotExpected):
        authorizing.take(session, begun.state, by=coach, now=NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("state", ["", "x", "ä\ud800", "0" * 5_000])
def test_what_was_never_begun_is_not_expected(session: Session, coach: Person, state: str) -> None:
    authorizing.begin(session, by=coach, now=NOW)
    with pytest.raises(NotExpected):
        authorizing.take(session, state, by=coach, now=NOW)


def test_the_row_tells_neither_state_nor_verifier(session: Session, coach: Person) -> None:
    begun = authorizing.begin(session, by=coach, now=NOW)
    row = session.exec(select(GoogleAuthorization)).one()
    kept = " ".join(str(value) for value in row.model_dump().values())
    assert begun.state not in kept
    assert begun.verifier not in kept
    assert begun.state not in repr(begun)
    assert begun.verifier not in repr(begun)
    assert encryption.decrypt(row.verifier_encrypted) == begun.verifier


def test_a_signed_out_browser_does_not_come_back(session: Session, coach: Person) -> None:
    begun = authorizing.begin(session, by=coach, now=NOW)
    sign_ins.end_all(session, coach.id)
    with pytest.raises(NotExpected):
        authorizing.take(session, begun.state, by=coach, now=SOON)


def test_a_lost_key_is_as_good_as_too_late(session: Session, coach: Person) -> None:
    begun = authorizing.begin(session, by=coach, now=NOW)
    encryption.replace_keys((encryption.new_key(),))
    with pytest.raises(NotExpected):
        authorizing.take(session, begun.state, by=coach, now=SOON)


def test_clients_and_people_without_a_browser_begin_nothing(
    session: Session, coach: Person
) -> None:
    client = browser_of(session, people.client(session, coach))
    with pytest.raises(NotAllowed):
        authorizing.begin(session, by=client, now=NOW)
    with pytest.raises(NotSignedIn):
        authorizing.begin(session, by=replace(coach, session_id=None), now=NOW)


def test_begun_too_often_waits(session: Session, coach: Person) -> None:
    for _ in range(20):
        authorizing.begin(session, by=coach, now=NOW)
    with pytest.raises(AskedTooOften):
        authorizing.begin(session, by=coach, now=SOON)
    authorizing.begin(session, by=coach, now=NOW + timedelta(minutes=11))


def test_what_nobody_came_back_to_is_forgotten(session: Session, coach: Person) -> None:
    authorizing.begin(session, by=coach, now=NOW)
    cleanup.forget_expired(session, now=SOON)
    assert session.exec(select(GoogleAuthorization)).all()
    cleanup.forget_expired(session, now=NOW + timedelta(minutes=11))
    assert not session.exec(select(GoogleAuthorization)).all()
