"""No orphans: whatever a row names exists, and belongs to the same people."""

from collections.abc import Iterator
from functools import cache
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    Uuid,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlmodel import Session

from coachbook.models import metadata
from coachbook.notifications import matrix
from coachbook.services.invariants.report import Finding, Offender
from coachbook.services.invariants.rows import MessageRow, Practice

PACKAGE_EVENTS = frozenset(
    event for event in (*matrix.CLIENT, *matrix.COACH) if "package" in event or "low" in event
)
BOOKING_EVENTS = (
    frozenset((*matrix.CLIENT, *matrix.COACH)) - PACKAGE_EVENTS - frozenset(matrix.ABOUT_THE_COACH)
)


def findings(practice: Practice) -> Iterator[Finding]:
    yield Finding(
        "relations",
        "Every booking and package is between a coach and one of their clients",
        len(practice.bookings) + len(practice.packages),
        "rows",
        tuple(_strangers(practice)),
    )
    yield Finding(
        "messages",
        "Every message is about something that exists",
        len(practice.messages),
        "messages",
        tuple(found for one in practice.messages for found in _pointless(one, practice)),
    )


def _strangers(practice: Practice) -> Iterator[Offender]:
    related = {(row.coach_id, row.client_id) for row in practice.relations}
    coaches = {coach.id for coach in practice.coaches}
    parties = [(row.id, row.coach_id, row.client_id) for row in practice.bookings]
    parties += [(row.id, row.coach_id, row.client_id) for row in practice.packages.values()]
    for row_id, *party in parties:
        if tuple(party) not in related:
            yield Offender((row_id,), "its client isn't one of its coach's")
    for relation in practice.relations:
        if relation.coach_id not in coaches:
            yield Offender((relation.id,), "takes clients without being a coach")


def _pointless(message: MessageRow, practice: Practice) -> Iterator[Offender]:
    """A withdrawn one may outlive the booking that it was about."""
    if message.state == "withdrawn":
        return
    if message.event in BOOKING_EVENTS and message.subject_id not in practice.booking_by_id:
        yield Offender((message.id,), f"{message.event} is about a booking that isn't there")
    elif message.event in PACKAGE_EVENTS and message.subject_id not in practice.packages:
        yield Offender((message.id,), f"{message.event} is about a package that isn't there")
    elif missing := _missing_bookings(message, practice):
        yield Offender((message.id, *missing), "names bookings that aren't there")


def _missing_bookings(message: MessageRow, practice: Practice) -> list[UUID]:
    names = [*message.payload.get("booking_ids", ()), message.payload.get("was_id")]
    named = {UUID(name) for name in names if name}
    return sorted(one for one in named if one not in practice.booking_by_id)


def references(session: Session) -> Finding:
    """Every foreign key leads somewhere; asked of the database, for all keys at once."""
    rows: int = session.execute(_number_of_rows()).scalar_one()
    offenders = tuple(
        Offender((row_id, missing), f"{column} names nothing")
        for column, row_id, missing in session.execute(_dangling_references())
    )
    return Finding("references", "Every reference leads somewhere", rows, "rows", offenders)


@cache
def _number_of_rows() -> Select[tuple[int]]:
    counts = (
        select(func.count().label("rows")).select_from(table) for table in metadata.sorted_tables
    )
    return select(cast(func.sum(union_all(*counts).subquery().c.rows), Integer))


@cache
def _dangling_references() -> CompoundSelect[tuple[str, UUID, UUID]]:
    return union_all(
        *(
            _dangling(table, key)
            for table in metadata.sorted_tables
            for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        )
    )


def _dangling(table: Table, key: ForeignKey) -> Select[tuple[str, UUID, UUID]]:
    child, parent = key.parent, key.column.table.alias("parent")
    there = parent.c[key.column.name]
    name = literal(f"{table.name}.{child.name}", String)
    key_column = next(iter(table.primary_key.columns))
    identity = key_column if isinstance(key_column.type, Uuid) else child
    return (
        select(name.label("name"), identity.label("row_id"), child.label("missing"))
        .select_from(table.outerjoin(parent, child == there))
        .where(child.is_not(None), there.is_(None))
    )
