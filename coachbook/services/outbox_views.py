"""The messages of a practice, each as its reader will see it.

A coach sees those of their own practice; the owner also those about signing in, without the links
that would let them in as somebody whom another coach knows.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from coachbook.errors import NotFound
from coachbook.models import CoachClient, OutboxMessage, Profile
from coachbook.notifications import messages
from coachbook.notifications.facts import NothingToTell
from coachbook.notifications.messages import Email
from coachbook.services.people import Person, require_coach

PAGE_SIZE = 20


@dataclass(frozen=True)
class MessageView:
    """`link` is where the message's button leads; empty if that is for its reader only."""

    id: UUID
    event: str
    state: str
    recipient_name: str
    recipient_email: str
    sender_name: str
    subject: str
    text: str
    html: str
    link: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class MessagePage:
    rows: tuple[MessageView, ...]
    page: int
    has_more: bool


def newest(session: Session, *, by: Person, page: int = 0, size: int = PAGE_SIZE) -> MessagePage:
    """A page of messages, newest first. Pages from 0; withdrawn ones are left out."""
    require_coach(by)
    page = max(page, 0)
    found = session.exec(
        select(OutboxMessage)
        .where(_seen_by(by), OutboxMessage.channel == "email", OutboxMessage.state != "withdrawn")
        .order_by(col(OutboxMessage.created_at).desc(), col(OutboxMessage.id))
        .offset(page * size)
        .limit(size + 1)
    ).all()
    views = (_view(session, message, by) for message in found[:size])
    return MessagePage(tuple(filter(None, views)), page, has_more=len(found) > size)


def one(session: Session, message_id: UUID, *, by: Person) -> MessageView:
    require_coach(by)
    message = session.exec(
        select(OutboxMessage).where(
            OutboxMessage.id == message_id, OutboxMessage.channel == "email", _seen_by(by)
        )
    ).first()
    view = _view(session, message, by) if message else None
    if view is None:
        raise NotFound
    return view


def _seen_by(by: Person) -> ColumnElement[bool]:
    own = col(OutboxMessage.coach_id) == by.id
    return or_(own, col(OutboxMessage.coach_id).is_(None)) if by.is_owner else own


def _view(session: Session, message: OutboxMessage, by: Person) -> MessageView | None:
    try:
        email = messages.render(
            session, message, is_door_hidden=_is_door_closed(session, message, by)
        )
    except NothingToTell:
        return None
    return _as_view(message, email)


def _as_view(message: OutboxMessage, email: Email) -> MessageView:
    return MessageView(
        id=message.id,
        event=message.event,
        state=message.state,
        recipient_name=email.recipient_name,
        recipient_email=email.recipient_email,
        sender_name=email.sender_name,
        subject=email.subject,
        text=email.text,
        html=email.html,
        link=email.link,
        created_at=message.created_at,
        due_at=message.due_at,
        sent_at=message.sent_at,
    )


def _is_door_closed(session: Session, message: OutboxMessage, by: Person) -> bool:
    """Whether a link in it would let the coach in as somebody else's client, or as a coach.

    Invitations let in only whom nobody else knows, so that their links can be shown.
    """
    if message.coach_id is not None or message.recipient_id == by.id:
        return False
    reader = session.get(Profile, message.recipient_id)
    if reader is None or reader.is_coach:
        return True
    coaches = session.exec(
        select(CoachClient.coach_id).where(CoachClient.client_id == message.recipient_id)
    ).all()
    return set(coaches) != {by.id}
