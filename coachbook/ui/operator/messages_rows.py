"""Every message as a row: what it is called, when it is due, what it says on each channel. Pure."""

from collections.abc import Iterable
from itertools import groupby
from typing import TypedDict

from coachbook.notifications.titles import TITLES
from coachbook.services.gallery import Sample
from coachbook.ui.activity import client_rows, rows

AUDIENCES = {"client": "To clients", "coach": "To coaches", "account": "About signing in"}
ACCOUNT = {
    "invitation": "Invitation",
    "sign_in_link": "Sign-in link",
    "reset_password": "New password",
    "change_email": "New address to confirm",
    "email_changed": "Address changed",
}
DUE = {
    "after the undo span": "Ten seconds after the change, when its undo is over",
    "at once": "At once",
    "24 hours before": "When the start comes within 24 hours",
    "48 to 24 hours before": "Once, 48 to 24 hours before the start",
    "30 days before the end": "30 days before the package ends",
    "7 days before the end": "7 days before the package ends",
    "the evening before": "In the evening, at the hour that the coach chose",
}


class Row(TypedDict):
    """`subject`, `push_title` and `note` are empty where it isn't sent that way."""

    event: str
    name: str
    due: str
    choice: str
    subject: str
    sender: str
    to: str
    reply_to: str
    has_invitation: bool
    is_optional_email: bool
    source: str
    push_title: str
    push_body: str
    note: str
    note_details: str


class Group(TypedDict):
    key: str
    title: str
    rows: list[Row]


NOTHING_SHOWN = Row(
    event="",
    name="",
    due="",
    choice="",
    subject="",
    sender="",
    to="",
    reply_to="",
    has_invitation=False,
    is_optional_email=False,
    source="",
    push_title="",
    push_body="",
    note="",
    note_details="",
)


def groups(samples: Iterable[Sample]) -> list[Group]:
    """In the order of the matrix, which keeps those of one audience together."""
    return [
        Group(key=audience, title=AUDIENCES[audience], rows=[row(one) for one in own])
        for audience, own in groupby(samples, key=lambda one: one.known.audience)
    ]


def row(sample: Sample) -> Row:
    email, push = sample.email, sample.push
    note, details = _note(sample)
    return Row(
        event=sample.event,
        name=name_of(sample.event),
        due=DUE[sample.known.due],
        choice=_choice(sample),
        subject=email.subject if email else "",
        sender=email.sender_name if email else "",
        to=f"{email.recipient_name} <{email.recipient_email}>" if email else "",
        reply_to=email.reply_to if email else "",
        has_invitation=bool(email and email.invitations),
        is_optional_email=bool(email and email.unsubscribe_link),
        source=f"/operator/sample/{sample.event}" if email else "",
        push_title=push.title if push else "",
        push_body=push.body if push else "",
        note=note,
        note_details=details,
    )


def name_of(event: str) -> str:
    return TITLES[event].name if event in TITLES else ACCOUNT[event]


def _choice(sample: Sample) -> str:
    if sample.known.audience == "account":
        return "Always sent."
    if sample.known.is_optional:
        return "Its reader may switch it off."
    always = " and ".join(WAYS[one] for one in sorted(sample.known.always))
    return f"Always arrives {always}; the rest may be switched off."


WAYS = {"email": "by email", "push": "by push", "in_app": "in the app"}


def _note(sample: Sample) -> tuple[str, str]:
    if sample.note is None:
        return "", ""
    today = sample.at.astimezone(sample.reader.zone).date()
    worded = client_rows.row if sample.known.audience == "client" else None
    shown = rows.groups([sample.note], sample.reader, today, row=worded)[0]["rows"][0]
    return f"{shown['name']} {shown['what']}".strip(), shown["details"]
