"""What a session that only reads has found, or looked for in vain, and needn't ask for again."""

from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel

from coachbook.database import is_reading
from coachbook.models import Booking

Row = TypeVar("Row", bound=SQLModel)
NAME = "found"


@dataclass
class Found:
    """`rows` are held here, since a session forgets those that nobody holds. `absent` are primary
    keys without a row, `current` is by chain, `names` by coach and client, `asked` by check-in."""

    rows: list[SQLModel] = field(default_factory=list)
    absent: set[tuple[type[SQLModel], tuple[Any, ...]]] = field(default_factory=set)
    current: dict[UUID, Booking] = field(default_factory=dict)
    names: dict[tuple[UUID, UUID], str] = field(default_factory=dict)
    asked: dict[UUID, bool] = field(default_factory=dict)


def found(session: Session) -> Found:
    """Where a session writes nothing is kept: it may change it."""
    if not is_reading(session):
        return Found()
    if NAME not in session.info:
        session.info[NAME] = Found()
    known: Found = session.info[NAME]
    return known


def get(session: Session, model: type[Row], *key: Any) -> Row | None:
    if (model, key) in found(session).absent:
        return None
    return session.get(model, key)
