"""One message by email: made, and handed over."""

from datetime import datetime

from sqlmodel import Session, select

from coachbook.models import DeliveryReport, OutboxMessage
from coachbook.notifications import addresses, messages, outcomes, standing
from coachbook.notifications.facts import NothingToTell
from coachbook.notifications.outcomes import Outcome
from coachbook.notifications.sending import Email, EmailSender, NotSent


def made(
    session: Session, message: OutboxMessage, *, now: datetime, leaves: bool
) -> Email | Outcome:
    """The email as it is to be sent, or what became of the message without."""
    if message.in_doubt_at and _was_reported(session, message):
        return Outcome("sent", provider_ref=message.provider_ref)
    if reason := standing.why_not(session, message, now=now):
        return outcomes.void(reason)
    if not leaves:
        return Outcome("kept", "Email doesn't leave this machine.")
    try:
        email = messages.render(session, message)
    except NothingToTell:
        return outcomes.void(standing.GONE)
    to = email.recipient_email
    blocked = addresses.why_never(to) or addresses.why_blocked(session, to)
    return outcomes.void(blocked) if blocked else email


def sent(sender: EmailSender, email: Email) -> Outcome:
    try:
        return Outcome("sent", provider_ref=sender.send(email))
    except NotSent as failure:
        return outcomes.failed(failure, address=email.recipient_email)


def _was_reported(session: Session, message: OutboxMessage) -> bool:
    """The provider has told of it since, so it was taken."""
    told = select(DeliveryReport.id).where(DeliveryReport.message_id == message.id)
    return session.exec(told.limit(1)).first() is not None
