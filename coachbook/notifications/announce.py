"""What each change has people told, when its undo span is over.

A coach is not told of their own doing; a client has it in writing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, select

from coachbook.models import Booking, InAppNotification, OutboxMessage, SessionPackage
from coachbook.models.columns import table_of
from coachbook.notifications import balances, merging, outbox, voids
from coachbook.notifications.merging import Change, News, Role

FORM_SENT = "checkin_form_submitted"
MEET_READY, MEET_FAILED = "meet_link_ready", "meet_failed"
Event = Literal["booked", "moved", "cancelled"]
READERS: tuple[Role, ...] = ("client", "coach")
NAMES: Mapping[tuple[Role, Event], str] = {
    ("client", "booked"): "session_booked",
    ("client", "moved"): "session_rescheduled",
    ("client", "cancelled"): "session_cancelled",
    ("coach", "booked"): "new_booking",
    ("coach", "moved"): "client_rescheduled",
    ("coach", "cancelled"): "client_cancelled",
}
FOLLOWING = (FORM_SENT, "low_sessions", "client_low_sessions")
NONE: frozenset[UUID] = frozenset()
A_MOMENT = timedelta(seconds=1)


class Actor(Protocol):
    """Whoever did it."""

    @property
    def id(self) -> UUID: ...


def booked(session: Session, bookings: Sequence[Booking], *, by: Actor, now: datetime) -> None:
    """One message for all that were confirmed together: same client, coach and kind."""
    first = min(bookings, key=lambda booking: booking.starts_at)
    payload = {"booking_ids": [str(booking.id) for booking in bookings]}
    role = _role(first, by)
    for reader in _told_of(role):
        _tell(session, first, reader, "booked", payload, by=role, now=now)


def moved(session: Session, old: Booking, new: Booking, *, by: Actor, now: datetime) -> None:
    _changed(session, old, new, by=by, now=now)


def move_undone(
    session: Session, left: Booking, back: Booking, *, by: Actor, now: datetime
) -> None:
    """`left` is gone: nobody was told of it."""
    _name_in_forms(session, back)
    chain = session.exec(select(Booking).where(Booking.chain_id == back.chain_id)).all()
    same = (one for one in chain if one.starts_at == left.starts_at)
    _changed(session, next(same, None), back, by=by, now=now, left_id=left.id)


def _name_in_forms(session: Session, booking: Booking) -> None:
    """The booking that a form was sent for, or that got a link, is undone: it is this one's now."""
    for table in (table_of(OutboxMessage), table_of(InAppNotification)):
        for event, by in ((FORM_SENT, "client"), (MEET_READY, "google"), (MEET_FAILED, "google")):
            about = (table.c.subject_id == booking.chain_id, table.c.event == event)
            payload = {"booking_ids": [str(booking.id)], "by": by}
            session.connection().execute(update(table).where(*about).values(payload=payload))


def cancelled(session: Session, booking: Booking, *, by: Actor, now: datetime) -> None:
    _changed(session, booking, None, by=by, now=now)
    for letter in merging.untold(session, booking.coach_id, FOLLOWING, now=now):
        about = (booking.chain_id, booking.package_id)
        if letter.subject_id in about and voids.reason(session, letter, now):
            merging.take_back(session, letter)


def reopened(session: Session, booking: Booking, *, by: Actor, now: datetime) -> None:
    """A cancellation was taken back: for who knew of it, it is a booking like any other."""
    _changed(session, None, booking, by=by, now=now)
    withdrawn = select(OutboxMessage.id).where(
        OutboxMessage.subject_id == booking.chain_id,
        OutboxMessage.event == FORM_SENT,
        OutboxMessage.state == "withdrawn",
    )
    if session.exec(withdrawn).first():
        form_submitted(session, booking, now=now)


def _changed(
    session: Session,
    was: Booking | None,
    to: Booking | None,
    *,
    by: Actor,
    now: datetime,
    left_id: UUID | None = None,
) -> None:
    """Tell both what they don't know yet, in as few messages as it takes."""
    one = to or was
    if one is None:
        return
    role = _role(one, by)
    waiting = merging.untold(session, one.coach_id, merging.ABOUT_BOOKINGS, now=now)
    change = Change(was, to, _ids(session, one.chain_id, left_id) if waiting else NONE, role)
    for reader in READERS:
        own = [letter for letter in waiting if letter.recipient_id == _id_of(one, reader)]
        news = merging.merge(session, own, change, now=now)
        if reader in _told_of(role) and not news.is_none:
            _tell(session, one, reader, _event(news), _payload(news), by=role, now=now)
    _give_way(session, one, now)


