"""Another address to sign in with: asked for with the password, confirmed from the new mailbox.

Whoever asks gets the same answer whether the address has an account or not; its owner is told.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coachbook.errors import LinkExpired, NotFound, Refusal
from coachbook.models import OneTimeToken, Profile
from coachbook.notifications import outbox
from coachbook.notifications.wording import masked
from coachbook.services import links, people, rate_limits, turns
from coachbook.services.accounts import TooManyMessages, valid_email
from coachbook.services.google_calendar.wanting import want_of_client
from coachbook.services.own_passwords import Proof, use_proof
from coachbook.services.people import Person
from coachbook.services.rate_limits import EMAIL_BY_PERSON, MAIL_BY_RECIPIENT

PURPOSE = "change_email"


class WrongPasswordForEmail(Refusal):
    sentence = "That isn't your password."
    field = "email_password"


class SameEmail(Refusal):
    sentence = "This is your address already."
    field = "email"


@dataclass(frozen=True)
class EmailChange:
    """What a link would change, as its page shows it. The present address only in part."""

    name: str
    present: str
    wanted: str


def ask(session: Session, proof: Proof, *, by: Person, email: str, now: datetime) -> None:
    """Send a link to the new address. Nothing changes before it is used."""
    use_proof(session, proof, by=by)
    email = valid_email(email)
    if email == by.email:
        raise SameEmail
    rate_limits.take(
        session,
        [(EMAIL_BY_PERSON, str(by.id)), (MAIL_BY_RECIPIENT, email)],
        refusal=TooManyMessages,
        now=now,
    )
    issued = links.issue(session, PURPOSE, by.id, new_email=email, now=now)
    _queue(session, PURPOSE, issued, address=email, now=now)


def waiting(session: Session, *, by: Person, now: datetime) -> str:
    """The address that waits to be confirmed, or nothing."""
    found = session.exec(
        select(OneTimeToken.new_email).where(
            OneTimeToken.purpose == PURPOSE,
            OneTimeToken.profile_id == by.id,
            col(OneTimeToken.used_at).is_(None),
            OneTimeToken.expires_at > now,
        )
    ).first()
    return found or ""


def forget(session: Session, *, by: Person, now: datetime) -> None:
    """Keep the present address; the link that was sent stops working."""
    links.revoke(session, PURPOSE, by.id, now=now)


def read(session: Session, token: str, *, now: datetime) -> EmailChange:
    """What the link's page shows. Changes nothing."""
    issued = links.look(session, token, PURPOSE, now=now)
    profile = _owner(session, issued)
    return EmailChange(profile.name, masked(profile.email), issued.new_email or "")


def carry_out(session: Session, token: str, *, now: datetime) -> None:
    """The link was used. Refused like a dead one when the address has an account by now."""
    issued = links.open(session, token, PURPOSE, now=now)
    email = issued.new_email or ""
    turns.take(session, "profile", email)
    if people.by_email(session, email) is not None:
        raise LinkExpired
    profile = _owner(session, issued)
    former, profile.email = profile.email, email
    session.add(profile)
    session.flush()
    links.revoke_doors(session, profile.id, now=now)
    want_of_client(session, profile.id, now)
    _queue(session, "email_changed", issued, address=former, now=now)


def _queue(
    session: Session, event: str, issued: OneTimeToken, *, address: str, now: datetime
) -> None:
    outbox.queue(
        session,
        event,
        recipient_id=issued.profile_id,
        coach_id=None,
        subject_id=issued.id,
        payload={"address": address},
        due_at=now,
        created_at=now,
    )


def _owner(session: Session, issued: OneTimeToken) -> Profile:
    found = session.get(Profile, issued.profile_id, populate_existing=True)
    if found is None:
        raise NotFound
    return found
