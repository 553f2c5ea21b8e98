"""Addresses that take no email, as the coach of whoever has one sees them, and may try again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.errors import NotFound
from coachbook.models import BlockedAddress, Profile
from coachbook.services.changes import touch
from coachbook.services.people import Person, relation, require_coach


@dataclass(frozen=True)
class Blocked:
    """`cause` is bounced, dropped, reported or refused; `detail` what the other side said."""

    address: str
    cause: str
    detail: str
    blocked_at: datetime


def of_client(session: Session, client_id: UUID, *, by: Person) -> Blocked | None:
    """Why nothing is sent to this client; None if it is."""
    found = session.get(BlockedAddress, _email(session, client_id, by))
    known = relation(session, coach_id=by.id, client_id=client_id)
    return _view(found, known.invited_at) if found else None


def lift(session: Session, client_id: UUID, *, by: Person, now: datetime) -> str:
    """Send there again, from the next message on. Gives the address."""
    lock_coach(session, by.id)
    email = _email(session, client_id, by)
    found = session.get(BlockedAddress, email)
    if found is not None:
        session.delete(found)
        session.flush()
        touch(session, by.id, now)
    return email


def _email(session: Session, client_id: UUID, by: Person) -> str:
    require_coach(by)
    relation(session, coach_id=by.id, client_id=client_id)
    profile = session.get(Profile, client_id)
    if profile is None:
        raise NotFound
    return profile.email


def _view(found: BlockedAddress, known_at: datetime) -> Blocked:
    """What came back before this coach knew the client was another coach's email."""
    is_anothers = found.blocked_at < known_at
    detail = "" if is_anothers else found.detail
    return Blocked(found.address, found.cause, detail, max(found.blocked_at, known_at))
