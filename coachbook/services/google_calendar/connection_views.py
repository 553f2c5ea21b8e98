"""How the connections to Google Calendar are: to their coach, and in short to the operator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session

from coachbook.models import Booking, CoachClient, GoogleConnection, GoogleEvent, Profile
from coachbook.models.columns import table_of
from coachbook.services.people import Person, require_coach, require_owner

_event, _booking = table_of(GoogleEvent), table_of(Booking)
_relation, _connection = table_of(CoachClient), table_of(GoogleConnection)
_profile = table_of(Profile)
_IS_NEW = _event.c.synced_at >= _connection.c.connected_at
_WAITS = and_(_event.c.written < _event.c.wanted, ~_event.c.is_given_up)


@dataclass(frozen=True)
class GivenUp:
    """An appointment that Google refuses, and why, as it says to the coach."""

    chain_id: UUID
    client_name: str
    starts_at: datetime
    words: str


@dataclass(frozen=True)
class ConnectionView:
    """`status` is "ending" while it is taken apart. `waiting` appointments are still to be written;
    `of_all` are those and what was written since connecting. `repaired` counts what the last repair
    put back."""

    status: str
    google_email: str
    calendar_id: str
    connected_at: datetime
    last_success_at: datetime | None
    failing_since: datetime | None
    next_try_at: datetime | None
    last_error: str
    repaired: int
    repaired_at: datetime | None
    waiting: int
    of_all: int
    given_up: tuple[GivenUp, ...]


@dataclass(frozen=True)
class Health:
    """One coach's connection to the operator: no account, no address, no client."""

    coach_id: UUID
    coach_name: str
    status: str
    last_success_at: datetime | None
    failing_since: datetime | None
    next_try_at: datetime | None
    waiting: int
    given_up: int


def connection(session: Session, *, by: Person) -> ConnectionView | None:
    require_coach(by)
    found = session.get(GoogleConnection, by.id)
    if found is None:
        return None
    counts = _counts(session).get(by.id)
    return ConnectionView(
        status=found.status,
        google_email=found.google_email,
        calendar_id=found.calendar_id,
        connected_at=found.connected_at,
        last_success_at=found.last_success_at,
        failing_since=found.failing_since,
        next_try_at=found.next_try_at,
        last_error=found.last_error,
        repaired=found.repaired,
        repaired_at=found.repaired_at,
        waiting=counts.waiting if counts else 0,
        of_all=counts.of_all if counts else 0,
        given_up=_given_up(session, by.id),
    )


def needs_reconnect(session: Session, *, by: Person) -> bool:
    """What the banner on the coach's pages asks."""
    status = select(_connection.c.status).where(_connection.c.coach_id == by.id)
    return session.connection().execute(status).scalar_one_or_none() == "needs_reconnect"


def health(session: Session, *, by: Person) -> tuple[Health, ...]:
    """Every coach's, those in trouble for the longest time first."""
    require_owner(by)
    counts = _counts(session)
    trouble = (_connection.c.failing_since.is_(None), _connection.c.failing_since)
    named = select(_connection, _profile.c.name.label("coach_name")).join_from(
        _connection, _profile, _profile.c.id == _connection.c.coach_id
    )
    rows = session.connection().execute(named.order_by(*trouble)).all()
    return tuple(_health(row, counts.get(row.coach_id)) for row in rows)


def _health(row: Any, counts: Any) -> Health:
    return Health(
        row.coach_id,
        row.coach_name,
        row.status,
        row.last_success_at,
        row.failing_since,
        row.next_try_at,
        waiting=counts.waiting if counts else 0,
        given_up=counts.given_up if counts else 0,
    )


def _counts(session: Session) -> dict[UUID, Any]:
    counted = (
        select(
            _event.c.coach_id,
            func.count().filter(or_(_WAITS, _IS_NEW)).label("of_all"),
            func.count().filter(_WAITS).label("waiting"),
            func.count().filter(_event.c.is_given_up).label("given_up"),
        )
        .join(_connection, _connection.c.coach_id == _event.c.coach_id)
        .group_by(_event.c.coach_id)
    )
    return {row.coach_id: row for row in session.connection().execute(counted)}


def _given_up(session: Session, coach_id: UUID) -> tuple[GivenUp, ...]:
    """Each by where the chain stands now, the soonest first."""
    newest = _booking.c.sequence == (
        select(func.max(_other.c.sequence))
        .where(_other.c.chain_id == _event.c.chain_id)
        .scalar_subquery()
    )
    named = and_(
        _relation.c.coach_id == _booking.c.coach_id, _relation.c.client_id == _booking.c.client_id
    )
    found = (
        select(_event.c.chain_id, _relation.c.name, _booking.c.starts_at, _event.c.last_error)
        .join_from(_event, _booking, and_(_booking.c.chain_id == _event.c.chain_id, newest))
        .join(_relation, named)
        .where(_event.c.coach_id == coach_id, _event.c.is_given_up)
        .order_by(_booking.c.starts_at)
    )
    return tuple(GivenUp(*row) for row in session.connection().execute(found))


_other = _booking.alias()
