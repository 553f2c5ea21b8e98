"""A client books while the coach archives them: one of the two is told, never both done unseen."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook import database as databases
from coachbook.database import lock_coach
from coachbook.errors import NoLongerClient, Refusal
from coachbook.models import Booking, CoachClient
from coachbook.services import archiving
from coachbook.services.archiving import BookingsChanged
from coachbook.services.bookings import booking
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at

PATIENCE_SECONDS = 0.5


@pytest.fixture
def pair(database: Engine) -> tuple[Person, Person]:
    with databases.transaction() as session:
        coach = people.coach(session)
        factories.hours(session, coach)
        client = people.client(session, coach)
        factories.package(session, coach, client)
    return coach, client


def archive(coach: Person, client: Person) -> None:
    """As after a preview that showed nothing booked."""
    with databases.transaction() as session:
        archiving.archive(session, client.id, by=coach, now=NOW, seen={})


def book(coach: Person, client: Person) -> None:
    with databases.transaction() as session:
        booking.book(
            session, by=client, coach_id=coach.id, client_id=client.id, kind="session",
            minutes=60, starts=[at("2026-11-18 09:00")], request_id=factories.request_id(),
            now=NOW,
        )  # fmt: skip


def race(coach: Person, client: Person) -> list[Exception | None]:
    """The archiving begins when the booking has looked at the client, but not locked yet."""
    archiving_now: list[Future[None]] = []

    def lock_late(*args: Any, **more: Any) -> None:
        archiving_now.append(pool.submit(archive, coach, client))
        wait(archiving_now, timeout=PATIENCE_SECONDS)
        lock_coach(*args, **more)

    with ThreadPoolExecutor(2) as pool, patch.object(booking, "lock_coach", lock_late):
        answers = [_told(pool.submit(book, coach, client)), *map(_told, archiving_now)]
    return answers


def _told(running: Future[None]) -> Exception | None:
    found = running.exception()
    assert found is None or isinstance(found, Refusal), found
    return found


def left_behind(database: Engine) -> bool:
    """Somebody archived has a booking that nobody looked at."""
    with Session(database) as session:
        is_archived = session.exec(select(CoachClient)).one().status == "archived"
        return is_archived and session.exec(select(Booking)).first() is not None


def test_one_of_the_two_is_told(database: Engine, pair: tuple[Person, Person]) -> None:
    booked, archived = race(*pair)
    assert not left_behind(database)
    if database.dialect.name == "sqlite":
        assert booked is None
        assert isinstance(archived, BookingsChanged)
    else:
        assert archived is None
        assert isinstance(booked, NoLongerClient)


def test_without_the_second_look_both_are_done(
    database: Engine, database_url: str, pair: tuple[Person, Person]
) -> None:
    """The control: if this leaves nothing behind, the test above proves nothing."""
    with _without_guards():
        unguarded = databases.use(database_url)
        assert race(*pair) == [None, None]
        assert left_behind(unguarded)
        unguarded.dispose()


@contextmanager
def _without_guards() -> Iterator[None]:
    with (
        patch.object(booking, "check_client", lambda *_, **__: None),
        patch.object(databases, "_sqlite_writers", nullcontext()),
        patch.object(databases, "_begin_sqlite", lambda _connection: None),
    ):
        yield
