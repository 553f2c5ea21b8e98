"""Who speaks to Google for a coach: one at a time, the coach served longest ago first.

Whoever is slower than the lease has lost the turn, and nothing that they note counts any more.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, exists, or_, select, update
from sqlmodel import Session

from coachbook.database import is_reading
from coachbook.models import GoogleConnection, GoogleEvent
from coachbook.models.columns import table_of
from coachbook.services.google_calendar.calendar_client import GoogleFailed

LEASE = timedelta(seconds=60)
SPEAKING = ("connected", "failing", "ending")
FIRST_SECONDS = 5.0
SECONDS_OF_THE_DEAD = 60.0
LONGEST_SECONDS = 600.0
LONGEST_ASKED_SECONDS = 86_400.0
LONGEST_WORDS = 200

_connection, _event = table_of(GoogleConnection), table_of(GoogleEvent)
IS_WAITING = and_(_event.c.written < _event.c.wanted, ~_event.c.is_given_up)
_IS_DUE = and_(IS_WAITING, _event.c.due_at <= bindparam("now"))
_dice = random.SystemRandom()


class TurnLost(Exception):
    """Somebody else speaks for this coach by now."""


@dataclass(frozen=True)
class Turn:
    """A connection as it was when it was taken; nobody else has its number."""

    coach_id: UUID
    number: int
    lease_until: datetime
    status: str
    calendar_id: str
    removes_events: bool
    token_encrypted: str
    failing_since: datetime | None
    is_to_be_compared: bool


def is_anything_due(session: Session, *, now: datetime) -> bool:
    return session.connection().execute(_asked(False), {"now": now}).first() is not None


def take(session: Session, *, now: datetime) -> Turn | None:
    """The coach who has waited longest of those with anything to do."""
    asked = _asked(not is_reading(session))
    row = session.connection().execute(asked, {"now": now}).first()
    if row is None:
        return None
    taken = {"turn": row.turn + 1, "lease_until": now + LEASE, "served_at": now}
    session.connection().execute(_of(row.coach_id).values(**taken))
    return Turn(
        coach_id=row.coach_id,
        number=row.turn + 1,
        lease_until=now + LEASE,
        status=row.status,
        calendar_id=row.calendar_id,
        removes_events=row.removes_events,
        token_encrypted=row.refresh_token_encrypted,
        failing_since=row.failing_since,
        is_to_be_compared=row.reconciled_at is None,
    )


@cache
def _asked(is_locking: bool) -> Any:
    """Built once: it is asked all the time."""
    due = exists().where(_event.c.coach_id == _connection.c.coach_id, _IS_DUE)
    has_work = or_(due, _connection.c.reconciled_at.is_(None), _connection.c.status == "ending")
    asked = (
        select(_connection)
        .where(
            _connection.c.status.in_(SPEAKING),
            _is_past(_connection.c.next_try_at),
            _is_past(_connection.c.lease_until),
            has_work,
        )
        .order_by(_connection.c.served_at.asc().nulls_first())
        .limit(1)
    )
    return asked.with_for_update(skip_locked=True) if is_locking else asked


def _is_past(column: Any) -> Any:
    return or_(column.is_(None), column <= bindparam("now"))


def _of(coach_id: UUID) -> Any:
    return update(_connection).where(_connection.c.coach_id == coach_id)


def due_chains(session: Session, turn: Turn, *, now: datetime, limit: int) -> list[UUID]:
    """What has failed goes last."""
    due = (
        select(_event.c.chain_id)
        .where(_event.c.coach_id == turn.coach_id, _IS_DUE)
        .order_by(_event.c.attempts, _event.c.due_at, _event.c.chain_id)
        .limit(limit)
    )
    return list(session.connection().execute(due, {"now": now}).scalars())


def hold(session: Session, turn: Turn) -> None:
    """To be called before anything is noted: until the commit nobody takes the turn away."""
    asked = select(_connection.c.turn).where(_connection.c.coach_id == turn.coach_id)
    number = session.connection().execute(asked.with_for_update()).scalar_one_or_none()
    if number != turn.number:
        raise TurnLost


def is_as_taken(session: Session, turn: Turn) -> bool:
    """Whether what the turn is for is still wanted there. To be asked after the wish is read: who
    chooses another calendar makes a newer one."""
    asked = select(_connection.c.calendar_id, _connection.c.status == "ending")
    found = session.connection().execute(asked.where(_connection.c.coach_id == turn.coach_id))
    return found.one_or_none() == (turn.calendar_id, turn.status == "ending")


def keep(session: Session, turn: Turn, *, now: datetime) -> None:
    """Go on for a whole lease more."""
    hold(session, turn)
    session.connection().execute(_of(turn.coach_id).values(lease_until=now + LEASE))


def release(session: Session, turn: Turn) -> None:
    hold(session, turn)
    session.connection().execute(_of(turn.coach_id).values(lease_until=None))


def note_success(session: Session, turn: Turn, *, now: datetime) -> bool:
    """Google has answered; whether that is news."""
    healthy = {"failures": 0, "failing_since": None, "next_try_at": None, "last_error": ""}
    changed = session.connection().execute(
        _of(turn.coach_id)
        .where(_connection.c.failures > 0, _connection.c.status != "ending")
        .values(status="connected")
    )
    session.connection().execute(_of(turn.coach_id).values(last_success_at=now, **healthy))
    return changed.rowcount > 0


def note_failure(session: Session, turn: Turn, failure: GoogleFailed, *, now: datetime) -> datetime:
    """This coach's next try, for all that waits: one that fails again and again is left alone."""
    failures = _failures(session, turn) + 1
    next_try_at = now + pause(failures, failure.after_seconds)
    failing = {
        "failures": failures,
        "failing_since": turn.failing_since or now,
        "next_try_at": next_try_at,
        "last_error": failure.words[:LONGEST_WORDS],
        "lease_until": None,
    }
    is_ending = _connection.c.status == "ending"
    status = case((is_ending, "ending"), else_="failing")
    session.connection().execute(_of(turn.coach_id).values(status=status, **failing))
    return next_try_at


