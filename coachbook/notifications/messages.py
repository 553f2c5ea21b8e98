"""A row of the outbox as the email that its reader gets, made when it is asked for."""

from dataclasses import replace
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlmodel import Session

from coachbook.config import settings
from coachbook.models import OutboxMessage
from coachbook.notifications import choices, facts, letters, links, matrix
from coachbook.notifications.calendar_invitations import invitations
from coachbook.notifications.facts import Facts
from coachbook.notifications.letters import Letter
from coachbook.notifications.sending import Email

LONGEST_LINE = 200
COACHBOOK = "coachbook"
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


def render(session: Session, message: OutboxMessage, *, is_door_hidden: bool = False) -> Email:
    """Raises NothingToTell if what it is about is gone.

    `is_door_hidden` leaves out links that act for whoever opens them, or let them in.
    """
    known = facts.gather(session, message)
    letter = letters.letter(known)
    is_hidden = is_door_hidden and letter.opens_a_door
    if is_hidden:
        letter = replace(letter, path=HIDDEN_PATH)
    made = email(message.id, known, letter, is_hidden=is_hidden)
    return replace(made, invitations=invitations(session, message, known))


def email(message_id: UUID, known: Facts, letter: Letter, *, is_hidden: bool = False) -> Email:
    """The letter as an email to its reader."""
    link = f"{settings().public_url}{letter.path}"
    unsubscribe_link = "" if is_hidden else _unsubscribe_link(known)
    values = {
        "reader_name": one_line(known.reader_name),
        "letter": letter,
        "link": link,
        "public_url": settings().public_url,
        "is_hidden": is_hidden,
        "subject": one_line(letter.subject),
        "preview": _preview(letter),
        "practice_name": known.practice.practice_name if known.practice else COACHBOOK,
        "unsubscribe_link": unsubscribe_link,
    }
    is_for_coach = known.event in matrix.COACH
    return Email(
        id=message_id,
        sender_name=one_line(COACHBOOK if is_for_coach else known.coach_name or COACHBOOK),
        reply_to=known.coach.email if known.coach and not is_for_coach else "",
        recipient_name=one_line(known.reader_name),
        recipient_email=known.address,
        subject=one_line(letter.subject),
        text=_text.get_template("letter.txt").render(values),
        html=_html.get_template("letter.html").render(values),
        link="" if is_hidden else link,
        unsubscribe_link=unsubscribe_link,
    )


def _unsubscribe_link(known: Facts) -> str:
    if not choices.is_optional(known.event, "email"):
        return ""
    return settings().public_url + links.unsubscribe_path(
        known.reader.id, known.event, known.reader.email
    )


def _preview(letter: Letter) -> str:
    """What a list of emails shows after the subject."""
    first = [one.when for one in letter.appointments[:1]]
    return one_line(" ".join((*first, *letter.sentences)))


def one_line(words: str) -> str:
    """A header of an email ends at the line's end, so nothing in it may begin another line."""
    if not words.isprintable():
        words = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(words.split())[:LONGEST_LINE]
