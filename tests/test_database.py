"""The one commit: all or nothing, in order, never with a naive instant."""

import threading
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import StatementError
from sqlmodel import Session, select

from coachbook import database as databases
from coachbook.errors import DatabaseUnreachable
from coachbook.models import Profile

MORNING = datetime(2026, 11, 16, 9, tzinfo=UTC)


def profile(email: str, created_at: datetime = MORNING) -> Profile:
    return Profile(email=email, name="Ada", time_zone="UTC", created_at=created_at)


def emails(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return sorted(session.exec(select(Profile.email)))


def emails_at(url: str) -> list[str]:
    databases.use(url)
    with databases.reading() as session:
        return list(session.exec(select(Profile.email)))


def test_a_transaction_that_fails_leaves_nothing(database: Engine) -> None:
    def add_and_fail() -> None:
        with databases.transaction() as session:
            session.add(profile("ada@example.com"))
            session.flush()
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        add_and_fail()
    assert emails(database) == []


def test_what_a_reader_changed_is_forgotten(database: Engine) -> None:
    with databases.reading() as session:
        session.add(profile("ada@example.com"))
        session.flush()
    assert emails(database) == []


def test_instants_come_back_aware_and_in_utc(database: Engine) -> None:
    with databases.transaction() as session:
        session.add(profile("ada@example.com"))
    with databases.reading() as session:
        assert session.exec(select(Profile.created_at)).one() == MORNING
        assert session.exec(select(Profile.created_at)).one().tzinfo is UTC


def test_a_naive_instant_is_refused(database: Engine) -> None:
    with pytest.raises(StatementError, match="has no zone"), databases.transaction() as session:
        session.add(profile("ada@example.com", MORNING.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////proc/no/such/place.db",
        "postgresql+psycopg://nobody@127.0.0.1:9/none",
    ],
)
def test_an_unreachable_database_says_so(url: str) -> None:
    with pytest.raises((DatabaseUnreachable, OSError)):
        emails_at(url)


def test_writers_are_served_in_the_order_of_asking() -> None:
    queue, served, threads = databases.Queue(), list[int](), list[threading.Thread]()

    def write(number: int) -> None:
        with queue:
            served.append(number)

    with queue:
        for number in range(8):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            while len(queue._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert served == list(range(8))