def _failures(session: Session, turn: Turn) -> int:
    asked = select(_connection.c.failures).where(_connection.c.coach_id == turn.coach_id)
    return int(session.connection().execute(asked).scalar_one())


def pause(failures: int, asked_seconds: float | None) -> timedelta:
    """Anything up to a limit that doubles, and from the second on never less than a minute."""
    if failures < 2:
        seconds = _dice.uniform(1.0, FIRST_SECONDS)
    else:
        highest = min(SECONDS_OF_THE_DEAD * 2 ** min(failures - 1, 10), LONGEST_SECONDS)
        seconds = _dice.uniform(SECONDS_OF_THE_DEAD, highest)
    asked = min(max(asked_seconds or 0.0, 0.0), LONGEST_ASKED_SECONDS)
    return timedelta(seconds=max(seconds, asked + _dice.uniform(0.0, 1.0) if asked else 0.0))


def note_consent_gone(
    session: Session, turn: Turn, failure: GoogleFailed, *, now: datetime
) -> bool:
    """Until they connect again, no call is made. Whether that is news: not to who disconnects."""
    gone = {
        "status": "needs_reconnect",
        "failing_since": turn.failing_since or now,
        "next_try_at": None,
        "last_error": failure.words[:LONGEST_WORDS],
        "lease_until": None,
    }
    is_standing = _connection.c.status != "ending"
    changed = session.connection().execute(_of(turn.coach_id).where(is_standing).values(**gone))
    if changed.rowcount == 0:
        release(session, turn)
    return changed.rowcount > 0


def note_compared(session: Session, turn: Turn, *, now: datetime) -> None:
    session.connection().execute(_of(turn.coach_id).values(reconciled_at=now))


def have_compared(session: Session, coach_id: UUID | None = None) -> int:
    """Of everybody, or of one coach, in their next turn."""
    copied: list[Any] = [_connection.c.status.in_(("connected", "failing"))]
    if coach_id is not None:
        copied.append(_connection.c.coach_id == coach_id)
    again = update(_connection).where(*copied).values(reconciled_at=None)
    return session.connection().execute(again).rowcount


def note_repaired(session: Session, turn: Turn, count: int, *, at: datetime) -> None:
    session.connection().execute(_of(turn.coach_id).values(repaired=count, repaired_at=at))
