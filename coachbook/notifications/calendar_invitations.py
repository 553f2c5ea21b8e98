"""The calendar files of an email: a mail app keeps the appointment, moves it and takes it out.

One UID for life, a sequence that grows with every change. What Google has invited to, it changes.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook import ics
from coachbook.config import settings
from coachbook.ics import Entry, Party
from coachbook.models import Booking, GoogleConnection, GoogleEvent, OutboxMessage, Profile
from coachbook.notifications import lookups, phrases
from coachbook.notifications.facts import Facts
from coachbook.notifications.sending import Invitation

CANCELLING = "session_cancelled"
INVITING = (
    "session_booked",
    "checkin_booked",
    "session_rescheduled",
    "meet_link_ready",
    CANCELLING,
)
COPIED = ("connected", "failing")


def invitations(session: Session, message: OutboxMessage, known: Facts) -> tuple[Invitation, ...]:
    """One for each appointment that stands, or that was cancelled if the message is about that."""
    if message.event not in INVITING or known.coach is None:
        return ()
    googles = _invited_by_google(session, known, known.coach.id)
    wanted = "cancelled" if message.event == CANCELLING else "confirmed"
    return tuple(
        _invitation(known, known.coach, booking, message.created_at)
        for booking in known.bookings
        if booking.status == wanted and booking.chain_id not in googles
    )


def _invited_by_google(session: Session, known: Facts, coach_id: UUID) -> set[UUID]:
    """Chains whose client hears of each change from Google, as long as it can be told."""
    connection = lookups.get(session, GoogleConnection, coach_id)
    if connection is None or connection.status not in COPIED:
        return set()
    asked = select(GoogleEvent.chain_id).where(
        col(GoogleEvent.chain_id).in_([one.chain_id for one in known.bookings]),
        col(GoogleEvent.invites),
        ~col(GoogleEvent.is_given_up),
    )
    return set(session.exec(asked))


def _invitation(known: Facts, coach: Profile, booking: Booking, told_at: datetime) -> Invitation:
    entry = _entry(known, coach, booking)
    method, file = ics.invitation(entry, now=max(told_at, entry.revised_at))
    return Invitation(method, file)


def _entry(known: Facts, coach: Profile, booking: Booking) -> Entry:
    address = settings().public_url + phrases.client_path(booking)
    is_over = booking.status == "cancelled"
    where = phrases.appointment(known, booking, is_cancelled=is_over).notes
    return Entry(
        uid=f"{booking.chain_id}@coachbook",
        title=f"{phrases.KINDS[booking.booking_type].capitalize()} with {coach.name}",
        url=address,
        revised_at=booking.cancelled_at or booking.created_at,
        at=(booking.starts_at, booking.ends_at),
        sequence=booking.sequence,
        is_cancelled=is_over,
        place="" if is_over else phrases.place(known, booking),
        notes=(*where, f"{'Open it' if is_over else 'Move or cancel it'}: {address}"),
        host=Party(coach.name, coach.email),
        guest=Party(known.reader_name, known.address),
    )
