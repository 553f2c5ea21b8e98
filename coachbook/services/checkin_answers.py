"""What clients sent before their check-ins, each beside what they had sent before.

Drafts are the client's own business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from coachbook.models import Booking, CheckinFormResponse, Profile
from coachbook.services.checkin_entries import Answer, in_order, kept
from coachbook.services.people import Person, relation, require_coach

__all__ = ["Answer", "Submitted", "hand_on", "kept", "of_checkin", "of_client", "own"]

MOST_FORMS = 60


@dataclass(frozen=True)
class Submitted:
    """One form that was sent, and the check-in that it was for.

    `changed_at` if it was changed after that; `before_at` is the check-in that it is compared to.
    """

    chain_id: UUID
    coach_id: UUID
    coach_name: str
    starts_at: datetime
    submitted_at: datetime
    changed_at: datetime | None
    before_at: datetime | None
    answers: tuple[Answer, ...]


def of_client(session: Session, client_id: UUID, *, by: Person) -> list[Submitted]:
    """Those that this coach got, by the check-in, the newest first."""
    require_coach(by)
    relation(session, coach_id=by.id, client_id=client_id)
    return _compared(session, _sent_by(client_id).where(col(Booking.coach_id) == by.id))


def own(session: Session, *, by: Person) -> list[Submitted]:
    """The caller's own, to all of their coaches, the newest first."""
    return _compared(session, _sent_by(by.id))


def of_checkin(session: Session, chain_id: UUID, *, by: Person) -> Submitted | None:
    """What the coach got before this check-in, if it was sent."""
    require_coach(by)
    booking = session.exec(
        select(Booking)
        .join(CheckinFormResponse, col(CheckinFormResponse.booking_id) == col(Booking.id))
        .where(Booking.chain_id == chain_id, Booking.coach_id == by.id)
    ).first()
    if booking is None:
        return None
    until = (col(Booking.coach_id) == by.id, col(Booking.starts_at) <= booking.starts_at)
    found = _compared(session, _sent_by(booking.client_id).where(*until))
    return next((one for one in found if one.chain_id == chain_id), None)


def hand_on(session: Session, from_id: UUID, to_id: UUID) -> None:
    """The form goes along with a check-in that moves, and comes back with one that is undone."""
    session.connection().execute(
        update(CheckinFormResponse)
        .where(col(CheckinFormResponse.booking_id) == from_id)
        .values(booking_id=to_id)
    )


def _sent_by(client_id: UUID) -> Any:
    return (
        select(CheckinFormResponse, Booking, Profile.name)
        .join(Booking, col(Booking.id) == col(CheckinFormResponse.booking_id))
        .join(Profile, col(Profile.id) == col(Booking.coach_id))
        .where(
            col(CheckinFormResponse.client_id) == client_id,
            col(CheckinFormResponse.submitted_at).is_not(None),
        )
        .order_by(col(Booking.starts_at).desc(), col(Booking.id))
        .limit(MOST_FORMS + 1)
    )


def _compared(session: Session, selected: Any) -> list[Submitted]:
    rows = session.execute(selected).all()
    return [_submitted(row, rows[place + 1 :]) for place, row in enumerate(rows)][:MOST_FORMS]


def _submitted(row: Any, older: Sequence[Any]) -> Submitted:
    response, booking, coach_name = row
    former = next((one for one in older if one[1].coach_id == booking.coach_id), None)
    is_changed = response.saved_at > response.submitted_at
    return Submitted(
        booking.chain_id,
        booking.coach_id,
        coach_name,
        booking.starts_at,
        response.submitted_at,
        response.saved_at if is_changed else None,
        former[1].starts_at if former else None,
        in_order(response.responses, former[0].responses if former else None),
    )
