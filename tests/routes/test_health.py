"""What whoever watches it is told, and strangers are not."""

from sqlalchemy import Engine
from starlette.testclient import TestClient

from coachbook import database as databases
from coachbook.database import transaction
from coachbook.models import Heartbeat
from coachbook.services.vitals import TROUBLE
from tests.conftest import NOW


def _beat() -> None:
    with transaction() as session:
        session.add(Heartbeat(worker="one", started_at=NOW, beat_at=NOW, is_leader=True))


def test_healthy_says_ok(visitor: TestClient) -> None:
    _beat()
    answer = visitor.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert answer.headers["cache-control"] == "no-store"


def test_what_stopped_is_said_in_words_only(visitor: TestClient) -> None:
    answer = visitor.get("/health")
    assert answer.status_code == 503
    assert answer.text.splitlines() == [TROUBLE["workers"], TROUBLE["scheduler"]]
    assert not any(letter.isdigit() for letter in answer.text)


def test_unreachable_database_is_said(visitor: TestClient, database: Engine) -> None:
    databases.use("postgresql+psycopg://nobody@127.0.0.1:9/nothing?connect_timeout=1")
    answer = visitor.get("/health")
    assert (answer.status_code, answer.text) == (503, TROUBLE["database"])
