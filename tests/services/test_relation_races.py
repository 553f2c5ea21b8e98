"""Two tabs write notes on a client; somebody joins while the coach archives them."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook import database as databases
from coachbook.errors import AlreadyChanged, Refusal
from coachbook.models import CoachClient, OneTimeToken
from coachbook.services import archiving, client_profiles, invitations, links
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 0.5
lock_coach = databases.lock_coach


@pytest.fixture
def coach(database: Engine) -> Person:
    with databases.transaction() as session:
        return people.coach(session)


def relation(database: Engine) -> CoachClient:
    with Session(database) as session:
        return session.exec(select(CoachClient)).one()


def refusal(running: Future[Any]) -> type[BaseException] | None:
    found = running.exception()
    assert found is None or isinstance(found, Refusal), found
    return type(found) if found else None


def both_write(coach: Person, client: Person, pause: Callable[[], Any]) -> set[object]:
    """Each pauses between reading the notes and writing them."""
    look = client_profiles._relation

    def look_slowly(*asked: Any) -> CoachClient:
        found = look(*asked)
        pause()
        return found

    def write(notes: str) -> None:
        with databases.transaction() as session:
            client_profiles.keep_notes(session, client.id, by=coach, notes=notes, seen="")

    with patch.object(client_profiles, "_relation", look_slowly), ThreadPoolExecutor(2) as pool:
        return {refusal(one) for one in [pool.submit(write, one) for one in ("One", "Other")]}


@pytest.fixture
def client(coach: Person) -> Person:
    with databases.transaction() as session:
        return people.client(session, coach)


def test_second_tab_is_told_of_other_notes(coach: Person, client: Person) -> None:
    found = both_write(coach, client, lambda: time.sleep(PAUSE_SECONDS))
    assert found == {None, AlreadyChanged}


def test_notes_would_be_lost_without_the_lock(coach: Person, client: Person) -> None:
    """On SQLite the write transaction is the lock."""
    meeting, url = threading.Barrier(2), databases.engine().url
    with (
        patch.object(databases, "_sqlite_writers", nullcontext()),
        patch.object(databases, "_begin_sqlite", lambda _: None),
        patch.object(client_profiles, "lock_coach", lambda *_, **__: None),
    ):
        databases.use(url.render_as_string(hide_password=False))
        assert both_write(coach, client, lambda: meeting.wait(30)) == {None}


def join(token: str) -> None:
    with databases.transaction() as session:
        invitations.join(session, token, name="New One", password_hash="x", user_agent="", now=NOW)


def archive(coach: Person, client_id: Any) -> None:
    with databases.transaction() as session:
        archiving.archive(session, client_id, by=coach, now=NOW, seen={})


def test_who_is_archived_meanwhile_has_not_joined(database: Engine, coach: Person) -> None:
    """The archiving begins when the invitation was looked at, but nothing is locked yet."""
    with databases.transaction() as session:
        invited = invitations.invite(
            session, by=coach, name="New One", email="new.one@example.com", now=NOW
        )
        token = links.token(session.exec(select(OneTimeToken.id)).one(), "invitation")
    archivings: list[Future[None]] = []

    def lock_late(*asked: Any, **more: Any) -> None:
        archivings.append(pool.submit(archive, coach, invited.client_id))
        wait(archivings, timeout=PATIENCE_SECONDS)
        lock_coach(*asked, **more)

    with ThreadPoolExecutor(2) as pool, patch.object(invitations, "lock_coach", lock_late):
        refusal(pool.submit(join, token))
        assert [refusal(one) for one in archivings] == [None]
    known = relation(database)
    assert (known.status, known.archived_at) == ("archived", NOW)