def _give_way(session: Session, booking: Booking, now: datetime) -> None:
    """What was tried in vain and is overtaken now holds up nothing until it would be tried again.
    Whoever tries it at this moment finds out as well."""
    tried = select(OutboxMessage).where(
        OutboxMessage.subject_id == booking.chain_id,
        OutboxMessage.state == "waiting",
        OutboxMessage.attempts > 0,
    )
    for letter in session.exec(tried.with_for_update(skip_locked=True)).all():
        if reason := voids.reason(session, letter, now):
            letter.state, letter.reason, letter.last_error = "void", reason, ""
    session.flush()


def _ids(session: Session, chain_id: UUID, left_id: UUID | None) -> frozenset[UUID]:
    chain = session.exec(select(Booking.id).where(Booking.chain_id == chain_id)).all()
    return frozenset(filter(None, (*chain, left_id)))


def _event(news: News) -> Event:
    if news.to is None:
        return "cancelled"
    return "moved" if news.known else "booked"


def _payload(news: News) -> dict[str, Any]:
    """Of a cancellation the time that people know."""
    about = news.to or news.known
    payload: dict[str, Any] = {"booking_ids": [str(about.id)] if about else []}
    return {**payload, "was_id": str(news.known.id)} if news.to and news.known else payload


def _role(booking: Booking, by: Actor) -> Role:
    return "client" if by.id == booking.client_id else "coach"


def _told_of(by: Role) -> tuple[Role, ...]:
    return READERS if by == "client" else ("client",)


def _id_of(booking: Booking, reader: Role) -> UUID:
    return booking.client_id if reader == "client" else booking.coach_id


def _tell(
    session: Session,
    booking: Booking,
    reader: Role,
    what: Event,
    payload: Mapping[str, Any],
    *,
    by: Role,
    now: datetime,
) -> None:
    outbox.queue(
        session,
        _name(reader, what, booking),
        recipient_id=_id_of(booking, reader),
        coach_id=booking.coach_id,
        subject_id=booking.chain_id,
        version=booking.sequence + 1,
        payload={**payload, "by": by},
        due_at=now + merging.UNDO_SPAN,
        created_at=now,
    )


def _name(reader: Role, what: Event, booking: Booking) -> str:
    if (reader, what, booking.booking_type) == ("client", "booked", "checkin"):
        return "checkin_booked"
    return NAMES[reader, what]


def form_submitted(session: Session, booking: Booking, *, now: datetime) -> None:
    """Call when a form is sent, not when what was sent is changed: one message for a check-in."""
    outbox.queue(
        session,
        FORM_SENT,
        recipient_id=booking.coach_id,
        coach_id=booking.coach_id,
        subject_id=booking.chain_id,
        payload={"booking_ids": [str(booking.id)], "by": "client"},
        due_at=_after_what_is_untold(session, booking, now),
        created_at=now,
    )


def _after_what_is_untold(session: Session, booking: Booking, now: datetime) -> datetime:
    """Nobody hears of a form before they hear of its check-in."""
    waiting = merging.untold(session, booking.coach_id, merging.ABOUT_BOOKINGS, now=now)
    about = [one.due_at + A_MOMENT for one in waiting if merging.names(one, {booking.id})]
    return max(about, default=now)


def low_sessions(
    session: Session,
    package: SessionPackage,
    *,
    now: datetime,
    crossed_at: datetime | None = None,
) -> None:
    """Call once per crossing of the threshold; both are told, whoever booked. `crossed_at` is when
    a booking took the balance there, if that isn't now."""
    other = balances.elsewhere(session, package, now=now)
    payload = {"left": package.remaining_sessions, "elsewhere": other.sessions}
    told = {"low_sessions": package.client_id, "client_low_sessions": package.coach_id}
    for event, recipient_id in told.items():
        outbox.queue(
            session,
            event,
            recipient_id=recipient_id,
            coach_id=package.coach_id,
            subject_id=package.id,
            version=int((crossed_at or now).timestamp()),
            payload=payload,
            due_at=now + merging.UNDO_SPAN,
            created_at=now,
        )
