"""How a booking ends: cancelled (the credit returns), completed or missed (it stays spent)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.errors import (
    AlreadyCancelled,
    AlreadyChanged,
    AlreadyStarted,
    NotFound,
    NotStartedYet,
)
from coachbook.models import Booking
from coachbook.notifications import announce
from coachbook.services.bookings import records
from coachbook.services.bookings.moving import check_live, locked
from coachbook.services.bookings.views import BookingView, by_ids
from coachbook.services.changes import touch
from coachbook.services.packages import give_back
from coachbook.services.people import Person


def cancel(
    session: Session,
    booking_id: UUID,
    *,
    by: Person,
    version: int,
    now: datetime,
    on_behalf_of_client: bool = False,
) -> BookingView:
    """Cancel and give the credit back to its package, at any notice.

    The client until the start; the coach always, also what was already marked.
    `on_behalf_of_client` says that the client asked for it, which counts as theirs.
    """
    booking = locked(session, booking_id, by)
    is_coachs = by.id == booking.coach_id
    if is_coachs:
        _check_correctable(booking, version)
    else:
        check_live(booking, version)
        if booking.starts_at <= now:
            raise AlreadyStarted
    canceller = "client"
    if is_coachs:
        canceller = "coach_for_client" if on_behalf_of_client else "coach"
    was = booking.status
    booking.status, booking.cancelled_by, booking.cancelled_at = "cancelled", canceller, now
    _write(session, booking, "cancelled", by, now, gives_back=True, was=was)
    if was == "confirmed":
        announce.cancelled(session, booking, by=by, now=now)
    return by_ids(session, [booking.id], now)[0]


def complete(
    session: Session, booking_id: UUID, *, by: Person, version: int, now: datetime
) -> BookingView:
    """Mark as having taken place; also corrects a no-show."""
    return _mark(session, booking_id, "completed", by=by, version=version, now=now)


def mark_no_show(
    session: Session, booking_id: UUID, *, by: Person, version: int, now: datetime
) -> BookingView:
    """Mark that the client didn't come; the credit stays spent. Also corrects a completion."""
    return _mark(session, booking_id, "no_show", by=by, version=version, now=now)


def _mark(
    session: Session, booking_id: UUID, status: str, *, by: Person, version: int, now: datetime
) -> BookingView:
    booking = locked(session, booking_id, by)
    if by.id != booking.coach_id:
        raise NotFound
    _check_correctable(booking, version)
    if booking.starts_at > now:
        raise NotStartedYet
    if booking.status != status:
        was, booking.status = booking.status, status
        _write(session, booking, status, by, now, gives_back=False, was=was)
    return by_ids(session, [booking.id], now)[0]


def _check_correctable(booking: Booking, version: int) -> None:
    if booking.cancelled_by == "reschedule":
        raise AlreadyChanged
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if booking.version != version:
        raise AlreadyChanged


def _write(
    session: Session,
    booking: Booking,
    event: str,
    by: Person,
    now: datetime,
    *,
    gives_back: bool,
    was: str,
) -> None:
    booking.version += 1
    booking.sequence += 1 if gives_back else 0
    session.add(booking)
    session.flush()
    balance = None
    if gives_back and booking.package_id:
        balance = give_back(session, booking.package_id, by=by, now=now)
    if gives_back and booking.booking_type == "checkin":
        records.free_month(session, booking)
    row = records.line(
        booking,
        event,
        by=by,
        now=now,
        balance_after=balance,
        credit_change=1 if balance is not None else 0,
        was=was,
        cancelled_by=booking.cancelled_by,
    )
    records.add_lines(session, [row])
    touch(session, booking.coach_id, now)
