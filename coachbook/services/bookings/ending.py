"""How a booking ends: cancelled (the credit returns), completed or missed (it stays spent)."""

from collections.abc import Mapping
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
from coachbook.services.attendance import stats
from coachbook.services.bookings import months, records
from coachbook.services.bookings.moving import check_live, locked
from coachbook.services.bookings.views import BookingView, by_ids
from coachbook.services.changes import touch
from coachbook.services.google_calendar.wanting import want
from coachbook.services.openings import rules_of
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
    _write_cancelled(session, booking, was, by, now)
    want(session, booking.coach_id, [booking.chain_id], now=now)
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
        write_marks(session, {booking.id: (booking, status)}, by=by, now=now)
    return by_ids(session, [booking.id], now)[0]


def write_marks(
    session: Session,
    marks: Mapping[UUID, tuple[Booking, str]],
    *,
    by: Person | None,
    now: datetime,
) -> None:
    """Give bookings of one coach a new status, completed or no_show; under the coach's lock.

    `by` None: they were completed by themselves. Who may do it is the caller's to check.
    """
    if not marks:
        return
    lines = []
    for booking, status in marks.values():
        was, booking.status = booking.status, status
        booking.version += 1
        session.add(booking)
        lines.append(records.line(booking, status, by=by, now=now, balance_after=None, was=was))
    session.flush()
    records.add_lines(session, lines)
    coach_id = booking.coach_id
    clients = {one.client_id for one, _ in marks.values()}
    stats.refresh_all(session, coach_id=coach_id, client_ids=clients, now=now)
    touch(session, coach_id, now)


def _check_correctable(booking: Booking, version: int) -> None:
    if booking.cancelled_by == "reschedule":
        raise AlreadyChanged
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if booking.version != version:
        raise AlreadyChanged


def _write_cancelled(
    session: Session, booking: Booking, was: str, by: Person, now: datetime
) -> None:
    booking.version += 1
    booking.sequence += 1
    session.add(booking)
    session.flush()
    balance = None
    if booking.package_id:
        balance = give_back(session, booking.package_id, by=by, now=now)
    if booking.booking_type == "checkin":
        records.free_month(session, booking)
        months.hand_on(session, booking, rules_of(session, booking.coach_id).zone)
    row = records.line(
        booking,
        "cancelled",
        by=by,
        now=now,
        balance_after=balance,
        credit_change=1 if balance is not None else 0,
        was=was,
        cancelled_by=booking.cancelled_by,
    )
    records.add_lines(session, [row])
    stats.refresh(session, coach_id=booking.coach_id, client_id=booking.client_id, now=now)
    touch(session, booking.coach_id, now)
