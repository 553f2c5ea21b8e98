"""The first coach of an empty database is its owner; more come where that is allowed."""

from datetime import datetime

from sqlmodel import Session, select

from coachbook.config import settings
from coachbook.errors import Refusal
from coachbook.models import Profile
from coachbook.services import accounts, people, practices, rate_limits, sign_ins, turns
from coachbook.services.accounts import TooManyMessages, valid_email
from coachbook.services.rate_limits import MAIL_BY_ADDRESS, MAIL_BY_RECIPIENT


class AlreadySetUp(Refusal):
    sentence = "This coachbook is set up already. Sign in, or ask its owner to invite you."


def is_empty(session: Session) -> bool:
    return session.exec(select(Profile.id).limit(1)).first() is None


def is_open(session: Session) -> bool:
    """Whether a practice can be opened without an invitation."""
    return settings().open_sign_up or is_empty(session)


def wait_turn(session: Session) -> None:
    """Of two who set up at once, the second finds a database that isn't empty."""
    turns.take(session, "set_up")


def open_first_practice(
    session: Session,
    *,
    name: str,
    email: str,
    password_hash: str,
    practice_name: str,
    time_zone: str,
    user_agent: str,
    now: datetime,
) -> str:
    """The owner's practice; returns the cookie's value."""
    wait_turn(session)
    if not is_empty(session):
        raise AlreadySetUp
    profile = _profile(name, email, time_zone, now)
    profile.is_owner, profile.password_hash = True, password_hash
    practices.open_practice(session, profile, name=_practice_name(practice_name), now=now)
    return sign_ins.start(session, profile.id, user_agent=user_agent, now=now)


def ask_for_practice(
    session: Session,
    *,
    name: str,
    email: str,
    practice_name: str,
    time_zone: str,
    address: str,
    now: datetime,
) -> None:
    """Open sign-up: the address gets a link to choose a password, whether it was known or not.

    Nothing of somebody known is changed, and nobody is signed in before they opened the link.
    """
    if not settings().open_sign_up:
        raise AlreadySetUp
    email = valid_email(email)
    profile = _profile(name, email, time_zone, now)
    practice_name = _practice_name(practice_name)
    rate_limits.take(
        session,
        [(MAIL_BY_RECIPIENT, email), (MAIL_BY_ADDRESS, address)],
        refusal=TooManyMessages,
        now=now,
    )
    turns.take(session, "profile", email)
    known = people.by_email(session, email)
    if known is None:
        practices.open_practice(session, profile, name=practice_name, now=now)
    accounts.queue_link(session, "reset_password", "reset_password", (known or profile).id, now=now)


def _profile(name: str, email: str, time_zone: str, now: datetime) -> Profile:
    return Profile(
        email=valid_email(email),
        name=people.valid_name(name),
        time_zone=people.valid_zone(time_zone),
        created_at=now,
    )


def _practice_name(typed: str) -> str:
    return people.valid_name(typed, field="practice_name")
