"""The sample of one message in its frame: for the owner only, and harmless there."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from coachbook.notifications import matrix
from coachbook.services.people import Person
from tests import accounts
from tests.routes.visits import signed_in

PATH = "/operator/sample/session_rescheduled"


@pytest.fixture
def owner(database: Engine) -> Person:
    return accounts.stored_coach(is_owner=True)


def test_owner_sees_the_message(visitor: TestClient, owner: Person) -> None:
    answer = signed_in(visitor, owner).get(PATH)
    assert answer.status_code == 200
    assert "Hello Dana Whitfield" in answer.text


def test_message_can_do_nothing_in_its_frame(visitor: TestClient, owner: Person) -> None:
    policy = signed_in(visitor, owner).get(PATH).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy


def test_nobody_else_sees_it(new_visitor: Callable[[], TestClient], owner: Person) -> None:
    others = (accounts.stored_coach("Ben Ito"), accounts.stored_client(owner))
    visitors = [new_visitor(), *(signed_in(new_visitor(), one) for one in others)]
    answers = [visitor.get(PATH) for visitor in visitors]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("event", ["session_reminder", "nothing", "x' OR 1=1"])
def test_what_has_no_email_is_nothing(visitor: TestClient, owner: Person, event: str) -> None:
    assert "email" not in matrix.EVENTS["session_reminder"].channels
    assert signed_in(visitor, owner).get(f"/operator/sample/{event}").status_code == 404
