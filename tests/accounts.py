"""People with passwords and links, for tests of the ways in."""

from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from sqlmodel import Session, col, select

from coachbook.database import reading, transaction
from coachbook.models import CoachClient, OneTimeToken, OutboxMessage, Profile
from coachbook.services import links, people
from coachbook.services.people import Person
from tests import people as somebody

PASSWORD = "moss on blue kettles"


@cache
def password_hash() -> str:
    return PasswordHasher(memory_cost=64, time_cost=1).hash(PASSWORD)


def give_password(session: Session, person: Person) -> None:
    profile = session.get(Profile, person.id)
    assert profile is not None
    profile.password_hash = password_hash()
    session.add(profile)
    session.flush()


def stored_coach(name: str = "Anna Weiss", *, is_owner: bool = False) -> Person:
    """Committed, with a password."""
    with transaction() as session:
        coach = somebody.coach(session, name, is_owner=is_owner)
        give_password(session, coach)
    return coach


def stored_client(of: Person, name: str = "Robin Fields") -> Person:
    with transaction() as session:
        client = somebody.client(session, of, name)
        give_password(session, client)
    return client


def newest_token(purpose: str) -> str:
    """What the newest link of this purpose carries."""
    with reading() as session:
        found = session.exec(
            select(OneTimeToken)
            .where(OneTimeToken.purpose == purpose, col(OneTimeToken.used_at).is_(None))
            .order_by(col(OneTimeToken.created_at).desc())
        ).first()
    assert found is not None
    return links.token(found.id, purpose)


def messages(event: str) -> list[OutboxMessage]:
    with reading() as session:
        return list(session.exec(select(OutboxMessage).where(OutboxMessage.event == event)))


def relation(coach: Person, client_id: UUID) -> CoachClient:
    with reading() as session:
        return people.relation(session, coach_id=coach.id, client_id=client_id)


def profile(email: str) -> Profile | None:
    with reading() as session:
        return people.by_email(session, email)
