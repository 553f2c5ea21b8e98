"""What whoever runs the machine may do without signing in: let people in."""

from datetime import datetime

from sqlmodel import Session

from coachbook.config import settings
from coachbook.errors import NotFound
from coachbook.models import OneTimeToken, Profile
from coachbook.services import invitations, links, people, practices


def sign_in_link(session: Session, *, email: str, now: datetime) -> str:
    """A link for somebody known, as they could have had it mailed."""
    profile = people.by_email(session, email)
    if profile is None:
        raise NotFound("Nobody here has that address.")
    return _address("/link", links.issue(session, "sign_in", profile.id, now=now))


def invite_coach(session: Session, *, name: str, email: str, now: datetime) -> str:
    """The owner's invitation, and its link."""
    owner = people.person(session, session.get_one(Profile, practices.owner_id(session)))
    issued = invitations.invite_coach(session, by=owner, name=name, email=email, now=now)
    return _address("/invitation", issued)


def _address(page: str, issued: OneTimeToken) -> str:
    return f"{settings().public_url}{page}?token={links.token(issued.id, issued.purpose)}"
