"""The mail service reports what the owner tries again at that moment: nobody waits in a circle."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from coachbook import database as databases
from coachbook.models import OutboxMessage
from coachbook.services import dead_letters, delivery_reports
from coachbook.services.delivery_reports import Report
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

PATIENCE_SECONDS = 20
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
IDS = sorted((uuid4(), uuid4()))
ORDERS = list(permutations(IDS))
pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]


def owner_with(stored: tuple[UUID, ...]) -> Person:
    """Messages that were given up, stored in this order."""
    with databases.transaction() as session:
        owner = people.coach(session, is_owner=True)
        for one in stored:
            session.add(_message(one, owner))
            session.flush()
        return owner


def _message(id: UUID, owner: Person) -> OutboxMessage:
    return OutboxMessage(
        id=id, unique_key=uuid4().hex, event="session_booked", channel="email", state="dead",
        recipient_id=owner.id, coach_id=owner.id, subject_id=uuid4(), attempts=10, due_at=NOW,
        created_at=NOW,
    )  # fmt: skip


def reported(order: tuple[UUID, ...]) -> int:
    reports = [Report(uuid4().hex, "delivered", one, "", "", "", NOW) for one in order]
    with databases.transaction() as session:
        return delivery_reports.take(session, reports, now=NOW)


def retried(owner: Person, may_begin: threading.Event) -> int:
    may_begin.wait(PATIENCE_SECONDS)
    with databases.transaction() as session:
        return dead_letters.retry_all(session, by=owner, now=NOW)


def both(owner: Person, order: tuple[UUID, ...]) -> tuple[int, int]:
    """The report pauses after each message, and the owner comes in between."""
    settle = delivery_reports._settle

    first_is_held = threading.Event()

    def settle_slowly(*asked: Any) -> None:
        settle(*asked)
        if not first_is_held.is_set():
            first_is_held.set()
            _wait_until_somebody_waits()

    with patch.object(delivery_reports, "_settle", settle_slowly), ThreadPoolExecutor(2) as pool:
        reporting = pool.submit(reported, order)
        retrying = pool.submit(retried, owner, first_is_held)
        return reporting.result(60), retrying.result(60)


def _wait_until_somebody_waits() -> None:
    last_moment = time.monotonic() + PATIENCE_SECONDS
    with databases.engine().connect() as connection:
        while not connection.execute(WAITING).scalar_one():
            assert time.monotonic() < last_moment, "nobody came to wait"
            time.sleep(0.02)
            connection.rollback()  # what it has seen of the others is as old as its transaction


@pytest.mark.parametrize("stored", ORDERS)
@pytest.mark.parametrize("order", ORDERS)
def test_report_and_retry_get_out_of_each_others_way(
    stored: tuple[UUID, ...], order: tuple[UUID, ...]
) -> None:
    assert both(owner_with(stored), order) == (2, 0)
    with databases.reading() as session:
        assert _states(session) == {"sent"}


def test_in_any_order_they_wait_in_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it is the order that keeps them apart."""

    def backwards(reports: list[Report]) -> list[Report]:
        return sorted(reports, key=lambda one: one.message_id, reverse=True)

    monkeypatch.setattr(delivery_reports, "_in_order_of_messages", backwards)
    in_order = (IDS[0], IDS[1])
    with pytest.raises(OperationalError, match="deadlock"):
        both(owner_with(in_order), in_order)


def _states(session: Session) -> set[str]:
    return {session.get_one(OutboxMessage, one).state for one in IDS}
