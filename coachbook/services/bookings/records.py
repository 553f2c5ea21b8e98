"""Rows written beside a booking: its history, the month of a check-in, the request that made it."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from coachbook.errors import Invalid, RequestReused, SlotTaken
from coachbook.models import Booking, BookingHistory, BookingRequest, ClientCheckinUsage
from coachbook.models.columns import table_of, values_of
from coachbook.services.people import Person

LONGEST_REQUEST_ID = 64

_request = table_of(BookingRequest)
_ADD_BOOKINGS = insert(table_of(Booking))
_ADD_LINES = insert(table_of(BookingHistory))
_KEEP = insert(_request)
_EARLIER = select(_request.c.fingerprint, _request.c.booking_ids).where(
    _request.c.actor_id == bindparam("actor_id"), _request.c.request_id == bindparam("request_id")
)


def add_bookings(session: Session, rows: Sequence[Booking]) -> None:
    session.connection().execute(_ADD_BOOKINGS, [values_of(row) for row in rows])


def line(
    booking: Booking,
    event: str,
    *,
    by: Person | None,
    now: datetime,
    balance_after: int | None,
    credit_change: int = 0,
    **details: Any,
) -> dict[str, Any]:
    """A row of booking history; the package is named where its balance is. `by` None: by itself."""
    return {
        "id": uuid4(),
        "booking_id": booking.id,
        "actor_id": by.id if by else None,
        "event": event,
        "details": details,
        "package_id": booking.package_id if balance_after is not None else None,
        "credit_change": credit_change,
        "balance_after": balance_after,
        "created_at": now,
    }


def add_lines(session: Session, lines: Sequence[dict[str, Any]]) -> None:
    session.connection().execute(_ADD_LINES, list(lines))


def earlier_answer(
    session: Session, by: Person, request_id: str, fingerprint: str
) -> list[UUID] | None:
    """The bookings that this very request made before; refuses its id for anything else."""
    if not 8 <= len(request_id) <= LONGEST_REQUEST_ID or not request_id.isascii():
        raise Invalid("The page sent an incomplete request. Reload it and try again.")
    asked = {"actor_id": by.id, "request_id": request_id}
    found = session.connection().execute(_EARLIER, asked).first()
    if found is None:
        return None
    if found[0] != fingerprint:
        raise RequestReused
    return [UUID(booking_id) for booking_id in found[1]]


def keep_answer(
    session: Session,
    by: Person,
    request_id: str,
    fingerprint: str,
    booking_ids: Sequence[UUID],
    now: datetime,
) -> None:
    row = {
        "id": uuid4(),
        "actor_id": by.id,
        "request_id": request_id,
        "fingerprint": fingerprint,
        "booking_ids": [str(booking_id) for booking_id in booking_ids],
        "created_at": now,
    }
    session.connection().execute(_KEEP, [row])


def fingerprint(*asked: Any) -> str:
    return sha256(json.dumps(asked, default=str, sort_keys=True).encode()).hexdigest()


def month_of(starts_at: datetime, zone: ZoneInfo) -> date:
    """The first of the month in which it takes place, by the coach's calendar."""
    return starts_at.astimezone(zone).date().replace(day=1)


def use_month(session: Session, booking: Booking, zone: ZoneInfo) -> None:
    """Take the client's check-in of that month, unless it came beyond the allowance.

    Unique in the database.
    """
    if booking.beyond_allowance:
        return
    month = month_of(booking.starts_at, zone)
    row = ClientCheckinUsage(
        client_id=booking.client_id,
        coach_id=booking.coach_id,
        month=month,
        used=True,
        booking_id=booking.id,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as taken:
        raise SlotTaken(f"The check-in of {month:%B} is used already.") from taken


def used_months(session: Session, coach_id: UUID, client_id: UUID) -> set[date]:
    """The months whose check-in this client has taken with this coach."""
    return set(
        session.exec(
            select(col(ClientCheckinUsage.month)).where(
                ClientCheckinUsage.client_id == client_id,
                ClientCheckinUsage.coach_id == coach_id,
                col(ClientCheckinUsage.used),
            )
        )
    )


def free_month(session: Session, booking: Booking) -> None:
    used = session.exec(
        select(ClientCheckinUsage).where(col(ClientCheckinUsage.booking_id) == booking.id)
    ).first()
    if used:
        session.delete(used)
        session.flush()
