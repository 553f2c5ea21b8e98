"""A coach's clients: found, described; nobody else's."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from coachbook.errors import AlreadyChanged, Invalid, NotAllowed, NotFound
from coachbook.services import client_profiles, clients
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


def names(session: Session, coach: Person, text: str = "", **more: Any) -> list[str]:
    page = clients.find(session, by=coach, now=NOW, text=text, **more)
    return [row.name for row in page.rows]


def test_find_lists_own_clients_by_name(session: Session, coach: Person) -> None:
    for name in ("zoe", "Émile", "Anna"):
        people.client(session, coach, name)
    people.client(session, people.coach(session), "Somebody else's")
    assert names(session, coach) == ["Anna", "Émile", "zoe"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ÉMI", ["Émile Noël"]),
        ("noel emile", ["Émile Noël"]),
        ("  ", ["Anna 50% _", "Émile Noël", "نور 🏃"]),
        ("%", ["Anna 50% _"]),
        ("_", ["Anna 50% _"]),
        ("نور", ["نور 🏃"]),
        ("🏃", ["نور 🏃"]),
        ("'; DROP TABLE profiles", []),
        ("x" * 10_000, []),
    ],
)
def test_find_searches_words(session: Session, coach: Person, text: str, found: list[str]) -> None:
    for name in ("Émile Noël", "Anna 50% _", "نور 🏃"):
        people.client(session, coach, name)
    assert names(session, coach, text) == found


def test_find_pages(session: Session, coach: Person) -> None:
    for number in range(5):
        people.client(session, coach, f"Client {number}")
    second = clients.find(session, by=coach, now=NOW, page=1, size=2)
    assert [row.name for row in second.rows] == ["Client 2", "Client 3"]
    assert (second.pages, second.matching, second.of) == (3, 5, 5)
    assert clients.find(session, by=coach, now=NOW, page=-99, size=2).page == 0
    assert clients.find(session, by=coach, now=NOW, page=99, size=2).page == 2


def test_find_keeps_archived_clients_apart(session: Session, coach: Person) -> None:
    people.client(session, coach, "Anna")
    people.client(session, coach, "Ben", status="archived")
    assert names(session, coach) == ["Anna"]
    assert names(session, coach, only="archived") == ["Ben"]


def test_row_sums_what_can_be_booked(session: Session, coach: Person) -> None:
    anna = people.client(session, coach)
    factories.package(session, coach, anna, total=2, expires_on="2026-11-17")
    factories.package(session, coach, anna, total=3)
    factories.package(session, coach, anna, total=9, expires_on="2026-11-15")
    row = clients.find(session, by=coach, now=NOW).rows[0]
    assert (row.available, row.expires_on) == (5, date(2026, 11, 17))
    assert row.is_expiring
    assert not row.is_low


def test_row_without_a_package_is_not_low(session: Session, coach: Person) -> None:
    people.client(session, coach)
    row = clients.find(session, by=coach, now=NOW).rows[0]
    assert (row.available, row.is_low, row.next_at) == (0, False, None)


def test_row_shows_the_next_confirmed_booking(session: Session, coach: Person) -> None:
    anna = people.client(session, coach)
    factories.package(session, coach, anna)
    for days in (-1, 2, 1):
        at = NOW + timedelta(days=days)
        factories.booked(session, coach, anna, at, now=at - timedelta(hours=1))
    assert clients.find(session, by=coach, now=NOW).rows[0].next_at == TOMORROW


def test_find_takes_as_many_queries_for_many_as_for_one(
    session: Session, coach: Person, database: Engine
) -> None:
    people.client(session, coach)
    for_one = _queries(session, coach, database)
    for number in range(20):
        client = people.client(session, coach, f"Client {number}")
        factories.package(session, coach, client)
    assert _queries(session, coach, database) == for_one <= 4


def _queries(session: Session, coach: Person, database: Engine) -> int:
    session.expunge_all()
    statements: list[str] = []
    note = lambda *sent: statements.append(sent[2])  # noqa: E731
    event.listen(database, "before_cursor_execute", note)
    clients.find(session, by=coach, now=NOW)
    event.remove(database, "before_cursor_execute", note)
    return len(statements)


def test_profile_parts_upcoming_from_past(session: Session, coach: Person) -> None:
    anna = people.client(session, coach)
    package_id = factories.package(session, coach, anna)
    for days in (2, 1, -1, -2):
        at = NOW + timedelta(days=days)
        factories.booked(session, coach, anna, at, now=at - timedelta(hours=1))
    found = client_profiles.profile(session, anna.id, by=coach, now=NOW)
    assert [one.starts_at.day for one in found.upcoming] == [17, 18]
    assert found.packages[0].id == package_id
    past = client_profiles.past(session, anna.id, by=coach, now=NOW)
    assert [one.starts_at.day for one in past.rows] == [15, 14]


def test_profile_says_when_the_checkin_comes_back(session: Session, coach: Person) -> None:
    anna = people.client(session, coach)
    assert client_profiles.profile(session, anna.id, by=coach, now=NOW).checkin_resets_on is None
    factories.booked(session, coach, anna, TOMORROW, kind="checkin", minutes=30)
    found = client_profiles.profile(session, anna.id, by=coach, now=NOW)
    assert found.checkin_resets_on == date(2026, 12, 1)


def test_profile_of_foreign_unknown_and_own_id_looks_absent(
    session: Session, coach: Person
) -> None:
    theirs = people.client(session, people.coach(session))
    for client_id in (theirs.id, uuid4(), coach.id):
        with pytest.raises(NotFound):
            client_profiles.profile(session, client_id, by=coach, now=NOW)
        with pytest.raises(NotFound):
            client_profiles.keep_notes(session, client_id, by=coach, notes="Hello")


def test_clients_list_nobody(session: Session, coach: Person) -> None:
    nobody = people.client(session, coach)
    with pytest.raises(NotAllowed):
        clients.find(session, by=nobody, now=NOW)
    with pytest.raises(NotAllowed):
        client_profiles.profile(session, nobody.id, by=nobody, now=NOW)


def test_notes_are_kept_as_written(session: Session, coach: Person) -> None:
    anna = people.client(session, coach)
    client_profiles.keep_notes(
        session, anna.id, by=coach, notes=" Left knee\r\n<b>ימין</b> 🦵\x00 "
    )
    found = client_profiles.profile(session, anna.id, by=coach, now=NOW)
    assert found.notes == "Left knee\n<b>ימין</b> 🦵"


def test_notes_do_not_overwrite_another_tab(session: Session, coach: Person) -> None:
    anna = people.client(session, coach)
    client_profiles.keep_notes(session, anna.id, by=coach, notes="One", seen="")
    with pytest.raises(AlreadyChanged):
        client_profiles.keep_notes(session, anna.id, by=coach, notes="Two", seen="")


def test_notes_have_an_end(session: Session, coach: Person) -> None:
    anna = people.client(session, coach)
    with pytest.raises(Invalid, match="10,000"):
        client_profiles.keep_notes(session, anna.id, by=coach, notes="🦵" * 10_001)
