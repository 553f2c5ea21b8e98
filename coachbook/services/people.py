"""Who is asking. Every service takes a person and decides for itself what they may do."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import bindparam
from sqlmodel import Session, select

from coachbook.errors import Invalid, NoLongerClient, NotAllowed, NotFound
from coachbook.models import CoachClient, CoachSettings, Profile
from coachbook.models.columns import table_of

NOWHERE = frozenset(("Factory", "localtime"))  # the server's own; a browser fails at them

_relation = table_of(CoachClient)
_STATUS = select(_relation.c.status).where(
    _relation.c.coach_id == bindparam("coach_id"), _relation.c.client_id == bindparam("client_id")
)


@dataclass(frozen=True)
class Person:
    """A signed-in person. `is_client` says that at least one coach takes them as a client."""

    id: UUID
    name: str
    email: str
    time_zone: str
    locale: str
    is_coach: bool
    is_owner: bool
    is_client: bool
    session_id: UUID | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def person(session: Session, profile: Profile, *, session_id: UUID | None = None) -> Person:
    has_coach = select(CoachClient.id).where(
        CoachClient.client_id == profile.id, CoachClient.status != "archived"
    )
    return Person(
        id=profile.id,
        name=profile.name,
        email=profile.email,
        time_zone=profile.time_zone,
        locale=profile.locale,
        is_coach=profile.is_coach,
        is_owner=profile.is_owner,
        is_client=session.exec(has_coach.limit(1)).first() is not None,
        session_id=session_id,
    )


def by_email(session: Session, email: str) -> Profile | None:
    return session.exec(select(Profile).where(Profile.email == email.strip().lower())).first()


def settings_of(session: Session, coach_id: UUID) -> CoachSettings:
    found = session.get(CoachSettings, coach_id)
    if found is None:
        raise NotFound
    return found


def zone_of(session: Session, profile_id: UUID) -> ZoneInfo:
    found = session.get(Profile, profile_id)
    if found is None:
        raise NotFound
    return ZoneInfo(found.time_zone)


def require_coach(by: Person) -> None:
    if not by.is_coach:
        raise NotAllowed


def require_owner(by: Person) -> None:
    """Whoever runs this coachbook: the first coach."""
    if not by.is_owner:
        raise NotAllowed


def relation(session: Session, *, coach_id: UUID, client_id: UUID) -> CoachClient:
    """The relation between the two, archived or not; refuses as absent where there is none."""
    found = session.exec(
        select(CoachClient).where(
            CoachClient.coach_id == coach_id, CoachClient.client_id == client_id
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def require_part(session: Session, by: Person, *, coach_id: UUID, client_id: UUID) -> str:
    """The caller is this coach, or this client of that coach; else it looks absent.

    Gives the relation's status.
    """
    if by.id not in (coach_id, client_id):
        raise NotFound
    asked = {"coach_id": coach_id, "client_id": client_id}
    status = session.connection().execute(_STATUS, asked).scalar_one_or_none()
    if status is None:
        raise NotFound
    if by.id == client_id and status == "archived":
        raise NoLongerClient
    return str(status)


@cache
def zone_names() -> frozenset[str]:
    """Every zone that browsers know too; finding them walks the disk, so they are kept."""
    return frozenset(available_timezones() - NOWHERE)


def valid_zone(name: str) -> str:
    if name not in zone_names():
        raise Invalid("Pick a time zone from the list.", field="time_zone")
    return name


def valid_name(name: str, *, field: str = "name", longest: int = 200) -> str:
    cleaned = " ".join(name.split())
    printable = "".join(letter for letter in cleaned if letter.isprintable() or letter == "\u200d")
    if not printable:
        raise Invalid("Enter a name.", field=field)
    if len(printable) > longest:
        raise Invalid(f"Keep it under {longest} characters.", field=field)
    return printable
