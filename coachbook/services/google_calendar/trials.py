"""One event that is written and removed at once, to see whether Google takes what we write."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from coachbook.encryption import Unreadable
from coachbook.errors import Refusal
from coachbook.models import GoogleConnection
from coachbook.services.google_calendar import connections
from coachbook.services.google_calendar.calendar_client import (
    CalendarClient,
    Event,
    EventGone,
    GoogleFailed,
)
from coachbook.services.people import Person

TITLE = "Test of coachbook"
AHEAD, LENGTH = timedelta(days=1), timedelta(minutes=15)


@dataclass(frozen=True)
class Trial:
    """What is needed for it once the transaction is over."""

    calendar_id: str
    refresh_token: str = field(repr=False)
    event: Event


class NotRemoved(Exception):
    """It was written and is still there."""


class AccessLost(Refusal):
    """The key that the access was kept under is gone."""

    sentence = "The access that Google gave can't be read here any more. Connect again."


def trial(session: Session, *, by: Person, now: datetime, calendar_id: str = "") -> Trial:
    """In the calendar that is written to, or in the one that shall be."""
    wanted = connections.valid_calendar(calendar_id) if calendar_id else ""
    try:
        token = connections.refresh_token(session, by=by)
    except Unreadable:
        raise AccessLost from None
    chosen = wanted or session.get_one(GoogleConnection, by.id).calendar_id
    return Trial(chosen, token, _event(by, now))


def _event(by: Person, now: datetime) -> Event:
    """Tomorrow, takes up no time, reminds nobody; no booking's, so that nothing looks for it."""
    starts_at = now.replace(minute=0, second=0, microsecond=0) + AHEAD
    return {
        "id": f"cbtest{secrets.token_hex(10)}",
        "summary": TITLE,
        "description": "It is removed at once. If you see it, take it out.",
        "start": {"dateTime": starts_at.isoformat(), "timeZone": by.time_zone},
        "end": {"dateTime": (starts_at + LENGTH).isoformat(), "timeZone": by.time_zone},
        "transparency": "transparent",
        "visibility": "private",
        "reminders": {"useDefault": False},
        "extendedProperties": {"private": {"coachbook": "test"}},
    }


def carry_out(asked: Trial, client: CalendarClient) -> None:
    """Outside of any transaction. Raises GoogleFailed if it wasn't written, else NotRemoved."""
    client.insert(asked.calendar_id, asked.event, notifies=False)
    try:
        client.delete(asked.calendar_id, asked.event["id"], notifies=False)
    except EventGone:
        pass
    except GoogleFailed as problem:
        raise NotRemoved from problem
