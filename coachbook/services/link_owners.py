"""Whom a link would let in, as a page may show it before anything happens."""

from datetime import datetime

from sqlmodel import Session

from coachbook.errors import LinkExpired
from coachbook.models import Profile
from coachbook.notifications.wording import masked
from coachbook.services import links

__all__ = ["masked", "masked_email"]


def masked_email(session: Session, token: str, purpose: str, *, now: datetime) -> str:
    """Enough of the address to recognise one's own; reads only, refuses an expired link."""
    profile = session.get(Profile, links.look(session, token, purpose, now=now).profile_id)
    if profile is None:
        raise LinkExpired
    return masked(profile.email)
