"""One appointment for whoever has the link of an email about it. It signs nobody in.

The link leads to where the moves of the booking have led and dies when that starts. What is done
with it is done by the client, through the same services as in the app.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from coachbook.errors import LinkExpired, Refusal, TooManyTries
from coachbook.models import Booking, CoachSettings, Profile
from coachbook.notifications import facts, links
from coachbook.services import (
    bookings,
    checkins,
    client_calendar,
    client_moves,
    people,
    rate_limits,
)
from coachbook.services.bookings import HistoryLine
from coachbook.services.bookings.moving import check_may_move
from coachbook.services.client_calendar import Details
from coachbook.services.client_moves import MoveTimes
from coachbook.services.people import Person
from coachbook.services.rate_limits import Limit

BY_LINK = Limit("appointment_link", 20, timedelta(minutes=10))
JUST_NOW = timedelta(minutes=5)


class LinkIsWrong(LinkExpired):
    sentence = "This link isn't whole, or it was sent to an address that you don't use any more."


class AppointmentBegan(LinkExpired):
    sentence = "The appointment has begun, so its link doesn't work any more."


class TooOften(TooManyTries):
    sentence = "That was a lot of changes at once. Wait a few minutes, then try again."


@dataclass(frozen=True)
class Appointment:
    """`reader` is its client. `why_not_moved` is "" while they may move it.

    `last_change` is what was done to it in the last minutes, by whomever. `is_month_free`: of a
    check-in, that no other has its month.
    """

    reader: Person
    practice_name: str
    details: Details
    why_not_moved: str
    last_change: HistoryLine | None
    is_month_free: bool

    @property
    def booking(self) -> bookings.BookingView:
        return self.details.booking


def appointment(session: Session, token: str, *, now: datetime) -> Appointment:
    reader, chain_id = _opened(session, token, now)
    details = client_calendar.details(session, chain_id, by=reader, now=now)
    practice = session.get(CoachSettings, details.booking.coach_id)
    last = bookings.history(session, chain_id, by=reader)[-1]
    return Appointment(
        reader,
        practice.practice_name if practice else "",
        details,
        _why_not_moved(session, details.booking.id, reader, now),
        last if now - last.at < JUST_NOW else None,
        details.booking.kind == "checkin" and not checkins.is_month_used(session, details.booking),
    )


def times(session: Session, token: str, *, now: datetime, **asked: Any) -> MoveTimes:
    """Where it can move to: `asked` as by client_moves.move_times."""
    found = appointment(session, token, now=now)
    if found.why_not_moved:
        raise Refusal(found.why_not_moved)
    return client_moves.move_times(session, found.booking.id, by=found.reader, now=now, **asked)


def cancel(session: Session, token: str, *, version: int, now: datetime) -> None:
    """A second press finds it cancelled, which is what was wanted."""
    reader, chain_id = _opened(session, token, now)
    booking = bookings.newest(session, chain_id, by=reader, now=now)
    if booking.cancelled_by != "client":
        bookings.cancel(session, booking.id, by=reader, version=version, now=now)


def move(
    session: Session,
    token: str,
    starts_at: datetime,
    *,
    booking_id: UUID,
    version: int,
    request_id: str,
    now: datetime,
) -> None:
    """`booking_id` and `version` are those that the page showed; it must be the link's own."""
    reader, chain_id = _opened(session, token, now)
    shown = bookings.one(session, booking_id, by=reader, now=now)
    if shown.chain_id != chain_id:
        raise LinkIsWrong
    bookings.reschedule(
        session, booking_id, starts_at, by=reader, version=version, request_id=request_id, now=now
    )


def count_try(session: Session, token: str, *, now: datetime) -> None:
    """Call in a transaction of its own, so that what is refused afterwards counts too."""
    _, chain_id = _opened(session, token, now)
    rate_limits.take(session, [(BY_LINK, str(chain_id))], refusal=TooOften, now=now)


def _opened(session: Session, token: str, now: datetime) -> tuple[Person, UUID]:
    """Its client, and the chain. Refuses what was altered, sent elsewhere, or has begun."""
    chain_id = links.claimed_chain(token)
    first = session.get(Booking, chain_id) if chain_id else None
    profile = session.get(Profile, first.client_id) if first else None
    if first is None or profile is None or not links.is_for(token, first.chain_id, profile.email):
        raise LinkIsWrong
    if facts.current(session, first).starts_at <= now:
        raise AppointmentBegan
    return people.person(session, profile), first.chain_id


def _why_not_moved(session: Session, booking_id: UUID, reader: Person, now: datetime) -> str:
    try:
        check_may_move(session, booking_id, by=reader, now=now)
    except Refusal as refusal:
        return refusal.sentence
    return ""
