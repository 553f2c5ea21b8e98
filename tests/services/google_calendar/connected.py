"""A practice whose coach has connected Google Calendar, and what is noted for Google there."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from coachbook.models import GoogleConnection, GoogleEvent
from coachbook.services.google_calendar import connections, syncing
from coachbook.services.google_calendar.calendar_client import Granted
from coachbook.services.people import Person
from tests.conftest import NOW
from tests.practices import Practice
from tests.services.google_calendar.fake_google import FakeGoogle

TOKEN = "1//refresh-of-the-coach"
BEFORE = NOW - timedelta(days=1)


def connect(
    session: Session,
    coach: Person,
    *,
    now: datetime = BEFORE,
    subject: str = "1001",
    token: str = TOKEN,
) -> None:
    granted = Granted(subject, "anna@gmail.example", token)
    connections.connect(session, granted, by=coach, now=now)


def connection_of(session: Session, coach: Person) -> GoogleConnection:
    return session.get_one(GoogleConnection, coach.id, populate_existing=True)


def noted(session: Session) -> list[GoogleEvent]:
    found = select(GoogleEvent).execution_options(populate_existing=True)
    return sorted(session.exec(found), key=lambda row: row.due_at)


def serve(practice: Practice, google: FakeGoogle, now: datetime = NOW) -> list[str]:
    """What was called in all the turns until nothing is due."""
    practice.session.commit()
    begun = len(google.calls)
    syncing.serve_all(google.google(), now=lambda: now, limit=50)
    practice.session.commit()
    return [name for name in google.calls[begun:] if name != "list"]


def the_event(google: FakeGoogle) -> dict[str, Any]:
    (event,) = google.standing()
    return event
