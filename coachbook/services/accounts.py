"""Signing in by password or by an emailed link, and choosing a new password.

Answers are the same for somebody unknown. A password is judged between two transactions, since
hashing takes long: `begin_sign_in` counts the try, `finish_sign_in` forgets it if it was good.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlmodel import Session, select

from coachbook.errors import Invalid, NotFound, TooManyTries
from coachbook.models import OneTimeToken, Profile
from coachbook.notifications import outbox
from coachbook.services import links, people, rate_limits, sign_ins
from coachbook.services.people import Person
from coachbook.services.rate_limits import (
    LINK_BY_ADDRESS,
    MAIL_BY_ADDRESS,
    MAIL_BY_RECIPIENT,
    SIGN_IN_BY_ACCOUNT,
    SIGN_IN_BY_ADDRESS,
)

LONGEST_EMAIL = 254


class TooManyMessages(TooManyTries):
    sentence = (
        "We have sent several messages there already. Look for the newest one, "
        "also among the spam, or try again in 15 minutes."
    )


@dataclass(frozen=True)
class Candidate:
    """Who it might be; without a profile the password is judged all the same."""

    email: str
    profile_id: UUID | None
    password_hash: str | None
    tries: tuple[UUID, ...]


def valid_email(typed: str) -> str:
    """The address as it is stored."""
    try:
        found = validate_email(typed.strip()[: 2 * LONGEST_EMAIL], check_deliverability=False)
    except EmailNotValidError as problem:
        sentence = "Enter an email address, such as name@example.com."
        raise Invalid(sentence, field="email") from problem
    return found.normalized.lower()


def begin_sign_in(session: Session, *, email: str, address: str, now: datetime) -> Candidate:
    """Count a try for this account from this network address; refuses when there were too many."""
    email = _as_stored(email)
    tries = rate_limits.take(
        session,
        [(SIGN_IN_BY_ACCOUNT, email), (SIGN_IN_BY_ADDRESS, address)],
        refusal=TooManyTries,
        now=now,
    )
    profile = people.by_email(session, email)
    return Candidate(
        email=email,
        profile_id=profile.id if profile else None,
        password_hash=profile.password_hash if profile else None,
        tries=tuple(tries),
    )


def finish_sign_in(
    session: Session, candidate: Candidate, *, user_agent: str, now: datetime
) -> str:
    """After the password was right: the cookie's value."""
    if candidate.profile_id is None:
        raise NotFound
    rate_limits.give_back(session, candidate.tries)
    rate_limits.forget(session, SIGN_IN_BY_ACCOUNT, candidate.email)
    return sign_ins.start(session, candidate.profile_id, user_agent=user_agent, now=now)


def send_sign_in_link(session: Session, *, email: str, address: str, now: datetime) -> None:
    _send_link(session, "sign_in", "sign_in_link", email=email, address=address, now=now)


def send_password_link(session: Session, *, email: str, address: str, now: datetime) -> None:
    _send_link(session, "reset_password", "reset_password", email=email, address=address, now=now)


def _send_link(
    session: Session, purpose: str, event: str, *, email: str, address: str, now: datetime
) -> None:
    email = _as_stored(email)
    rate_limits.take(
        session,
        [(MAIL_BY_RECIPIENT, email), (MAIL_BY_ADDRESS, address)],
        refusal=TooManyMessages,
        now=now,
    )
    profile = people.by_email(session, email)
    somebody = profile or session.exec(select(Profile).limit(1)).first()
    if somebody is None:
        return
    with session.begin_nested() as step:
        queue_link(session, purpose, event, somebody.id, now=now)
        if profile is None:  # all the work was done, so that the time it took says nothing
            step.rollback()


def queue_link(
    session: Session, purpose: str, event: str, profile_id: UUID, *, now: datetime
) -> OneTimeToken:
    issued = links.issue(session, purpose, profile_id, now=now)
    outbox.queue(
        session,
        event,
        recipient_id=profile_id,
        coach_id=None,
        subject_id=issued.id,
        due_at=now,
        created_at=now,
    )
    return issued


def count_link(session: Session, *, address: str, now: datetime) -> None:
    """A try to open a link; a network address has only so many."""
    rate_limits.take(session, [(LINK_BY_ADDRESS, address)], refusal=TooManyTries, now=now)


def sign_in_by_link(session: Session, token: str, *, user_agent: str, now: datetime) -> str:
    profile = _profile(session, links.open(session, token, "sign_in", now=now).profile_id)
    rate_limits.forget(session, SIGN_IN_BY_ACCOUNT, profile.email)
    return sign_ins.start(session, profile.id, user_agent=user_agent, now=now)


def whose_password(session: Session, token: str, *, now: datetime) -> tuple[str, str]:
    """Name and email of whom a link lets choose a password: a password shouldn't repeat them."""
    profile = _profile(session, links.look(session, token, "reset_password", now=now).profile_id)
    return profile.name, profile.email


def reset_password(
    session: Session, token: str, *, password_hash: str, user_agent: str, now: datetime
) -> str:
    """The link has shown who it is: they are signed in here, and nowhere else any more."""
    profile = _profile(session, links.open(session, token, "reset_password", now=now).profile_id)
    profile.password_hash = password_hash
    session.add(profile)
    links.revoke_doors(session, profile.id, now=now)
    sign_ins.end_all(session, profile.id)
    rate_limits.forget(session, SIGN_IN_BY_ACCOUNT, profile.email)
    return sign_ins.start(session, profile.id, user_agent=user_agent, now=now)


def sign_out(session: Session, cookie_value: str) -> None:
    sign_ins.end(session, cookie_value)


def sign_out_everywhere(session: Session, *, by: Person, now: datetime) -> None:
    """Links that would sign in again, or change the address, end as well."""
    sign_ins.end_all(session, by.id)
    links.revoke_doors(session, by.id, now=now)


def _as_stored(typed: str) -> str:
    """What can't be an address stands for nobody, and takes as long as one that could."""
    try:
        return valid_email(typed)
    except Invalid:
        return typed.strip().lower()[:LONGEST_EMAIL]


def _profile(session: Session, profile_id: UUID) -> Profile:
    found = session.get(Profile, profile_id)
    if found is None:
        raise NotFound
    return found
