"""A row of the outbox as the email that its reader gets, made when it is asked for."""

from dataclasses import dataclass, replace

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlmodel import Session

from coachbook.config import settings
from coachbook.models import OutboxMessage
from coachbook.notifications import facts, letters
from coachbook.notifications.facts import Facts
from coachbook.notifications.letters import Letter

LONGEST_LINE = 200
HIDDEN_PATH = "/sign-in"

_html = Environment(
    loader=PackageLoader("coachbook.notifications"), autoescape=True, undefined=StrictUndefined
)
_text = Environment(
    loader=PackageLoader("coachbook.notifications"),
    autoescape=False,  # noqa: S701  plain text: there is nothing to escape
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Email:
    """`link` is where its button leads; nothing if that was hidden."""

    sender_name: str
    recipient_name: str
    recipient_email: str
    subject: str
    text: str
    html: str
    link: str


def render(session: Session, message: OutboxMessage, *, is_door_hidden: bool = False) -> Email:
    """Raises NothingToTell if what it is about is gone.

    `is_door_hidden` leaves out a link that lets in whoever opens it.
    """
    known = facts.gather(session, message)
    letter = letters.letter(known)
    is_hidden = is_door_hidden and letter.opens_a_door
    if is_hidden:
        letter = replace(letter, path=HIDDEN_PATH)
    return _email(known, letter, is_hidden=is_hidden)


def _email(known: Facts, letter: Letter, *, is_hidden: bool) -> Email:
    link = f"{settings().public_url}{letter.path}"
    values = {
        "reader_name": one_line(known.reader_name),
        "letter": letter,
        "link": link,
        "is_hidden": is_hidden,
        "subject": one_line(letter.subject),
        "practice_name": known.practice.practice_name if known.practice else "coachbook",
    }
    return Email(
        sender_name=one_line(known.coach_name or "coachbook"),
        recipient_name=one_line(known.reader_name),
        recipient_email=known.address,
        subject=one_line(letter.subject),
        text=_text.get_template("letter.txt").render(values),
        html=_html.get_template("letter.html").render(values),
        link="" if is_hidden else link,
    )


def one_line(words: str) -> str:
    """A header of an email ends at the line's end, so nothing in it may begin another line."""
    plain = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(plain.split())[:LONGEST_LINE]
