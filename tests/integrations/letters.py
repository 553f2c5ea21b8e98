"""Emails to send in tests, and the calendar file that comes with one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from coachbook import ics
from coachbook.ics import Entry, Party
from coachbook.integrations.envelopes import Origin
from coachbook.notifications.sending import Email, Invitation
from tests.conftest import NOW

ORIGIN = Origin("bookings@mail.example.com", "coachbook.example.com")
ID = UUID("0c1e8a52-7b7f-4d8e-9a55-3f1f6f1f2a10")
EMAIL = Email(
    id=ID,
    sender_name="Anna Weiss",
    reply_to="anna@example.com",
    recipient_name="Robin Fields",
    recipient_email="robin@example.com",
    subject="Booked: Tue, Nov 24, 9:00 AM with Anna Weiss",
    text="Hello Robin Fields,\n\nYou are booked.\n",
    html="<!doctype html><html><body><p>Hello Robin Fields,</p></body></html>",
    link="https://coachbook.example.com/client/calendar",
)


def email(**more: Any) -> Email:
    return replace(EMAIL, **more)


def invitation(*, number: int = 1, is_cancelled: bool = False) -> Invitation:
    start = NOW + timedelta(days=number)
    entry = Entry(
        uid=f"{number}@coachbook",
        title="Session with Anna Weiss",
        url="https://coachbook.example.com/client/calendar",
        revised_at=NOW,
        at=(start, start + timedelta(hours=1)),
        sequence=3,
        is_cancelled=is_cancelled,
        host=Party("Anna Weiss", "anna@example.com"),
        guest=Party("Robin Fields", "robin@example.com"),
    )
    return Invitation(*ics.invitation(entry, now=NOW))
