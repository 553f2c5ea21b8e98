"""The engine and `transaction()`, the only commit; the lock on a coach.

On SQLite a write transaction begins IMMEDIATE behind an in-process lock, so that writers queue
fairly instead of polling. On PostgreSQL the lock is an advisory one for each coach.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session

from coachbook.config import settings
from coachbook.errors import DatabaseUnreachable

SQLITE_BUSY_MILLISECONDS = 10_000
POSTGRESQL_CONNECT_SECONDS = 3
POOL_SIZE = 20


class Queue:
    """A lock that serves in the order of asking: with a plain one somebody waits for seconds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


_bound: dict[str, Engine] = {}
_binding = threading.Lock()
_sqlite_writers = Queue()


def engine() -> Engine:
    """The engine of the configured database, made at the first call."""
    with _binding:
        if "engine" not in _bound:
            _bound["engine"] = make_engine(settings().database_url)
        return _bound["engine"]


def use(url: str) -> Engine:
    """Bind to another database from now on; the former engine is disposed of."""
    with _binding:
        former = _bound.pop("engine", None)
        if former:
            former.dispose()
        _bound["engine"] = make_engine(url)
        return _bound["engine"]


def make_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": POSTGRESQL_CONNECT_SECONDS,
            "options": "-c timezone=UTC",
        },
    )


def _sqlite_engine(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = create_engine(url, pool_size=POOL_SIZE, max_overflow=POOL_SIZE) if path else (
        create_engine(url)
    )  # fmt: skip
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses acknowledged bookings when the power fails
        "foreign_keys=ON",
        f"busy_timeout={SQLITE_BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work, committed at its end or not at all."""
    bound = engine()
    if bound.dialect.name != "sqlite":
        with _session(bound) as session:
            yield session
            session.commit()
        return
    with _sqlite_writers, _session(bound.execution_options(is_writing=True)) as session:
        yield session
        session.commit()


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only reads; whatever it changed is forgotten."""
    with _session(engine()) as session:
        session.info["is_reading"] = True
        yield session


def is_reading(session: Session) -> bool:
    return "is_reading" in session.info


@contextmanager
def _session(bound: Engine) -> Iterator[Session]:
    try:
        with Session(bound, expire_on_commit=False) as session:
            yield session
    except (OperationalError, InterfaceError) as failure:
        if is_unreachable(failure):
            raise DatabaseUnreachable from failure
        raise


def is_unreachable(failure: DBAPIError) -> bool:
    """Whether the database is away or full or busy, and not the statement wrong."""
    if failure.connection_invalidated:
        return True
    words = str(failure.orig).lower()
    signs = (
        "connection", "unable to open", "database is locked", "database or disk is full",
        "readonly database", "disk i/o", "starting up", "shutting down",
    )  # fmt: skip
    return any(sign in words for sign in signs)


def lock_coach(session: Session, coach_id: UUID, *, client_id: UUID | None = None) -> None:
    """Until the commit nobody else changes this coach's calendar or their clients' credits.

    With a client, nobody books for them at another coach either. SQLite needs nothing more: its
    write transaction is the lock. Coaches and clients have keys of their own, coaches first, so
    that two people who coach each other can't wait for each other.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    session.execute(_LOCK, {"key": _lock_key(coach_id, "coach")})
    if client_id is not None:
        session.execute(_LOCK, {"key": _lock_key(client_id, "client")})


_LOCK = text("SELECT pg_advisory_xact_lock(:key)")


def _lock_key(person_id: UUID, role: str) -> int:
    """The signed 64 bits that an advisory lock takes."""
    digest = blake2b(person_id.bytes, digest_size=8, person=role.encode()).digest()
    return int.from_bytes(digest, signed=True)
