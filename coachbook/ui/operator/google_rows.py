"""Connections to Google Calendar for the owner: how they do, no account and no client. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from coachbook.services.google_calendar.connection_views import Health
from coachbook.services.operation import Overview
from coachbook.services.people import Person
from coachbook.ui import words


class GoogleRow(TypedDict):
    """One coach's connection."""

    key: str
    name: str
    status: str
    words: str


def rows(found: Overview, reader: Person) -> list[GoogleRow]:
    return [
        GoogleRow(
            key=str(one.coach_id),
            name=one.coach_name,
            status=one.status,
            words=". ".join(_words(one, reader, found.at)),
        )
        for one in found.google
    ]


def _words(one: Health, reader: Person, now: datetime) -> Iterator[str]:
    if one.failing_since:
        yield f"Failing since {words.moment(one.failing_since, reader.zone, reader.locale)}"
    if one.last_success_at:
        yield f"Last answer {words.until(one.last_success_at, now, reader.locale)}"
    else:
        yield "No answer yet"
    if one.waiting:
        yield f"{one.waiting:,} waiting"
    if one.given_up:
        yield f"{one.given_up:,} refused"
    if one.next_try_at and one.next_try_at > now:
        yield f"Next try {words.until(one.next_try_at, now, reader.locale)}"
