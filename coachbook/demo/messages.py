"""What the sample's people were told in the last days; what is older is left out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from coachbook.demo.shelf import Shelf
from coachbook.models import Booking, CoachClient, OutboxMessage, Profile
from coachbook.notifications import announce
from coachbook.services import invitations, people

LATELY = timedelta(days=3)
INVITED_AGAIN = timedelta(hours=20)


@dataclass(frozen=True)
class Actor:
    id: UUID


def tell_lately(session: Session, shelf: Shelf, now: datetime) -> None:
    """As if each message had been sent at once."""
    _announce_bookings(session, shelf, now)
    for relation in shelf.all(CoachClient):
        if relation.status == "invited":
            _invite_again(session, relation, now - INVITED_AGAIN)
    _send_all(session)


def _announce_bookings(session: Session, shelf: Shelf, now: datetime) -> None:
    bookings = {booking.id: booking for booking in shelf.all(Booking)}
    together: dict[tuple[Any, ...], list[Booking]] = defaultdict(list)
    for line in shelf.history:
        if line["created_at"] > now - LATELY and line["actor_id"]:
            booking = bookings[line["booking_id"]]
            key = (line["created_at"], line["event"], line["actor_id"], booking.client_id)
            together[key].append(booking)
    for (at, event, actor_id, _), own in together.items():
        _announce(session, event, own, bookings, Actor(actor_id), at)


def _announce(
    session: Session,
    event: str,
    own: Sequence[Booking],
    bookings: dict[UUID, Booking],
    by: Actor,
    at: datetime,
) -> None:
    """A move has two lines, that of the booking left and that of the new one."""
    if event == "booked":
        announce.booked(session, own, by=by, now=at)
    elif event == "cancelled":
        announce.cancelled(session, own[0], by=by, now=at)
    elif event == "moved":
        new = max(own, key=lambda booking: booking.sequence)
        if new.rescheduled_from_id:
            old = bookings[new.rescheduled_from_id]
            announce.moved(session, old, new, by=by, now=at, due_at=at)


def _invite_again(session: Session, relation: CoachClient, at: datetime) -> None:
    coach = session.get_one(Profile, relation.coach_id)
    by = people.person(session, coach)
    invitations.invite_again(session, relation.client_id, by=by, now=at)


def _send_all(session: Session) -> None:
    sent_at = col(OutboxMessage.created_at)
    session.execute(update(OutboxMessage).values(state="sent", attempts=1, sent_at=sent_at))
