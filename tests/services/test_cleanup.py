"""What is forgotten after its time, and what is kept until then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, SQLModel, select

from coachbook.models import DeliveryReport, Heartbeat, JobDone, OutboxMessage
from coachbook.services import cleanup
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


def message(coach: Person, at: datetime, state: str = "sent") -> OutboxMessage:
    return OutboxMessage(
        unique_key=uuid4().hex,
        event="daily_summary",
        channel="email",
        recipient_id=coach.id,
        subject_id=coach.id,
        state=state,
        due_at=at,
        created_at=at,
    )


def report(_: Person, at: datetime) -> DeliveryReport:
    return DeliveryReport(id=uuid4().hex, event="delivered", happened_at=at, received_at=at)


def done(coach: Person, at: datetime) -> JobDone:
    return JobDone(coach_id=coach.id, job="expiries", period=uuid4().hex[:20], done_at=at)


def heartbeat(_: Person, at: datetime) -> Heartbeat:
    return Heartbeat(worker=uuid4().hex, started_at=at, beat_at=at)


def left(session: Session, model: type[SQLModel]) -> int:
    return len(session.exec(select(model)).all())


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        (message, 180 * DAY),
        (report, 30 * DAY),
        (done, 400 * DAY),
        (heartbeat, DAY),
    ],
)
def test_each_is_kept_for_its_time(
    session: Session, coach: Person, made: Callable[[Person, datetime], Any], kept: timedelta
) -> None:
    rows = [made(coach, NOW - kept - HOUR), made(coach, NOW - kept + HOUR)]
    session.add_all(rows)
    session.flush()
    assert cleanup.forget_old(session, now=NOW) == 1
    assert left(session, type(rows[0])) == 1
    assert cleanup.forget_old(session, now=NOW) == 0


@pytest.mark.parametrize(
    ("state", "count"),
    [
        ("waiting", 1), ("claimed", 1), ("sent", 0), ("kept", 0), ("void", 0), ("withdrawn", 0),
        ("dead", 0),
    ],
)  # fmt: skip
def test_message_that_is_still_to_be_sent_is_kept(
    session: Session, coach: Person, state: str, count: int
) -> None:
    session.add(message(coach, NOW - 200 * DAY, state))
    session.flush()
    cleanup.forget_old(session, now=NOW)
    assert left(session, OutboxMessage) == count
