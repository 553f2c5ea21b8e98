"""A coach's connection to Google Calendar: made, shown, changed, taken apart.

No call to Google is made here: what is to be done there is noted for the lane that does it.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col

from coachbook.database import lock_coach
from coachbook.encryption import decrypt, encrypt
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import GoogleConnection, GoogleEvent
from coachbook.notifications import waking
from coachbook.services import changes
from coachbook.services.google_calendar import wanting
from coachbook.services.google_calendar.calendar_client import Granted
from coachbook.services.people import Person, require_coach

PRIMARY = "primary"
LONGEST_CALENDAR_ID = 255
FIRST_TURN_BELOW = 2**30
BETWEEN_TRIES = timedelta(minutes=1)
NOT_A_CALENDAR = "Enter “primary” or a calendar's ID as Google shows it."


class StillEnding(AlreadyChanged):
    sentence = "Your former connection is still being taken apart. Try again in a minute."


def connect(session: Session, granted: Granted, *, by: Person, now: datetime) -> None:
    """Connect, or connect again. With the same account what is there already is kept and brought
    up to date; with another one everything to come is written anew."""
    require_coach(by)
    lock_coach(session, by.id)
    known = session.get(GoogleConnection, by.id, populate_existing=True)
    if known is not None and known.google_subject != granted.subject:
        _forget_other_account(session, known)
        known = None
    connection = known or _new(by.id, granted, now)
    _renew(connection, granted, now)
    session.add(connection)
    session.flush()
    wanting.want_of_coach(session, by.id, now)
    _tell(session, by.id, now)


def _forget_other_account(session: Session, connection: GoogleConnection) -> None:
    """Its events can't be reached from the new one."""
    if connection.status == "ending":
        raise StillEnding
    forget(session, connection.coach_id)


def forget(session: Session, coach_id: UUID) -> None:
    """The connection and what it knows of Google's events; nothing is done there."""
    session.connection().execute(delete(GoogleEvent).where(col(GoogleEvent.coach_id) == coach_id))
    connection = session.get(GoogleConnection, coach_id)
    if connection is not None:
        session.delete(connection)
    session.flush()


def _new(coach_id: UUID, granted: Granted, now: datetime) -> GoogleConnection:
    """Counts its turns from anywhere: whoever still speaks for a former one has none of them."""
    return GoogleConnection(
        coach_id=coach_id,
        turn=secrets.randbelow(FIRST_TURN_BELOW),
        google_subject=granted.subject,
        google_email=granted.email,
        refresh_token_encrypted="",
        connected_at=now,
    )


def _renew(connection: GoogleConnection, granted: Granted, now: datetime) -> None:
    """Whoever speaks to Google with the former token has lost its turn."""
    connection.google_email = granted.email
    connection.refresh_token_encrypted = encrypt(granted.refresh_token)
    connection.status, connection.removes_events = "connected", False
    connection.connected_at, connection.reconciled_at = now, None
    connection.failures, connection.failing_since, connection.next_try_at = 0, None, None
    connection.last_error = ""
    connection.turn, connection.lease_until = connection.turn + 1, None


def _tell(session: Session, coach_id: UUID, now: datetime) -> None:
    """Open pages and whoever speaks to Google."""
    changes.touch(session, coach_id, now)
    waking.at_commit(session)


def choose_calendar(session: Session, calendar_id: str, *, by: Person, now: datetime) -> None:
    """From now on everything to come is in this one."""
    connection = mine(session, by)
    connection.calendar_id = valid_calendar(calendar_id)
    session.add(connection)
    session.flush()
    wanting.want_of_coach(session, by.id, now)
    _tell(session, by.id, now)


def valid_calendar(calendar_id: str) -> str:
    """To be asked before Google is: it becomes a part of an address."""
    chosen = calendar_id.strip() or PRIMARY
    is_part = chosen.isprintable() and " " not in chosen and chosen not in (".", "..")
    if len(chosen) > LONGEST_CALENDAR_ID or not is_part:
        raise Invalid(NOT_A_CALENDAR, field="calendar_id")
    return chosen


def disconnect(session: Session, *, by: Person, removes_events: bool, now: datetime) -> None:
    """Write no more; `removes_events` takes what is to come out of Google first."""
    connection = mine(session, by)
    connection.status, connection.removes_events = "ending", removes_events
    connection.next_try_at, connection.failures = None, 0
    connection.failing_since, connection.last_error = None, ""
    session.add(connection)
    session.flush()
    _tell(session, by.id, now)


def try_again(session: Session, *, by: Person, now: datetime) -> None:
    """What Google refused, and what waits for its next try, is tried now; within the minute, if
    Google was asked in vain a moment ago."""
    connection = mine(session, by)
    connection.next_try_at = _soonest(connection, now)
    session.add(connection)
    session.connection().execute(
        update(GoogleEvent)
        .where(col(GoogleEvent.coach_id) == by.id, col(GoogleEvent.is_given_up))
        .values(is_given_up=False, attempts=0, last_error="", due_at=now)
    )
    session.flush()
    _tell(session, by.id, now)


def _soonest(connection: GoogleConnection, now: datetime) -> datetime | None:
    """However often somebody asks for it: a Google that fails is called once a minute."""
    if not connection.failures or connection.served_at is None:
        return None
    soonest = connection.served_at + BETWEEN_TRIES
    return soonest if soonest > now else None


def mine(session: Session, by: Person) -> GoogleConnection:
    """The caller's, under their lock; one that is being taken apart is as good as gone."""
    require_coach(by)
    lock_coach(session, by.id)
    found = session.get(GoogleConnection, by.id, populate_existing=True)
    if found is None or found.status == "ending":
        raise NotFound
    return found


def refresh_token(session: Session, *, by: Person) -> str:
    """For a call on the coach's own behalf, a test event say."""
    require_coach(by)
    found = session.get(GoogleConnection, by.id)
    if found is None or found.status == "ending":
        raise NotFound
    return decrypt(found.refresh_token_encrypted)
