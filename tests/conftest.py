"""What every test may ask for: a fresh database of either kind, a session, a moment that stays."""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from sqlalchemy import Engine, QueuePool
from sqlmodel import Session

from coachbook import clock, config
from coachbook import database as databases
from coachbook.models import metadata
from coachbook.serving import migrations
from tests import postgresql

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)  # a Monday, 10:00 in New York
OTHERS_SECONDS = 10.0
DATABASE_KINDS = os.environ.get("COACHBOOK_TEST_DATABASES", "sqlite,postgresql").split(",")


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test's own data directory, and settings read anew."""
    monkeypatch.setenv("COACHBOOK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("PORT", raising=False)  # the command that serves sets it
    config.reset()
    yield
    os.environ.pop("PORT", None)  # else what a module shares would be made with it
    config.reset()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The moment at which the test takes place: the clock stands still there."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """One that may write; what it did is undone unless the test commits."""
    writing = database.execution_options(is_writing=True)
    with Session(writing, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """A migrated, empty database, bound as the application's own."""
    engine = _bound_to(database_url)
    yield engine
    _wait_for_others(engine)
    _forget_if_listened_to(engine, database_url)
    engine.dispose()


_engines: dict[str, Engine] = {}


def _bound_to(url: str) -> Engine:
    """The engine of the test before, if it can be: it knows its statements, compiled, already."""
    engine = _engines.get(url) or _engines.setdefault(url, databases.make_engine(url))
    with patch.object(databases, "make_engine", lambda _: engine):
        return databases.use(url)


def _forget_if_listened_to(engine: Engine, url: str) -> None:
    """The next test isn't to call what this one has hung on to it."""
    if engine.dispatch.before_cursor_execute:
        del _engines[url]


def _wait_for_others(engine: Engine) -> None:
    """A thread that outlives its test would give its connection back to a pool that is gone."""
    last_moment = time.monotonic() + OTHERS_SECONDS
    while isinstance(engine.pool, QueuePool) and engine.pool.checkedout():
        assert time.monotonic() < last_moment, "a connection was never given back"
        time.sleep(0.01)


@pytest.fixture(params=DATABASE_KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """For tests whose processes open the database themselves."""
    if request.param == "sqlite":
        yield request.getfixturevalue("empty_file_url")
    else:
        sweeper: psycopg.Connection = request.getfixturevalue("sweeper")
        yield request.getfixturevalue("migrated_server_url")
        _sweep(sweeper)


def _empty(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        _sweep(connection)


def _sweep(sweeper: psycopg.Connection) -> None:
    tables = (f'DELETE FROM "{table.name}"' for table in metadata.sorted_tables)
    in_any_order = "SET LOCAL session_replication_role = replica"
    statements = "; ".join(["SET LOCAL lock_timeout = '5s'", in_any_order, *tables])
    with sweeper.transaction():
        sweeper.execute(statements.encode())


@pytest.fixture(scope="session")
def sweeper(migrated_server_url: str) -> Iterator[psycopg.Connection]:
    """Kept, since a new connection needs its time to get to know all tables."""
    address = migrated_server_url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


@pytest.fixture
def empty_file_url(migrated_file: Path) -> str:
    """Each test has a new file, where the test before had its own."""
    path = migrated_file.with_name("coachbook.db")
    for former in migrated_file.parent.glob("coachbook.db*"):
        former.unlink()
    return f"sqlite:///{shutil.copy(migrated_file, path)}"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "migrated.db"
    migrations.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_server_url(postgresql_server: postgresql.Server) -> str:
    url = postgresql_server.create("coachbook")
    migrations.upgrade(url)
    return url


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    with postgresql.server() as server:
        yield server
