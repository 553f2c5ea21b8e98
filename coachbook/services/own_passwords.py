"""Proving by one's password who one is, while signed in, and choosing another password.

Hashing takes long: the try is counted in one transaction, judged outside, used in the next.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.errors import NotFound, Refusal, TooManyTries
from coachbook.models import Profile
from coachbook.services import links, passwords, rate_limits, sign_ins
from coachbook.services.people import Person
from coachbook.services.rate_limits import PASSWORD_BY_PERSON, SIGN_IN_BY_ACCOUNT


class WrongCurrentPassword(Refusal):
    sentence = "That isn't your password."
    field = "current_password"


@dataclass(frozen=True)
class Proof:
    """What a typed password is judged by; nothing is asked of whom has none yet."""

    profile_id: UUID
    password_hash: str | None
    tries: tuple[UUID, ...]

    def holds(self, typed: str) -> bool:
        return self.password_hash is None or passwords.is_right(typed, self.password_hash)


def begin_proof(session: Session, *, by: Person, now: datetime) -> Proof:
    """Count a try; refuses when there were too many."""
    tries = rate_limits.take(
        session, [(PASSWORD_BY_PERSON, str(by.id))], refusal=TooManyTries, now=now
    )
    return Proof(by.id, _profile(session, by.id).password_hash, tuple(tries))


def use_proof(session: Session, proof: Proof, *, by: Person) -> Profile:
    """The person's row; refused when the password was changed since."""
    profile = _profile(session, by.id)
    if by.id != proof.profile_id or profile.password_hash != proof.password_hash:
        raise WrongCurrentPassword
    rate_limits.give_back(session, proof.tries)
    return profile


def change_password(
    session: Session,
    proof: Proof,
    *,
    by: Person,
    password_hash: str,
    ends_others: bool,
    user_agent: str,
    now: datetime,
) -> str:
    """Returns this browser's new cookie; links that would let somebody in end as well."""
    profile = use_proof(session, proof, by=by)
    profile.password_hash = password_hash
    session.add(profile)
    links.revoke_doors(session, by.id, now=now)
    rate_limits.forget(session, SIGN_IN_BY_ACCOUNT, profile.email)
    if ends_others:
        sign_ins.end_all(session, by.id)
    elif by.session_id:
        sign_ins.end_one(session, by.id, by.session_id)
    return sign_ins.start(session, by.id, user_agent=user_agent, now=now)


def _profile(session: Session, profile_id: UUID) -> Profile:
    found = session.get(Profile, profile_id, populate_existing=True)
    if found is None:
        raise NotFound
    return found
