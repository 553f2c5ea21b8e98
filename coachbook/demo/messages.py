"""What the sample's people were told in the last days; what is older is left out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col

from coachbook.demo.shelf import Shelf
from coachbook.models import (
    Booking,
    CoachClient,
    CoachSettings,
    InAppNotification,
    OutboxMessage,
    Profile,
)
from coachbook.notifications import announce
from coachbook.services import expiring, invitations, low_balances, people, reminders

LATELY = timedelta(days=3)
INVITED_AGAIN = timedelta(hours=20)
REMINDED_FOR_HOURS = 36
THIS_MORNING = timedelta(hours=5)
READ_BEFORE = timedelta(hours=18)


@dataclass(frozen=True)
class Actor:
    id: UUID


def tell_lately(session: Session, shelf: Shelf, now: datetime) -> None:
    """As if each message had been sent at once."""
    _announce_bookings(session, shelf, now)
    for relation in shelf.all(CoachClient):
        if relation.status == "invited":
            _invite_again(session, relation, now - INVITED_AGAIN)
    _remind(session, now)
    for coach in shelf.all(CoachSettings):
        _look_ahead(session, coach.coach_id, now - THIS_MORNING)
    _send_all(session)
    _read_what_is_old(session, now - READ_BEFORE)


def _announce_bookings(session: Session, shelf: Shelf, now: datetime) -> None:
    bookings = {booking.id: booking for booking in shelf.all(Booking)}
    together: dict[tuple[Any, ...], list[Booking]] = defaultdict(list)
    for line in shelf.history:
        if line["created_at"] > now - LATELY and line["actor_id"]:
            booking = bookings[line["booking_id"]]
            key = (line["created_at"], line["event"], line["actor_id"], booking.client_id)
            together[key].append(booking)
    for (at, event, actor_id, _), own in sorted(together.items(), key=lambda each: each[0][0]):
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
            announce.moved(session, old, new, by=by, now=at)


def _invite_again(session: Session, relation: CoachClient, at: datetime) -> None:
    coach = session.get_one(Profile, relation.coach_id)
    by = people.person(session, coach)
    invitations.invite_again(session, relation.client_id, by=by, now=at)


def _remind(session: Session, now: datetime) -> None:
    """As the job did, hour by hour."""
    for hours in range(REMINDED_FOR_HOURS, -1, -1):
        reminders.queue_due(session, now=now - timedelta(hours=hours))
        reminders.queue_forms(session, now=now - timedelta(hours=hours))


def _look_ahead(session: Session, coach_id: UUID, at: datetime) -> None:
    zone = ZoneInfo(session.get_one(Profile, coach_id).time_zone)
    expiring.queue_notices(session, coach_id, on=at.astimezone(zone).date(), zone=zone, now=at)
    low_balances.catch_up(session, coach_id, now=at)


def _send_all(session: Session) -> None:
    """What was taken back stays taken back."""
    waiting = update(OutboxMessage).where(col(OutboxMessage.state) == "waiting")
    session.execute(waiting.values(state="sent", attempts=1, sent_at=col(OutboxMessage.due_at)))


def _read_what_is_old(session: Session, before: datetime) -> None:
    old = update(InAppNotification).where(
        col(InAppNotification.visible_at) < before, col(InAppNotification.read_at).is_(None)
    )
    session.execute(old.values(read_at=before))
