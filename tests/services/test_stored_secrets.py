"""Secrets at rest: a rotation while the rest goes on, and no dump that tells one."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, select
from typer.testing import CliRunner, Result

from coachbook import config, encryption
from coachbook import database as databases
from coachbook.cli import app
from coachbook.models import GoogleConnection, metadata
from coachbook.models.columns import table_of
from coachbook.services import stored_secrets
from coachbook.services.google_calendar import authorizing, connections
from coachbook.services.google_calendar.calendar_client import Granted
from coachbook.services.people import Person
from coachbook.serving.keys import rotate
from tests import people
from tests.conftest import NOW
from tests.services.test_google_authorizing import browser_of

TOKEN = "1//canary-refresh-token"
_connection = table_of(GoogleConnection)


@pytest.fixture
def coach(database: Engine) -> Person:
    with databases.transaction() as session:
        coach = browser_of(session, people.coach(session))
        connect(session, coach, TOKEN)
    return coach


def connect(session: Session, coach: Person, token: str) -> None:
    granted = Granted(subject="1", email="anna@gmail.test", refresh_token=token)
    connections.connect(session, granted, by=coach, now=NOW)


def stored(database: Engine) -> str:
    with Session(database) as session:
        asked = select(GoogleConnection.refresh_token_encrypted)
        return session.exec(asked).one()


def keys(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["keys", *arguments])


def let_a_minute_pass() -> None:
    path = config.settings().data_dir / encryption.FILE
    os.utime(path, (time.time() - 61, time.time() - 61))


def test_every_encrypted_column_is_known() -> None:
    named = {
        column for table in metadata.sorted_tables for column in table.columns
        if column.name.endswith("_encrypted")
    }  # fmt: skip
    assert named == set(stored_secrets.COLUMNS)


def test_rotation_puts_all_under_a_new_key(database: Engine, coach: Person) -> None:
    before, former = stored(database), encryption.keys()
    with databases.transaction() as session:
        begun = authorizing.begin(session, by=coach, now=NOW)
    done = keys("rotate")
    assert done.exit_code == 0, done.output
    assert "2 stored secrets" in done.output
    assert encryption.keys()[1:] == former
    assert before != stored(database)
    assert encryption.is_under_newest(stored(database))
    with databases.transaction() as session:
        assert authorizing.take(session, begun.state, by=coach, now=NOW) == begun


def test_old_keys_are_dropped_a_minute_later(database: Engine, coach: Person) -> None:
    keys("rotate")
    assert keys("rotate", "--drop-old").exit_code == 1
    assert len(encryption.keys()) == 2
    let_a_minute_pass()
    assert keys("rotate", "--drop-old").exit_code == 0
    assert len(encryption.keys()) == 1
    assert encryption.decrypt(stored(database)) == TOKEN


def test_what_was_written_late_under_the_old_key_is_renewed_before_it_is_dropped(
    database: Engine, coach: Person
) -> None:
    late = stored(database)
    keys("rotate")
    with databases.transaction() as session:
        session.connection().execute(update(_connection).values(refresh_token_encrypted=late))
    let_a_minute_pass()
    keys("rotate", "--drop-old")
    assert encryption.decrypt(stored(database)) == TOKEN


def test_two_who_rotate_together_lose_no_key(
    database: Engine, coach: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_keys = encryption.replace_keys

    def slowly(kept: tuple[str, ...]) -> None:
        time.sleep(0.1)
        replace_keys(kept)

    monkeypatch.setattr(encryption, "replace_keys", slowly)
    both = [threading.Thread(target=rotate) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(encryption.keys()) == 3
    assert encryption.decrypt(stored(database)) == TOKEN


def test_what_no_key_opens_is_said_and_left(database: Engine, coach: Person) -> None:
    before = stored(database)
    encryption.replace_keys((encryption.new_key(),))
    assert "1 can't be read" in keys("rotate").output
    assert stored(database) == before


def test_keys_of_the_environment_are_not_changed_here(
    database: Engine, coach: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_key = keys("new").output.strip()
    both = " ".join((new_key, *encryption.keys()))
    monkeypatch.setenv("COACHBOOK_ENCRYPTION_KEYS", both)
    config.reset()
    done = keys("rotate")
    assert "COACHBOOK_ENCRYPTION_KEYS" in done.output
    assert new_key not in done.output
    assert encryption.is_under_newest(stored(database))


@contextmanager
def somebody_connects_all_the_time(coach: Person) -> Iterator[list[str]]:
    """Reads and writes as a running process does; what it couldn't read is noted."""
    ends, troubles = threading.Event(), list[str]()

    def work() -> None:
        while not ends.is_set():
            try:
                with databases.transaction() as session:
                    assert connections.refresh_token(session, by=coach) == TOKEN
                    connect(session, coach, TOKEN)
            except Exception as problem:
                troubles.append(repr(problem))

    thread = threading.Thread(target=work)
    thread.start()
    yield troubles
    ends.set()
    thread.join()


def test_rotation_disturbs_nobody_who_works_meanwhile(database: Engine, coach: Person) -> None:
    with somebody_connects_all_the_time(coach) as troubles:
        for _ in range(2):
            assert keys("rotate").exit_code == 0
            time.sleep(0.3)  # what is under way ends, as it does in a minute
            let_a_minute_pass()
            assert keys("rotate", "--drop-old").exit_code == 0
    assert troubles == []
    assert encryption.decrypt(stored(database)) == TOKEN


def test_a_dump_of_the_database_tells_no_secret(database: Engine, coach: Person) -> None:
    with databases.transaction() as session:
        begun = authorizing.begin(session, by=coach, now=NOW + timedelta(minutes=1))
    with Session(database) as session:
        rows = [
            str(tuple(row)) for table in metadata.sorted_tables
            for row in session.connection().execute(table.select())
        ]  # fmt: skip
    dump = "\n".join(rows)
    assert "anna@gmail.test" in dump  # the dump is of the database that holds them
    for secret in (TOKEN, begun.state, begun.verifier, *encryption.keys()):
        assert secret not in dump
