"""Every secret that is stored encrypted, put under the newest key while the rest goes on."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, select, update
from sqlmodel import Session

from coachbook import encryption
from coachbook.encryption import Unreadable
from coachbook.models import GoogleAuthorization, GoogleConnection
from coachbook.models.columns import table_of

COLUMNS: tuple[Column[Any], ...] = (
    table_of(GoogleConnection).c.refresh_token_encrypted,
    table_of(GoogleAuthorization).c.verifier_encrypted,
)


@dataclass(frozen=True)
class Renewed:
    """`unreadable` are under a key that isn't here; their owners have to connect again."""

    renewed: int = 0
    unreadable: int = 0


def renew(session: Session) -> Renewed:
    outcomes = [
        _renew_row(session, column, row) for column in COLUMNS for row in _old(session, column)
    ]
    return Renewed(sum(one is True for one in outcomes), sum(one is None for one in outcomes))


def _old(session: Session, column: Column[Any]) -> list[Any]:
    """The keys of the rows with what they hold, where it isn't under the newest key."""
    rows = session.connection().execute(select(*_table(column).primary_key, column)).all()
    return [row for row in rows if not encryption.is_under_newest(row[-1])]


def _renew_row(session: Session, column: Column[Any], row: Any) -> bool | None:
    """Not if it was written anew meanwhile: that was under the newest key."""
    *identity, encrypted = row
    try:
        renewed = encryption.renewed(encrypted)
    except Unreadable:
        return None
    same_row = (
        key == value for key, value in zip(_table(column).primary_key, identity, strict=True)
    )
    changed = update(_table(column)).where(*same_row, column == encrypted)
    done = session.connection().execute(changed.values({column.name: renewed}))
    return done.rowcount == 1


def _table(column: Column[Any]) -> Table:
    return column.table
