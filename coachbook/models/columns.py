"""Column types and shorthands: instants are aware UTC, enums are checked by the database."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    MetaData,
    Table,
    Uuid,
)
from sqlalchemy import inspect as inspect_model
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
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


class epoch(FunctionElement[int]):
    """An instant's whole seconds since 1970, made by the database: no datetime object a row."""

    type = BigInteger()
    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)


@compiles(epoch, "sqlite")
def _epoch_on_sqlite(element: epoch, compiler: Any, **more: Any) -> str:
    return f"unixepoch({compiler.process(element.clauses, **more)})"


@compiles(epoch, "postgresql")
def _epoch_on_postgresql(element: epoch, compiler: Any, **more: Any) -> str:
    return f"CAST(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **more)}) AS BIGINT)"


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that need no objects."""
    table = inspect_model(model).local_table
    assert isinstance(table, Table)
    return table


def values_of(row: SQLModel) -> dict[str, Any]:
    """A new row's columns, to be inserted without the unit of work."""
    return {column.key: getattr(row, column.key) for column in table_of(type(row)).columns}


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
    "epoch",
    "instant",
    "json_value",
    "key",
    "one_of",
    "reference",
    "table_of",
    "values_of",
]
