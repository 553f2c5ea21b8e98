"""Whether a message is still to be sent, asked right before it is."""

from datetime import datetime

from sqlmodel import Session

from coachbook.models import OutboxMessage
from coachbook.notifications import choices, voids
from coachbook.notifications.matrix import Channel

GONE = "What it was about isn't there any more."
SWITCHED_OFF = "Its reader switched this message off."
TOO_LATE = "It would have come too late."


def why_not(session: Session, message: OutboxMessage, *, now: datetime) -> str:
    """Empty if it is as true and as wanted as when it was written."""
    if message.useless_at and now >= message.useless_at:
        return TOO_LATE
    channel: Channel = "push" if message.channel == "push" else "email"
    if not choices.is_on(session, message.recipient_id, message.event, channel):
        return SWITCHED_OFF
    return voids.reason(session, message, now)
