"""Appointments as a calendar program shows them, for the client or for the coach."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from coachbook.config import settings
from coachbook.models import Booking
from coachbook.notifications import wording
from coachbook.services import meetings
from coachbook.services.bookings import BookingView, views
from coachbook.services.ics import Entry
from coachbook.services.people import Person

KINDS = {"session": "session", "checkin": "check-in"}

Changes = tuple[int, datetime]


def of_bookings(
    session: Session, wanted: SelectOfScalar[UUID], *, by: Person, now: datetime
) -> list[Entry]:
    """`wanted` selects the ids; who may see them is the caller's to check."""
    changes = _changes(session, wanted)
    found = views.by_ids(session, list(changes), now)
    return [_entry(one, changes[one.id], by) for one in found]


def _changes(session: Session, wanted: SelectOfScalar[UUID]) -> dict[UUID, Changes]:
    """How often each has changed, and when it did last."""
    rows = session.exec(
        select(Booking.id, Booking.sequence, Booking.created_at, Booking.cancelled_at)
        .where(col(Booking.id).in_(wanted))
        .order_by(col(Booking.starts_at), col(Booking.id))
    )
    return {one: (sequence, ended or made) for one, sequence, made, ended in rows}


def _entry(booking: BookingView, changes: Changes, by: Person) -> Entry:
    address = settings().public_url + _path(booking, by)
    is_over = booking.status == "cancelled"
    return Entry(
        uid=f"{booking.chain_id}@coachbook",
        title=_title(booking, by),
        url=address,
        revised_at=changes[1],
        at=(booking.starts_at, booking.ends_at),
        sequence=changes[0],
        is_cancelled=is_over,
        place="" if is_over else booking.meeting_address,
        notes=tuple(_notes(booking, by, address, is_over)),
    )


def _title(booking: BookingView, by: Person) -> str:
    kind = KINDS[booking.kind]
    if by.id == booking.coach_id:
        return f"{booking.client_name}: {kind}"
    return f"{kind.capitalize()} with {booking.coach_name}"


def _path(booking: BookingView, by: Person) -> str:
    page = "/coach/bookings" if by.id == booking.coach_id else "/client/calendar"
    return f"{page}?booking={booking.chain_id}"


def _notes(booking: BookingView, by: Person, address: str, is_over: bool) -> Iterable[str]:
    if is_over:
        yield "This one has been cancelled."
    elif booking.kind == "checkin":
        link = booking.meeting_address
        yield f"Join here: {link}" if link else meetings.sentence(booking, by=by)
    elif booking.coach_zone != by.time_zone:
        yield _coachs_time(booking, by)
    may_change = by.id == booking.client_id and not is_over
    yield f"{'Move or cancel it' if may_change else 'Open it'}: {address}"


def _coachs_time(booking: BookingView, by: Person) -> str:
    """In person, what counts is the clock at the coach's place."""
    zone = ZoneInfo(booking.coach_zone)
    there = wording.short_moment(booking.starts_at, zone, by.locale)
    return f"{there} in {wording.place(zone, by.locale)}, where {booking.coach_name} is."
