"""Addresses that take no email, as whoever has one, their coach, and the owner see them and may
try again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook import signing
from coachbook.database import lock_coach
from coachbook.errors import NotFound
from coachbook.models import BlockedAddress, Profile
from coachbook.notifications import addresses
from coachbook.services.changes import touch
from coachbook.services.delivery_reports import coaches_of
from coachbook.services.people import Person, relation, require_coach, require_owner


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


def own(session: Session, *, by: Person) -> Blocked | None:
    """Why nothing is sent to whoever asks; None if it is."""
    found = session.get(BlockedAddress, _own_email(session, by), populate_existing=True)
    return Blocked(found.address, found.cause, found.detail, found.blocked_at) if found else None


def lift_own(session: Session, *, by: Person, now: datetime) -> str:
    """Send there again; whoever is signed in knows best. Gives the address."""
    email = _own_email(session, by)
    _lift(session, session.get(BlockedAddress, email), now)
    return email


def name_of(address: str) -> str:
    """Says which one is meant to somebody who may not read it."""
    return signing.unreadable("blocked", address)


def lift_any(session: Session, name: str, *, by: Person, now: datetime) -> None:
    """The owner has any of them tried again, by the name that the list gives it."""
    require_owner(by)
    known = session.exec(select(BlockedAddress).order_by(col(BlockedAddress.address)))
    found = next((one for one in known if name_of(one.address) == name), None)
    if found is None:
        raise NotFound("That address takes email again.")
    _lift(session, found, now)


def _lift(session: Session, found: BlockedAddress | None, now: datetime) -> None:
    """Whoever has somebody with that address among their clients sees it."""
    if found is None:
        return
    session.delete(found)
    session.flush()
    for coach_id in coaches_of(session, {found.address}):
        touch(session, coach_id, now)


def _own_email(session: Session, by: Person) -> str:
    return addresses.key(session.get_one(Profile, by.id).email)


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
