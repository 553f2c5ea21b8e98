"""How people come to a coach, and coaches to the deployment: by a link in an email.

The link lets nobody but somebody new in. Who has an account, or is known to anybody else, signs in
first; the coach who invites gets the same answer either way and learns of nobody else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.database import lock_coach
from coachbook.errors import (
    EmailTaken,
    Invalid,
    LinkExpired,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refusal,
)
from coachbook.models import CoachClient, OneTimeToken, Profile
from coachbook.notifications import addresses, outbox
from coachbook.services import changes, links, people, practices, rate_limits, sign_ins, turns
from coachbook.services.accounts import TooManyMessages, valid_email
from coachbook.services.google_calendar.wanting import want_of_client
from coachbook.services.people import Person, require_coach, valid_name
from coachbook.services.rate_limits import INVITATION_BY_COACH, INVITATION_BY_RECIPIENT

Step = Literal["choose_password", "sign_in", "accept", "other_person"]


class OtherPerson(Refusal):
    sentence = "This invitation is for somebody else. Sign out first, then open it again."


class AddressBounces(Refusal):
    sentence = (
        "Emails to this address come back, so the invitation would too. Open the client, choose "
        "“Send there again”, then invite them again."
    )


class SignInFirst(NotSignedIn):
    sentence = "You have a coachbook account already. Sign in first, then accept."


class AlreadyJoined(Refusal):
    sentence = "They have joined already. There is nothing to send."


@dataclass(frozen=True)
class Invited:
    """`is_restored`: they were in the archive and are back; who had joined gets no email."""

    client_id: UUID
    name: str
    is_restored: bool = False
    is_mailed: bool = True


@dataclass(frozen=True)
class InvitationView:
    inviter: str
    practice_name: str
    name: str
    email: str
    is_for_coach: bool
    step: Step


def invite(session: Session, *, by: Person, name: str, email: str, now: datetime) -> Invited:
    """Ask somebody to become this coach's client; refuses who is on the list already."""
    require_coach(by)
    name, email = valid_name(name), valid_email(email)
    if email == by.email:
        raise Invalid("This is your own address.", field="email")
    _count(session, by, email, now)
    profile = _profile_for(session, email, name, like=by, now=now)
    known = _relation(session, by.id, profile.id)
    if known is None:
        relation = CoachClient(coach_id=by.id, client_id=profile.id, name=name, invited_at=now)
        session.add(relation)
        session.flush()
        _send(session, relation, now)
        return Invited(profile.id, name)
    if known.status != "archived":
        raise EmailTaken(field="email")
    return _restore(session, known, now)


def _restore(session: Session, known: CoachClient, now: datetime) -> Invited:
    known.status = "active" if known.joined_at else "invited"
    known.archived_at = None
    session.add(known)
    if not known.joined_at:
        _send(session, known, now)
    changes.touch(session, known.coach_id, now)
    is_mailed = known.joined_at is None
    return Invited(known.client_id, known.name, is_restored=True, is_mailed=is_mailed)


def invite_again(session: Session, client_id: UUID, *, by: Person, now: datetime) -> None:
    """A new link; the one before stops working."""
    relation = people.relation(session, coach_id=by.id, client_id=client_id)
    if relation.status != "invited":
        raise AlreadyJoined
    profile = _get(session, client_id)
    if addresses.why_blocked(session, profile.email):
        raise AddressBounces
    _count(session, by, profile.email, now)
    _send(session, relation, now)


def invite_coach(
    session: Session, *, by: Person, name: str, email: str, now: datetime
) -> OneTimeToken:
    """The owner asks somebody to open a practice of their own on this deployment."""
    if not by.is_owner:
        raise NotAllowed
    name, email = valid_name(name), valid_email(email)
    _count(session, by, email, now)
    profile = _profile_for(session, email, name, like=by, now=now)
    if profile.is_coach:
        raise EmailTaken("They have a practice here already.", field="email")
    issued = links.issue(session, "invitation", profile.id, now=now)
    _queue(session, issued, coach_id=by.id, name=name, now=now)
    return issued


def read(session: Session, token: str, *, by: Person | None, now: datetime) -> InvitationView:
    """What the invitation's page shows. Changes nothing."""
    issued = links.look(session, token, "invitation", now=now)
    profile = _get(session, issued.profile_id)
    relation = _open_relation(session, issued)
    inviter_id = relation.coach_id if relation else practices.owner_id(session)
    return InvitationView(
        inviter=_get(session, inviter_id).name,
        practice_name=people.settings_of(session, inviter_id).practice_name,
        name=relation.name if relation else profile.name,
        email=profile.email,
        is_for_coach=relation is None,
        step=_step(session, issued, profile, by),
    )


