"""What somebody is told, as rows of a table: the event, when it arrives, a state by channel."""

from datetime import time
from typing import TypedDict

from coachbook.services.notification_choices import Choices, Row
from coachbook.ui import words

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


def hours(locale: str) -> list[dict[str, str]]:
    return [{"value": str(hour), "label": words.wall(time(hour), locale)} for hour in range(24)]
