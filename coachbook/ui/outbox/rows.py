"""Messages in words. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from coachbook.services.outbox_views import MessagePage, MessageView
from coachbook.services.people import Person
from coachbook.ui import words

STATES = {
    "waiting": "Waiting",
    "claimed": "Being sent",
    "sent": "Sent",
    "kept": "Kept here",
    "void": "Not sent",
    "withdrawn": "Taken back",
    "dead": "Given up",
}
FATES = {"arrived": "Arrived", "came back": "Came back"}
KEPT = "Kept here: emails don't leave this machine."
TAKEN_BACK = "Taken back before anybody heard of it."
MAY_BE_DOUBLE = "It may have arrived twice: the connection ended in the middle of it."


class Row(TypedDict):
    """One message of the list."""

    id: str
    subject: str
    to: str
    when: str
    state: str
    is_bad: bool


class Shown(TypedDict):
    """The message that is looked at; `link` is empty if it is for its reader only."""

    id: str
    subject: str
    sender: str
    to: str
    when: str
    text: str
    link: str
    source: str
    state: str


NOTHING_SHOWN = Shown(
    id="", subject="", sender="", to="", when="", text="", link="", source="", state=""
)


def rows(page: MessagePage, reader: Person) -> list[Row]:
    return [
        Row(
            id=str(one.id),
            subject=one.subject,
            to=one.recipient_name,
            when=words.moment(one.created_at, reader.zone, reader.locale),
            state=FATES.get(one.fate, STATES[one.state]),
            is_bad=one.state == "dead" or one.fate == "came back",
        )
        for one in page.rows
    ]


def shown(one: MessageView, reader: Person) -> Shown:
    return Shown(
        id=str(one.id),
        subject=one.subject,
        sender=one.sender_name,
        to=f"{one.recipient_name} <{one.recipient_email}>",
        when=words.moment(one.created_at, reader.zone, reader.locale),
        text=one.text,
        link=one.link,
        source=f"/outbox/{one.id}",
        state=" ".join(_state(one, reader)),
    )


def _state(one: MessageView, reader: Person) -> Iterable[str]:
    """What has become of it, in sentences."""
    match one.state:
        case "sent":
            yield _sent(one, reader)
        case "waiting" if one.attempts:
            yield f"Tried {words.counted(one.attempts, 'time')}: {one.reason}"
            yield f"The next try is on {_moment(one.due_at, reader)}."
        case "waiting":
            yield f"Waiting: it is due on {_moment(one.due_at, reader)}."
        case "claimed":
            yield "It is being sent right now."
        case "kept":
            yield KEPT
        case "void":
            yield f"Not sent: {one.reason}"
        case "withdrawn":
            yield TAKEN_BACK
        case _:
            yield f"Given up after {words.counted(one.attempts, 'try', 'tries')}: {one.reason}"
    if one.is_in_doubt:
        yield MAY_BE_DOUBLE


def _sent(one: MessageView, reader: Person) -> str:
    sent = f"Sent on {_moment(one.sent_at or one.due_at, reader)}"
    if one.fate == "came back":
        return f"{sent}, but it came back: the address takes no email."
    return f"{sent}, and it arrived." if one.fate else f"{sent}."


def _moment(at: datetime, reader: Person) -> str:
    return words.moment(at, reader.zone, reader.locale)
