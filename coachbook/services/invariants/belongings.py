"""No orphans: whatever a row names exists, and belongs to the same people."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ForeignKey, Table, func, select
from sqlmodel import Session

from coachbook.models import metadata
from coachbook.notifications import matrix
from coachbook.services.invariants.report import Finding, Offender
from coachbook.services.invariants.rows import MessageRow, Practice

PACKAGE_EVENTS = frozenset(
    event for event in (*matrix.CLIENT, *matrix.COACH) if "package" in event or "low" in event
)
BOOKING_EVENTS = (
    frozenset((*matrix.CLIENT, *matrix.COACH)) - PACKAGE_EVENTS - frozenset({"daily_summary"})
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
    elif missing := set(_named_bookings(message)) - practice.booking_by_id.keys():
        yield Offender((message.id, *sorted(missing)), "names bookings that aren't there")


def _named_bookings(message: MessageRow) -> Iterator[UUID]:
    names = [*message.payload.get("booking_ids", ()), message.payload.get("was_id")]
    yield from (UUID(name) for name in names if name)


def references(session: Session) -> Finding:
    """Every foreign key leads somewhere; asked of the database, one query for each key."""
    keys = [(table, key) for table in metadata.sorted_tables for key in _foreign_keys(table)]
    rows = sum(_count(session, table) for table in metadata.sorted_tables)
    offenders = tuple(found for one in keys for found in _dangling(session, *one))
    return Finding("references", "Every reference leads somewhere", rows, "rows", offenders)


def _foreign_keys(table: Table) -> list[ForeignKey]:
    return sorted(table.foreign_keys, key=lambda key: key.parent.name)


def _count(session: Session, table: Table) -> int:
    found: int = session.execute(select(func.count()).select_from(table)).scalar_one()
    return found


def _dangling(session: Session, table: Table, key: ForeignKey) -> Iterator[Offender]:
    child, parent = key.parent, key.column.table.alias("parent")
    there = parent.c[key.column.name]
    identity = next(iter(table.primary_key.columns))
    rows = session.execute(
        select(identity, child)
        .select_from(table.outerjoin(parent, child == there))
        .where(child.is_not(None), there.is_(None))
    )
    for row_id, missing in rows:
        yield Offender((row_id, missing), f"{table.name}.{child.name} names nothing")
