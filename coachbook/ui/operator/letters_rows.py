"""Messages that were given up or may have arrived twice, in words. Pure."""

from typing import TypedDict

from coachbook.services.dead_letters import DeadLetter, Letters
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.operator.messages_rows import name_of

CHANNELS = {"email": "email", "push": "push message"}
BECAME = {
    "waiting": "It is tried again.",
    "claimed": "It is being sent again.",
    "sent": "It was sent again and arrived at least once.",
    "dead": "It was given up afterwards.",
    "kept": "It is kept on this machine.",
    "void": "It was not sent again, for it isn't true any more.",
    "withdrawn": "It was taken back.",
}


class Row(TypedDict):
    """`fate` is what became of it; `can_retry` if it wouldn't come too late."""

    id: str
    what: str
    whose: str
    reason: str
    fate: str
    can_retry: bool


def rows(found: Letters, reader: Person) -> list[Row]:
    return [
        Row(
            id=str(one.id),
            what=f"{name_of(one.event)}, {CHANNELS[one.channel]}",
            whose=_whose(one, reader),
            reason=one.reason,
            fate=BECAME[one.state] if one.in_doubt_at else _tries(one),
            can_retry=one.state == "dead" and not one.is_useless,
        )
        for one in found.rows
    ]


def _whose(one: DeadLetter, reader: Person) -> str:
    """Whom it was for where the owner may know it, else only whose practice it is of."""
    of = f"of {one.coach_name}'s practice" if one.coach_name else "about signing in"
    to = f"To {one.recipient_name}" if one.recipient_name else f"A message {of}"
    return f"{to}, {words.moment(one.created_at, reader.zone, reader.locale)}"


def _tries(one: DeadLetter) -> str:
    tries = words.counted(one.attempts, "try", "tries")
    return f"{tries}. It would come too late by now." if one.is_useless else f"{tries}."
