"""What people chose to hear of, and by which channel. Without a choice it is on."""

from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.models import NotificationChoice
from coachbook.notifications import lookups, matrix

Cells = frozenset[tuple[str, str]]


def is_optional(event: str, channel: str) -> bool:
    """Whether this cell of the matrix can be switched off."""
    known = matrix.EVENTS.get(event)
    return known is not None and channel in known.channels - known.always


def is_on(session: Session, profile_id: UUID, event: str, channel: str) -> bool:
    """What can't be switched off is on, whatever is stored."""
    if not is_optional(event, channel):
        return True
    found = lookups.get(session, NotificationChoice, profile_id, event, channel)
    return found is None or found.is_on


def switched_off(session: Session, profile_id: UUID) -> Cells:
    """The cells, as (event, channel), that somebody switched off."""
    found = session.exec(
        select(NotificationChoice.event, NotificationChoice.channel).where(
            NotificationChoice.profile_id == profile_id,
            col(NotificationChoice.is_on).is_(False),
        )
    ).all()
    return frozenset((event, channel) for event, channel in found)
