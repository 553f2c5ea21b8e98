"""Sessions of browsers: made, recognised, aged, ended."""

import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from coachbook.database import reading, transaction
from coachbook.models import SignInSession
from coachbook.services import sign_ins
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session, is_owner=True)


def _started(session: Session, person: Person, at: datetime = NOW) -> str:
    return sign_ins.start(session, person.id, user_agent="Firefox", now=at)


def test_cookie_is_recognised(session: Session, coach: Person) -> None:
    found = sign_ins.person_of(session, _started(session, coach), now=NOW)
    assert found is not None
    assert (found.id, found.is_coach, found.is_owner, found.is_client) == (
        coach.id, True, True, False,
    )  # fmt: skip
    assert found.session_id is not None


def test_client_is_recognised_as_one(session: Session, coach: Person) -> None:
    client = people.client(session, coach)
    found = sign_ins.person_of(session, _started(session, client), now=NOW)
    assert found
    assert found.is_client
    assert not found.is_coach


def test_archived_client_is_nobodys_client(session: Session, coach: Person) -> None:
    client = people.client(session, coach, status="archived")
    found = sign_ins.person_of(session, _started(session, client), now=NOW)
    assert found
    assert not found.is_client


def test_only_the_hash_is_kept(session: Session, coach: Person) -> None:
    value = _started(session, coach)
    kept = session.exec(select(SignInSession)).one()
    assert kept.token_hash == hashlib.sha256(value.encode()).hexdigest()
    assert len(value) == 43  # 256 bits


def test_every_sign_in_has_a_value_of_its_own(session: Session, coach: Person) -> None:
    assert len({_started(session, coach) for _ in range(20)}) == 20


@pytest.mark.parametrize("value", ["", "x", "ü" * 43, "A" * 43, "A" * 10_000, "\0", "a b"])
def test_strange_cookies_are_nobodys(session: Session, coach: Person, value: str) -> None:
    _started(session, coach)
    assert sign_ins.person_of(session, value, now=NOW) is None


def test_hash_from_the_database_is_no_cookie(session: Session, coach: Person) -> None:
    _started(session, coach)
    kept = session.exec(select(SignInSession)).one()
    assert sign_ins.person_of(session, kept.token_hash, now=NOW) is None


def test_session_ends_when_unused(session: Session, coach: Person) -> None:
    value = _started(session, coach)
    assert sign_ins.person_of(session, value, now=NOW + timedelta(days=29, hours=23))
    assert not sign_ins.person_of(session, value, now=NOW + timedelta(days=30))


def test_session_ends_however_much_used(database: Engine) -> None:
    with transaction() as session:
        value = _started(session, people.coach(session))
    for day in range(0, 90, 20):
        assert sign_ins.recognise(value, now=NOW + timedelta(days=day))
    assert sign_ins.recognise(value, now=NOW + timedelta(days=89, hours=23))
    assert not sign_ins.recognise(value, now=NOW + timedelta(days=90))


def test_sign_out_ends_this_session_only(session: Session, coach: Person) -> None:
    here, there = _started(session, coach), _started(session, coach)
    sign_ins.end(session, here)
    assert not sign_ins.person_of(session, here, now=NOW)
    assert sign_ins.person_of(session, there, now=NOW)


def test_sign_out_everywhere_ends_ones_own_sessions(session: Session, coach: Person) -> None:
    other = _started(session, people.coach(session, "Ben Ito"))
    values = [_started(session, coach) for _ in range(3)]
    sign_ins.end_all(session, coach.id)
    assert not any(sign_ins.person_of(session, value, now=NOW) for value in values)
    assert sign_ins.person_of(session, other, now=NOW)


def test_being_asked_is_one_query(database: Engine, session: Session, coach: Person) -> None:
    value = _started(session, coach)
    session.commit()
    asked: list[str] = []
    event.listen(database, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert sign_ins.recognise(value, now=NOW + timedelta(minutes=9))
    assert len([statement for statement in asked if statement != "BEGIN"]) == 1


def test_being_seen_is_noted_every_ten_minutes(database: Engine) -> None:
    with transaction() as session:
        value = _started(session, people.coach(session))

    def seen_at(minutes: int) -> datetime:
        sign_ins.recognise(value, now=NOW + timedelta(minutes=minutes))
        with reading() as session:
            return session.exec(select(SignInSession)).one().last_seen_at

    assert [seen_at(m) for m in (5, 10, 15, 25)] == [
        NOW + timedelta(minutes=m) for m in (0, 10, 10, 25)
    ]


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://coach.example", "__Host-coachbook"), ("http://localhost:8000", "coachbook")],
)
def test_cookie_is_bound_to_the_host_under_https(
    monkeypatch: pytest.MonkeyPatch, url: str, name: str
) -> None:
    monkeypatch.setenv("COACHBOOK_PUBLIC_URL", url)
    assert sign_ins.cookie_name() == name
