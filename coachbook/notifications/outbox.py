"""Messages are written here, in the transaction of the change that causes them. Nothing is sent.

A message that was written under the same key is not written again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from coachbook.models import InAppNotification, OutboxMessage
from coachbook.models.columns import table_of
from coachbook.notifications import matrix


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
) -> None:
    """Tell one person of one event, on every channel that the matrix gives it.

    `subject_id` and `version` name what happened; `due_at` is the earliest moment to send.
    A message that was withdrawn is revived.
    """
    session.flush()  # the rows that these refer to
    channels = matrix.channels(event)
    common = {
        "event": event,
        "recipient_id": recipient_id,
        "coach_id": coach_id,
        "subject_id": subject_id,
        "payload": dict(payload or {}),
        "created_at": created_at,
    }
    key = f"{event}:{subject_id}:{version}:{recipient_id}"
    letters = [
        _letter(f"{key}:{channel}", channel, due_at, common)
        for channel in sorted(channels - matrix.IN_APP)
    ]
    if letters:
        _write_letters(session, letters)
    if "in_app" in channels:
        _write_note(session, f"{key}:in_app", due_at, common)


def _letter(key: str, channel: str, due_at: datetime, common: dict[str, Any]) -> dict[str, Any]:
    own = {"id": uuid4(), "unique_key": key, "channel": channel, "state": "waiting"}
    return {**common, **own, "due_at": due_at, "attempts": 0, "last_error": ""}


def _write_letters(session: Session, letters: Sequence[dict[str, Any]]) -> None:
    session.connection().execute(_letters_statement(_dialect(session)), list(letters))


def _write_note(session: Session, key: str, visible_at: datetime, common: dict[str, Any]) -> None:
    own = {"id": uuid4(), "unique_key": key, "visible_at": visible_at}
    session.connection().execute(_note_statement(_dialect(session)), [{**common, **own}])


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


@cache
def _letters_statement(dialect: str) -> Any:
    """Built once a database: every booking comes through here."""
    statement = _insert(dialect, OutboxMessage)
    fresh = statement.excluded
    revived = {
        name: getattr(fresh, name)
        for name in ("state", "due_at", "payload", "created_at", "attempts", "last_error")
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


def withdraw(session: Session, events: Sequence[str], subject_id: UUID, *, now: datetime) -> bool:
    """Take back what is not yet due; True if there was anything. What is due stays."""
    session.flush()
    letters = (
        update(OutboxMessage)
        .where(
            col(OutboxMessage.subject_id) == subject_id,
            col(OutboxMessage.event).in_(events),
            col(OutboxMessage.state) == "waiting",
            col(OutboxMessage.due_at) > now,
        )
        .values(state="withdrawn")
    )
    notes = delete(InAppNotification).where(
        col(InAppNotification.subject_id) == subject_id,
        col(InAppNotification.event).in_(events),
        col(InAppNotification.visible_at) > now,
    )
    connection = session.connection()
    return bool(connection.execute(letters).rowcount + connection.execute(notes).rowcount)
