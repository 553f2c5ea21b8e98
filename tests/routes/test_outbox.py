"""The preview of one message."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from coachbook.database import reading, transaction
from coachbook.models import metadata
from coachbook.services import invitations
from coachbook.services.people import Person
from tests import accounts
from tests.conftest import NOW
from tests.routes.visits import signed_in


@pytest.fixture
def coach(database: Engine) -> Person:
    return accounts.stored_coach(is_owner=True)


@pytest.fixture
def message_id(coach: Person) -> UUID:
    with transaction() as session:
        invitations.invite(session, by=coach, name="<b>Kim</b>", email="k@example.com", now=NOW)
    return accounts.messages("invitation")[0].id


def test_coach_sees_the_message(visitor: TestClient, coach: Person, message_id: UUID) -> None:
    signed_in(visitor, coach)
    answer = visitor.get(f"/outbox/{message_id}")
    assert answer.status_code == 200
    assert "Hello &lt;b&gt;Kim&lt;/b&gt;" in answer.text


def test_message_can_do_nothing_in_its_frame(
    visitor: TestClient, coach: Person, message_id: UUID
) -> None:
    signed_in(visitor, coach)
    headers = visitor.get(f"/outbox/{message_id}").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["cache-control"] == "no-store"


def test_foreign_and_absent_messages_look_alike(
    new_visitor: Callable[[], TestClient], coach: Person, message_id: UUID
) -> None:
    other = new_visitor()
    signed_in(other, accounts.stored_coach("Ben Ito"))
    client = new_visitor()
    signed_in(client, accounts.stored_client(coach))
    answers = [
        visitor.get(f"/outbox/{wanted}")
        for visitor in (new_visitor(), other, client)
        for wanted in (message_id, uuid4())
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_looking_writes_nothing(visitor: TestClient, coach: Person, message_id: UUID) -> None:
    signed_in(visitor, coach)
    before = _dump()
    visitor.get(f"/outbox/{message_id}")
    visitor.get("/health")
    assert _dump() == before


def _dump() -> str:
    with reading() as session:
        return repr([session.execute(table.select()).all() for table in metadata.sorted_tables])


@pytest.mark.parametrize("path", ["/outbox/x", "/outbox/1' OR 1=1", "/outbox/../health%00"])
def test_odd_ids_are_nothing(visitor: TestClient, coach: Person, path: str) -> None:
    assert visitor.get(path).status_code == 404
