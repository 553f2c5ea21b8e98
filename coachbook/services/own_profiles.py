"""What a signed-in person sees and changes of themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.errors import NotFound
from coachbook.models import Profile
from coachbook.services import browsers, changes, email_changes, links, sign_ins
from coachbook.services.google_calendar.wanting import want_of_coach
from coachbook.services.people import Person, valid_name


@dataclass(frozen=True)
class Device:
    """A browser that is signed in."""

    id: UUID
    words: str
    is_phone: bool
    is_this: bool
    signed_in_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class OwnProfile:
    """`waiting_email` is a new address that isn't confirmed yet."""

    name: str
    email: str
    time_zone: str
    has_password: bool
    waiting_email: str
    devices: tuple[Device, ...]


def own_profile(session: Session, *, by: Person, now: datetime) -> OwnProfile:
    profile = _own(session, by)
    return OwnProfile(
        name=profile.name,
        email=profile.email,
        time_zone=profile.time_zone,
        has_password=profile.password_hash is not None,
        waiting_email=email_changes.waiting(session, by=by, now=now),
        devices=_devices(session, by, now),
    )


def rename(session: Session, *, by: Person, name: str, now: datetime) -> str:
    """The name that others read; a coach may call a client by another one."""
    profile = _own(session, by)
    profile.name = valid_name(name)
    session.add(profile)
    session.flush()
    if by.is_coach:
        want_of_coach(session, by.id, now)
        changes.touch(session, by.id, now)
    return profile.name


def sign_out_device(session: Session, session_id: UUID, *, by: Person) -> None:
    """It has to sign in again from its next event on."""
    if not sign_ins.end_one(session, by.id, session_id):
        raise NotFound("That device is signed out already.")


def sign_out_others(session: Session, *, by: Person, now: datetime) -> int:
    """Links that would sign in again end as well; how many devices were signed out."""
    links.revoke(session, "sign_in", by.id, now=now)
    return sign_ins.end_others(session, by.id, keeping=by.session_id)


def _devices(session: Session, by: Person, now: datetime) -> tuple[Device, ...]:
    found = (
        Device(
            id=one.id,
            words=browsers.browser_words(one.user_agent),
            is_phone=browsers.is_phone(one.user_agent),
            is_this=one.id == by.session_id,
            signed_in_at=one.created_at,
            last_seen_at=one.last_seen_at,
        )
        for one in sign_ins.living(session, by.id, now=now)
    )
    return tuple(sorted(found, key=lambda device: not device.is_this))


def _own(session: Session, by: Person) -> Profile:
    found = session.get(Profile, by.id, populate_existing=True)
    if found is None:
        raise NotFound
    return found
