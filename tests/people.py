"""Coaches and clients for tests, stored and ready to ask for things."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from coachbook.models import CoachClient, CoachSettings, Profile
from coachbook.services import people
from coachbook.services.people import Person

JOINED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def coach(
    session: Session,
    name: str = "Anna Weiss",
    *,
    zone: str = "America/New_York",
    is_owner: bool = False,
    **settings: Any,
) -> Person:
    """A coach whose practice is set up; `settings` are columns of CoachSettings."""
    profile = _profile(session, name, zone, is_coach=True, is_owner=is_owner)
    session.add(
        CoachSettings(
            coach_id=profile.id, practice_name=f"{name} Coaching", set_up_at=JOINED, **settings
        )
    )
    session.flush()
    return people.person(session, profile)


def client(
    session: Session,
    of: Person,
    name: str = "Robin Fields",
    *,
    zone: str = "America/New_York",
    status: str = "active",
) -> Person:
    """A client of this coach."""
    profile = _profile(session, name, zone)
    relate(session, of, profile.id, name, status=status)
    return people.person(session, profile)


def another_client_of(session: Session, of: Person, known: Person) -> Person:
    """The same person as a client of one more coach."""
    relate(session, of, known.id, known.name)
    profile = session.get(Profile, known.id)
    assert profile is not None
    return people.person(session, profile)


def relate(
    session: Session, of: Person, client_id: UUID, name: str, *, status: str = "active"
) -> None:
    session.add(
        CoachClient(
            coach_id=of.id, client_id=client_id, name=name, status=status, invited_at=JOINED
        )
    )
    session.flush()


def _profile(
    session: Session, name: str, zone: str, *, is_coach: bool = False, is_owner: bool = False
) -> Profile:
    first_name = "".join(filter(str.isascii, name.split()[0].lower()))
    profile = Profile(
        email=f"{first_name}.{uuid4().hex[:8]}@example.com",
        name=name,
        time_zone=zone,
        is_coach=is_coach,
        is_owner=is_owner,
        created_at=JOINED,
    )
    session.add(profile)
    session.flush()
    return profile
