"""Messages are written here, in the transaction of the change that causes them. Nothing is sent.

A message that was written under the same key is not written again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from coachbook.models import InAppNotification, OutboxMessage
from coachbook.models.columns import table_of
from coachbook.notifications import matrix, waking


@dataclass(frozen=True)
class Queued:
    """One person to be told of one event. `subject_id` and `version` name what happened; `due_at`
    is the earliest moment to send, `useless_at` when it is of no use any more."""

    event: str
    recipient_id: UUID
    coach_id: UUID | None
    subject_id: UUID
    due_at: datetime
    created_at: datetime
    version: int = 1
    payload: Mapping[str, Any] = field(default_factory=dict)
    useless_at: datetime | None = None

    @property
    def key(self) -> str:
        return f"{self.event}:{self.subject_id}:{self.version}:{self.recipient_id}"


def queue(
    session: Session,
    event: str,
    *,
    recipient_id: UUID,
    coach_id: UUID | None,
    subject_id: UUID,
    due_at: datetime,
    created_at: datetime,
    version: int = 1,
    payload: Mapping[str, Any] | None = None,
    useless_at: datetime | None = None,
) -> None:
    """Tell one person of one event, on every channel that the matrix gives it, and in the app.

    A message that was withdrawn is revived.
    """
    one = Queued(
        event=event,
        recipient_id=recipient_id,
        coach_id=coach_id,
        subject_id=subject_id,
        due_at=due_at,
        created_at=created_at,
        version=version,
        payload=payload or {},
        useless_at=useless_at,
    )
    queue_many(session, [one])


def queue_many(session: Session, rows: Sequence[Queued]) -> None:
    """As many at once as there are, with one statement a table."""
    session.flush()  # the rows that these refer to
    letters = [letter for row in rows for letter in _letters(row)]
    notes = [_note(row) for row in rows if matrix.is_kept_in_app(row.event)]
    if any(row.due_at <= row.created_at for row in rows):
        waking.at_commit(session)
    _write(session, _letters_statement(_dialect(session)), letters)
    _write(session, _note_statement(_dialect(session)), notes)


def _letters(row: Queued) -> Iterator[dict[str, Any]]:
    for channel in sorted(matrix.channels(row.event) - matrix.IN_APP):
        yield {
            **_common(row),
            "id": uuid4(),
            "unique_key": f"{row.key}:{channel}",
            "channel": channel,
            "state": "waiting",
            "due_at": row.due_at,
            "useless_at": row.useless_at,
            "attempts": 0,
            "last_error": "",
        }


def _note(row: Queued) -> dict[str, Any]:
    return {
        **_common(row),
        "id": uuid4(),
        "unique_key": f"{row.key}:in_app",
        "visible_at": row.due_at,
        "read_at": row.created_at if _is_own_doing(row) else None,
    }


def _is_own_doing(row: Queued) -> bool:
    """What clients did themselves is kept for them, but it is no news."""
    return matrix.EVENTS[row.event].audience == "client" and row.payload.get("by") == "client"


def _common(row: Queued) -> dict[str, Any]:
    return {
        "event": row.event,
        "recipient_id": row.recipient_id,
        "coach_id": row.coach_id,
        "subject_id": row.subject_id,
        "payload": dict(row.payload),
        "created_at": row.created_at,
    }


def _write(session: Session, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(statement, list(rows))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


@cache
def _letters_statement(dialect: str) -> Any:
    """Built once a database: every booking comes through here."""
    statement = _insert(dialect, OutboxMessage)
    fresh = statement.excluded
    revived = {
        name: getattr(fresh, name)
        for name in (
            "state",
            "due_at",
            "useless_at",
            "payload",
            "created_at",
            "attempts",
            "last_error",
        )
    }
    state = col(OutboxMessage.state)
    return statement.on_conflict_do_update(
        index_elements=["unique_key"], set_=revived, where=state == "withdrawn"
    )


@cache
def _note_statement(dialect: str) -> Any:
    statement = _insert(dialect, InAppNotification)
    return statement.on_conflict_do_nothing(index_elements=["unique_key"])


def _insert(dialect: str, model: type[SQLModel]) -> Any:
    """Both databases know ON CONFLICT; the statement is spelled in each one's dialect."""
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table_of(model))
