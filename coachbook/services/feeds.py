"""Calendar files, and subscriptions: a secret address for each part that a person plays.

The address carries the row's id, signed; whoever has it reads, and reading changes nothing.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from coachbook.models import Booking
from coachbook.services import bookings, calendar_entries, ics
from coachbook.services.people import Person


def one_booking(session: Session, chain_id: UUID, *, by: Person, now: datetime) -> bytes:
    """The file of one booking where its moves have led, for its client or its coach."""
    newest = bookings.newest(session, chain_id, by=by, now=now)
    wanted = select(Booking.id).where(Booking.id == newest.id)
    (entry,) = calendar_entries.of_bookings(session, wanted, by=by, now=now)
    return ics.published(entry, now=now)
