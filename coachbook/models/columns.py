"""Column types and shorthands: instants are aware UTC, enums are checked by the database."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, MetaData, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


class NaiveInstant(ValueError):
    """A datetime without a zone reached the database's edge."""


class Instant(TypeDecorator[datetime]):
    """An instant in UTC. Refuses naive datetimes, gives aware ones back, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveInstant(f"{value!r} has no zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonColumn = JSON().with_variant(JSONB(), "postgresql")


def key() -> Any:
    return Field(default_factory=uuid4, primary_key=True, sa_type=Uuid)


def reference(target: str, *, on_delete: str = "RESTRICT", index: bool = True, **more: Any) -> Any:
    """A foreign key to `table.column`, with what happens to this row when that one goes."""
    return Field(
        sa_type=Uuid, index=index, sa_column_args=(ForeignKey(target, ondelete=on_delete),), **more
    )


def instant(**more: Any) -> Any:
    return Field(sa_type=Instant, **more)


def json_value(**more: Any) -> Any:
    return Field(sa_type=JsonColumn, **more)


def one_of(column: str, values: type[StrEnum] | Sequence[str]) -> CheckConstraint:
    """The database refuses any other word in this column."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


def check(rule: str, name: str) -> CheckConstraint:
    return CheckConstraint(rule, name=name)


__all__ = [
    "UUID",
    "Instant",
    "JsonColumn",
    "NaiveInstant",
    "check",
    "instant",
    "json_value",
    "key",
    "one_of",
    "reference",
]
