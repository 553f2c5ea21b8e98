"""What became of each chain's copy, written while the turn is still ours."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.models import Booking, GoogleConnection, GoogleEvent
from coachbook.models.columns import table_of
from coachbook.services.google_calendar import telling, turns
from coachbook.services.google_calendar.desired import COPIED, Copy, Wish, event_id
from coachbook.services.google_calendar.turns import IS_WAITING, LONGEST_WORDS, Turn
from coachbook.services.google_calendar.writing import Step

MOST_ATTEMPTS = 8  # of what goes wrong in ways that nobody foresaw
MEET_SECONDS = (2, 10, 60)
MEET_EVERY = timedelta(minutes=5)

_event, _booking = table_of(GoogleEvent), table_of(Booking)
_connection = table_of(GoogleConnection)


def begin(session: Session, turn: Turn) -> None:
    """Bookings are written here as well: their lock first, as everywhere."""
    lock_coach(session, turn.coach_id)
    turns.hold(session, turn)


def step(session: Session, wish: Wish, was: Copy, taken: Step, *, now: datetime) -> bool:
    """What a call has changed; whether open pages show it."""
    copy = taken.copy
    _tell_of_meet(session, wish, was, copy, now)
    values: dict[str, Any] = {name: getattr(copy, name) for name in COPIED}
    if taken.is_loss:
        values["repaired_at"] = now
    if copy.is_there:
        values["synced_at"] = now
    if taken.is_odd:
        turns.have_compared(session, wish.coach_id)
    session.connection().execute(_of(wish.chain_id).values(**values))
    return _note_in_bookings(session, wish, was, copy) or copy.meet != was.meet


def _of(chain_id: UUID) -> Any:
    return update(_event).where(_event.c.chain_id == chain_id)


def _tell_of_meet(session: Session, wish: Wish, was: Copy, copy: Copy, now: datetime) -> None:
    if copy.meet == was.meet or wish.starts_at <= now:
        return
    if copy.meet == "ready":
        telling.meet_is_ready(session, wish.coach_id, wish.chain_id, now=now)
    if copy.meet == "failed":
        telling.meet_failed(session, wish.coach_id, wish.chain_id, now=now)


def _note_in_bookings(session: Session, wish: Wish, was: Copy, copy: Copy) -> bool:
    """In all of the chain: a move that is undone goes back to one of them."""
    if (was.is_there, was.link, was.generation) == (copy.is_there, copy.link, copy.generation):
        return False
    its_id = event_id(wish.chain_id, copy.generation) if copy.is_there else None
    session.connection().execute(
        update(_booking)
        .where(_booking.c.chain_id == wish.chain_id)
        .values(google_event_id=its_id, google_meet_link=copy.link or None)
    )
    return was.link != copy.link


def done(session: Session, wish: Wish, copy: Copy, *, now: datetime) -> None:
    """As it was to be. What changed meanwhile stays due, and so does a Meet that is being made, or
    what stands in the event since one was, or wasn't."""
    values: dict[str, Any] = {"written": wish.wanted, "attempts": 0, "last_error": ""}
    if copy.meet == "pending" and wish.body is not None:
        values |= {"wanted": _event.c.wanted + 1, "due_at": _ask_again_at(copy, now)}
    elif {copy.meet, wish.copy.meet} >= {"failed"} and copy.meet != wish.copy.meet:
        values |= {"wanted": _event.c.wanted + 1, "due_at": now}
    still_ours = _of(wish.chain_id).where(_event.c.wanted == wish.wanted)
    if session.connection().execute(still_ours.values(**values)).rowcount == 0:
        session.connection().execute(_of(wish.chain_id).values(written=wish.wanted))


def _ask_again_at(copy: Copy, now: datetime) -> datetime:
    asked_at = copy.meet_asked_at or now
    passed = (now - asked_at).total_seconds()
    soon = [one for one in MEET_SECONDS if one > passed]
    return asked_at + timedelta(seconds=soon[0]) if soon else now + MEET_EVERY


def failed(session: Session, chain_id: UUID) -> None:
    """The others go before it next time."""
    session.connection().execute(_of(chain_id).values(attempts=_event.c.attempts + 1))


def refused(session: Session, wish: Wish, words: str) -> None:
    """It never works as it is; a newer wish is another matter."""
    values = {"is_given_up": True, "last_error": words[:LONGEST_WORDS]}
    still_ours = _of(wish.chain_id).where(_event.c.wanted == wish.wanted)
    session.connection().execute(still_ours.values(**values))


def broke(session: Session, chain_id: UUID, words: str, *, now: datetime) -> None:
    """Something unforeseen: tried again, not for ever."""
    asked = select(_event.c.attempts).where(_event.c.chain_id == chain_id)
    attempts = int(session.connection().execute(asked).scalar_one_or_none() or 0) + 1
    values: dict[str, Any] = {"attempts": attempts, "last_error": words[:LONGEST_WORDS]}
    values["due_at"] = now + turns.pause(attempts, None)
    values["is_given_up"] = attempts >= MOST_ATTEMPTS
    session.connection().execute(_of(chain_id).values(**values))


def repairs(session: Session, turn: Turn, *, now: datetime) -> None:
    """Once what Google had lost is back, its coach is told how much it was."""
    told_until = select(_connection.c.repaired_at).where(_connection.c.coach_id == turn.coach_id)
    since = session.connection().execute(told_until).scalar_one_or_none()
    lost = [_event.c.coach_id == turn.coach_id, _event.c.repaired_at.is_not(None)]
    if since is not None:
        lost.append(_event.c.repaired_at > since)
    counted = select(
        func.count().label("lost"),
        func.count().filter(IS_WAITING).label("waiting"),
        func.max(_event.c.repaired_at).label("at"),
    ).where(*lost)
    found = session.connection().execute(counted).one()
    if found.lost and not found.waiting:
        turns.note_repaired(session, turn, found.lost, at=found.at)
        telling.repaired(session, turn.coach_id, found.lost, now=now)
