"""What happened to a booking and its moves: who did what, when, and what it did to the credit.

A client is never told how many were there at once, nor what a coach thought of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select
from sqlmodel import Session

from coachbook.errors import NotFound
from coachbook.models import Booking, BookingHistory, CoachClient, Profile, SessionPackage
from coachbook.models.columns import table_of
from coachbook.services.people import Person

OF_THE_CLIENTS = frozenset(("from", "to", "was", "status", "cancelled_by", "is_undo"))

_line, _booking = table_of(BookingHistory), table_of(Booking)
_person, _relation = table_of(Profile), table_of(CoachClient)
_package = table_of(SessionPackage)


@dataclass(frozen=True)
class Credit:
    """What a package gave (-1) or got back (1), and how many it had afterwards."""

    change: int
    package_label: str
    left: int


@dataclass(frozen=True)
class HistoryLine:
    """`actor_name` is "" where it happened by itself, `is_own` where the reader did it.

    `credits` is empty where the credit stayed in its package.
    """

    at: datetime
    event: str
    actor_name: str
    details: dict[str, Any]
    is_own: bool = False
    credits: tuple[Credit, ...] = ()


def history(session: Session, chain_id: UUID, *, by: Person) -> list[HistoryLine]:
    """Everything that happened to a booking and its moves, the oldest first."""
    rows = session.connection().execute(_selected().where(*_seen_by(chain_id, by))).all()
    if not rows:
        raise NotFound
    partners = {_of_one_move(row): row for row in rows if _is_departure(row)}
    arrived = {_of_one_move(row) for row in rows if not _is_departure(row)}
    return [
        _as_line(row, partners.get(_of_one_move(row)), by)
        for row in rows
        if not _is_departure(row) or _of_one_move(row) not in arrived
    ]


def _selected() -> Any:
    is_clients = (_relation.c.coach_id == _booking.c.coach_id) & (
        _relation.c.client_id == _booking.c.client_id
    )
    return (
        select(
            _line.c.created_at,
            _line.c.event,
            _line.c.actor_id,
            _line.c.details,
            _line.c.package_id,
            _line.c.credit_change,
            _line.c.balance_after,
            _booking.c.client_id,
            _booking.c.coach_id,
            _person.c.name.label("actor_name"),
            _relation.c.name.label("client_name"),
            _package.c.total_sessions,
            _package.c.session_duration_minutes.label("minutes"),
        )
        .join_from(_line, _booking, _booking.c.id == _line.c.booking_id)
        .join(_relation, is_clients)
        .outerjoin(_person, _person.c.id == _line.c.actor_id)
        .outerjoin(_package, _package.c.id == _line.c.package_id)
        .order_by(
            _line.c.created_at,
            _booking.c.sequence,
            (_line.c.event != "booked"),
            _line.c.credit_change.desc(),
        )
    )


def _seen_by(chain_id: UUID, by: Person) -> Sequence[ColumnElement[bool]]:
    is_theirs = or_(_booking.c.coach_id == by.id, _booking.c.client_id == by.id)
    return (_booking.c.chain_id == chain_id, is_theirs)


def _is_departure(row: Row[Any]) -> bool:
    return bool(row.details.get("is_departure"))


def _of_one_move(row: Row[Any]) -> tuple[Any, ...]:
    """The same for the two lines of one move, and for those of taking one back."""
    if row.details.get("is_undo"):
        return row.created_at, "undo"
    if row.event == "moved":
        return row.created_at, row.details.get("from"), row.details.get("to")
    return row.created_at, row.event


def _as_line(row: Row[Any], partner: Row[Any] | None, by: Person) -> HistoryLine:
    is_coachs = by.id == row.coach_id
    name = row.client_name if row.actor_id == row.client_id else row.actor_name
    details = row.details if is_coachs else _for_clients(row.details)
    credits = _credits(row, partner)
    return HistoryLine(
        row.created_at, row.event, name or "", dict(details), row.actor_id == by.id, credits
    )


def _for_clients(details: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if name in OF_THE_CLIENTS}


def _credits(row: Row[Any], partner: Row[Any] | None) -> tuple[Credit, ...]:
    """A move that stays on its package, or that was taken back since, changes none."""
    if _is_departure(row):
        return ()
    if partner is None:
        return _credit(row)
    return () if partner.package_id == row.package_id else (*_credit(partner), *_credit(row))


def _credit(row: Row[Any]) -> tuple[Credit, ...]:
    if not row.credit_change or row.total_sessions is None:
        return ()
    noun = "session" if row.total_sessions == 1 else "sessions"
    label = f"{row.total_sessions} {noun}, {row.minutes} min"
    return (Credit(row.credit_change, label, row.balance_after),)
