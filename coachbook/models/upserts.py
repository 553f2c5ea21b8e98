"""INSERT ... ON CONFLICT: both databases know it, each in its own dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from coachbook.models.columns import table_of


def insert_into(session: Session, model: type[SQLModel]) -> Any:
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return (postgresql.insert if is_postgresql else sqlite.insert)(table_of(model))
