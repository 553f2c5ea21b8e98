"""The messages of a practice, each as its reader will see it.

A coach sees those of their own practice; the owner also those about signing in, without the links
that would let them in as somebody whom another coach knows. Where emails leave, links that act for
their readers are for their readers only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from coachbook.config import settings
from coachbook.errors import NotFound
from coachbook.models import CoachClient, DeliveryReport, OutboxMessage, Profile
from coachbook.notifications import messages
from coachbook.notifications.facts import NothingToTell
from coachbook.notifications.sending import Email
from coachbook.services.people import Person, require_coach

PAGE_SIZE = 20
STAYED = ("kept", "dead", "void")

Fate = Literal["", "arrived", "came back"]
FATES: Mapping[str, Fate] = {
    "delivered": "arrived",
    "bounce": "came back",
    "dropped": "came back",
}


@dataclass(frozen=True)
class MessageView:
    """`link` is where the message's button leads; empty if that is for its reader only. `reason`
    says why it wasn't sent, or not yet; `fate` what the mail service reported of it since.
    """

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
    attempts: int
    reason: str
    is_in_doubt: bool
    fate: Fate


@dataclass(frozen=True)
class MessagePage:
    """`leaves`: emails are sent, and don't only stay here."""

    rows: tuple[MessageView, ...]
    page: int
    has_more: bool
    leaves: bool


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
    fates = _fates(session, [message.id for message in found[:size]])
    views = (_view(session, message, by, fates) for message in found[:size])
    return MessagePage(tuple(filter(None, views)), page, len(found) > size, _leaves())


def one(session: Session, message_id: UUID, *, by: Person) -> MessageView:
    require_coach(by)
    message = session.exec(
        select(OutboxMessage).where(
            OutboxMessage.id == message_id, OutboxMessage.channel == "email", _seen_by(by)
        )
    ).first()
    view = _view(session, message, by, _fates(session, [message_id])) if message else None
    if view is None:
        raise NotFound
    return view


def _seen_by(by: Person) -> ColumnElement[bool]:
    own = col(OutboxMessage.coach_id) == by.id
    return or_(own, col(OutboxMessage.coach_id).is_(None)) if by.is_owner else own


def _leaves() -> bool:
    return settings().mail.transport != "none"


def _fates(session: Session, message_ids: Sequence[UUID]) -> dict[UUID, Fate]:
    """What was reported last, in the order in which such things happen."""
    reports = session.exec(
        select(DeliveryReport.message_id, DeliveryReport.event)
        .where(
            col(DeliveryReport.message_id).in_(message_ids),
            col(DeliveryReport.event).in_(list(FATES)),
        )
        .order_by(col(DeliveryReport.happened_at), col(DeliveryReport.event).desc())
    )
    return {message_id: FATES[event] for message_id, event in reports if message_id}


def _view(
    session: Session, message: OutboxMessage, by: Person, fates: Mapping[UUID, Fate]
) -> MessageView | None:
    try:
        email = messages.render(
            session, message, is_door_hidden=_is_door_closed(session, message, by)
        )
    except NothingToTell:
        return None
    return _as_view(message, email, fates.get(message.id, ""))


def _as_view(message: OutboxMessage, email: Email, fate: Fate) -> MessageView:
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
        attempts=message.attempts,
        reason=message.reason or message.last_error,
        is_in_doubt=message.in_doubt_at is not None,
        fate=fate,
    )


def _is_door_closed(session: Session, message: OutboxMessage, by: Person) -> bool:
    """Whether a link in it would let the coach act as its reader, who gets it by email; or let
    them in as somebody else's client, or as a coach.

    Invitations let in only whom nobody else knows, so that their links can be shown.
    """
    if _leaves() and message.state not in STAYED:
        return True
    if message.coach_id is not None or message.recipient_id == by.id:
        return False
    reader = session.get(Profile, message.recipient_id)
    if reader is None or reader.is_coach:
        return True
    coaches = session.exec(
        select(CoachClient.coach_id).where(CoachClient.client_id == message.recipient_id)
    ).all()
    return set(coaches) != {by.id}