def join(
    session: Session,
    token: str,
    *,
    name: str,
    password_hash: str,
    time_zone: str | None = None,
    user_agent: str,
    now: datetime,
) -> str:
    """Somebody new accepts: their name, their password; returns the cookie's value."""
    issued = links.open(session, token, "invitation", now=now)
    profile = _get(session, issued.profile_id)
    if not _is_new(session, issued, profile):
        raise SignInFirst
    relation = _open_relation(session, issued)
    profile.name = valid_name(name)
    profile.password_hash = password_hash
    profile.time_zone = people.valid_zone(time_zone) if time_zone else profile.time_zone
    if relation:
        relation.name = profile.name
        session.flush()
        want_of_client(session, profile.id, now)
    _admit(session, profile, relation, now)
    return sign_ins.start(session, profile.id, user_agent=user_agent, now=now)


def accept(session: Session, token: str, *, by: Person | None, now: datetime) -> None:
    """Somebody who is signed in accepts."""
    if by is None:
        raise SignInFirst
    issued = links.look(session, token, "invitation", now=now)
    if issued.profile_id != by.id:
        raise OtherPerson
    relation = _open_relation(session, links.open(session, token, "invitation", now=now))
    _admit(session, _get(session, by.id), relation, now)


def _admit(session: Session, profile: Profile, relation: CoachClient | None, now: datetime) -> None:
    session.add(profile)
    if relation is None:
        practices.open_practice(session, profile, name=profile.name, now=now)
        return
    lock_coach(session, relation.coach_id, client_id=relation.client_id)
    session.refresh(relation, ["status"])
    if relation.status == "archived":
        raise LinkExpired
    relation.status, relation.joined_at = "active", now
    session.add(relation)
    changes.touch(session, relation.coach_id, now)


def _step(session: Session, issued: OneTimeToken, profile: Profile, by: Person | None) -> Step:
    if by is not None:
        return "accept" if by.id == profile.id else "other_person"
    return "choose_password" if _is_new(session, issued, profile) else "sign_in"


def _is_new(session: Session, issued: OneTimeToken, profile: Profile) -> bool:
    """Nobody else knows them: else one coach's link would open what they have with another."""
    if profile.password_hash or profile.is_coach:
        return False
    others = select(CoachClient.id).where(CoachClient.client_id == profile.id)
    if issued.relation_id:
        others = others.where(CoachClient.id != issued.relation_id)
    return session.exec(others.limit(1)).first() is None


def _open_relation(session: Session, issued: OneTimeToken) -> CoachClient | None:
    """The relation that the invitation is about, if it is about one; archived ones ended it."""
    if issued.relation_id is None:
        return None
    relation = session.get(CoachClient, issued.relation_id)
    if relation is None or relation.status == "archived":
        raise LinkExpired
    return relation


def _count(session: Session, by: Person, email: str, now: datetime) -> None:
    rate_limits.take(
        session,
        [(INVITATION_BY_COACH, str(by.id)), (INVITATION_BY_RECIPIENT, f"{by.id}:{email}")],
        refusal=TooManyMessages,
        now=now,
    )


def _profile_for(
    session: Session, email: str, name: str, *, like: Person, now: datetime
) -> Profile:
    turns.take(session, "profile", email)
    profile = people.by_email(session, email)
    if profile is None:
        profile = Profile(
            email=email, name=name, time_zone=like.time_zone, locale=like.locale, created_at=now
        )
        session.add(profile)
        session.flush()
    return profile


def _relation(session: Session, coach_id: UUID, client_id: UUID) -> CoachClient | None:
    return session.exec(
        select(CoachClient).where(
            col(CoachClient.coach_id) == coach_id, col(CoachClient.client_id) == client_id
        )
    ).first()


def _send(session: Session, relation: CoachClient, now: datetime) -> None:
    issued = links.issue(
        session, "invitation", relation.client_id, relation_id=relation.id, now=now
    )
    _queue(session, issued, coach_id=relation.coach_id, name=relation.name, now=now)


def _queue(
    session: Session, issued: OneTimeToken, *, coach_id: UUID, name: str, now: datetime
) -> None:
    outbox.queue(
        session,
        "invitation",
        recipient_id=issued.profile_id,
        coach_id=coach_id,
        subject_id=issued.id,
        payload={"name": name},
        due_at=now,
        created_at=now,
    )


def _get(session: Session, profile_id: UUID) -> Profile:
    found = session.get(Profile, profile_id)
    if found is None:
        raise NotFound
    return found
