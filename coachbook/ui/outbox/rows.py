"""Messages in words. Pure."""

from typing import TypedDict

from coachbook.services.outbox_views import MessagePage, MessageView
from coachbook.services.people import Person
from coachbook.ui import words

STATES = {
    "waiting": "Waiting",
    "claimed": "Being sent",
    "sent": "Sent",
    "dead": "Given up",
}


class Row(TypedDict):
    """One message of the list."""

    id: str
    subject: str
    to: str
    when: str
    state: str
    is_dead: bool


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


NOTHING_SHOWN = Shown(id="", subject="", sender="", to="", when="", text="", link="", source="")


def rows(page: MessagePage, reader: Person) -> list[Row]:
    return [
        Row(
            id=str(one.id),
            subject=one.subject,
            to=one.recipient_name,
            when=words.moment(one.created_at, reader.zone, reader.locale),
            state=STATES[one.state],
            is_dead=one.state == "dead",
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
    )
