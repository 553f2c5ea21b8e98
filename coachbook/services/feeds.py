"""Calendar subscriptions: a secret address for each part that a person plays.

The address carries the row's id, signed; whoever has it reads, and reading changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session, select

from coachbook import signing
from coachbook.config import settings
from coachbook.errors import AlreadyChanged, NotAllowed, NotFound
from coachbook.models import CalendarFeed, Profile
from coachbook.services import feed_contents, people, turns
from coachbook.services.feed_contents import Contents
from coachbook.services.people import Person

PURPOSE = "calendar_feed"

Role = Literal["client", "coach"]


class FeedChanged(AlreadyChanged):
    sentence = "The feed was changed on another page. Reload this one to see its address."


@dataclass(frozen=True)
class Feed:
    """`address` opens the calendar for everybody who has it."""

    id: UUID
    address: str
    created_at: datetime


def of_person(session: Session, *, by: Person, role: Role) -> Feed | None:
    found = _row(session, by, role)
    return _feed(found) if found else None


def make(session: Session, *, by: Person, role: Role, now: datetime) -> Feed:
    """The person's feed; the one that there is, if somebody was quicker."""
    _require(by, role)
    turns.take(session, PURPOSE, str(by.id))
    return _feed(_row(session, by, role) or _new(session, by, role, now))


def replace(session: Session, *, by: Person, role: Role, seen: UUID, now: datetime) -> Feed:
    """Another address; the former opens nothing from now on. `seen` is the feed as shown."""
    revoke(session, by=by, role=role, seen=seen)
    return _feed(_new(session, by, role, now))


def revoke(session: Session, *, by: Person, role: Role, seen: UUID) -> None:
    """The address opens nothing from now on."""
    _require(by, role)
    turns.take(session, PURPOSE, str(by.id))
    found = _row(session, by, role)
    if found is None or found.id != seen:
        raise FeedChanged
    session.delete(found)
    session.flush()


def _require(by: Person, role: Role) -> None:
    if not (by.is_coach if role == "coach" else by.is_client):
        raise NotAllowed


def _row(session: Session, by: Person, role: Role) -> CalendarFeed | None:
    """As it is now: before the turn it may have been another one."""
    wanted = select(CalendarFeed).where(CalendarFeed.profile_id == by.id, CalendarFeed.role == role)
    return session.exec(wanted.execution_options(populate_existing=True)).first()


def _new(session: Session, by: Person, role: Role, now: datetime) -> CalendarFeed:
    made = CalendarFeed(profile_id=by.id, role=role, created_at=now)
    session.add(made)
    session.flush()
    return made


def _feed(row: CalendarFeed) -> Feed:
    token = signing.token(row.id, PURPOSE)
    return Feed(row.id, f"{settings().public_url}/calendar/feed/{token}.ics", row.created_at)


def opened(session: Session, token: str, *, now: datetime) -> Contents:
    """What the address shows now. Wrong, revoked and no longer theirs are refused alike.

    Whom no coach takes any more keeps the feed until nothing is left in it.
    """
    row_id = signing.row_id(token, PURPOSE)
    row = session.get(CalendarFeed, row_id) if row_id else None
    profile = session.get(Profile, row.profile_id) if row else None
    if row is None or profile is None:
        raise NotFound
    by = people.person(session, profile)
    read = feed_contents.of_coach if row.role == "coach" else feed_contents.of_client
    found = read(session, by=by, now=now)
    if not (by.is_coach if row.role == "coach" else by.is_client or found.entries):
        raise NotFound
    return found
