"""What somebody is told, as rows of a table: the event, when it arrives, a state by channel."""

from datetime import time
from typing import TypedDict

from coachbook.services.blocked_addresses import Blocked
from coachbook.services.notification_choices import Choices, Row
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.client_profile.bounce_rows import WHY

CHANNELS = {"email": "Email", "push": "Push", "in_app": "In the app"}


class ChoiceRow(TypedDict):
    """The states are on, off, always, and never where it isn't sent that way."""

    event: str
    name: str
    when: str
    email: str
    push: str
    in_app: str


def rows(found: Choices) -> list[ChoiceRow]:
    return [_row(row) for row in found.rows]


def _row(row: Row) -> ChoiceRow:
    return {
        "event": row.event,
        "name": row.title.name,
        "when": row.title.when,
        "email": row.cells["email"],
        "push": row.cells["push"],
        "in_app": row.cells["in_app"],
    }


def silence(blocked: Blocked | None, reader: Person) -> str:
    """Why no email is sent to the reader; empty while it is."""
    if blocked is None:
        return ""
    since = words.moment(blocked.blocked_at, reader.zone, reader.locale)
    why = WHY[blocked.cause].format(email=blocked.address)
    answer = f" {blocked.detail}" if blocked.detail else ""
    return f"{why} Nothing has been sent there since {since}.{answer}"


def hours(locale: str) -> list[dict[str, str]]:
    return [{"value": str(hour), "label": words.wall(time(hour), locale)} for hour in range(24)]
