"""One client as their coach sees them: packages, bookings, notes. Foreign ids look absent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import ClientCheckinUsage, CoachClient, Profile
from coachbook.services import bookings, packages
from coachbook.services.bookings import BookingView
from coachbook.services.packages import PackageView
from coachbook.services.people import Person, relation, require_coach

LONGEST_NOTES = 10_000


@dataclass(frozen=True)
class ClientProfile:
    """`upcoming` by start; `past` is everything else, the newest first.

    `checkin_resets_on` is the first of next month when this month's is taken. Dates: the coach's.
    """

    id: UUID
    name: str
    email: str
    time_zone: str
    status: str
    invited_at: datetime
    joined_at: datetime | None
    notes: str
    packages: tuple[PackageView, ...]
    upcoming: tuple[BookingView, ...]
    past: tuple[BookingView, ...]
    checkin_resets_on: date | None
    today: date


def profile(session: Session, client_id: UUID, *, by: Person, now: datetime) -> ClientProfile:
    known = _relation(session, client_id, by)
    person = session.get(Profile, client_id)
    if person is None:
        raise NotFound
    booked = bookings.of_client(session, by=by, client_id=client_id, now=now)
    return ClientProfile(
        id=client_id,
        name=known.name,
        email=person.email,
        time_zone=person.time_zone,
        status=known.status,
        invited_at=known.invited_at,
        joined_at=known.joined_at,
        notes=known.notes,
        packages=tuple(
            packages.of_client(session, by=by, coach_id=by.id, client_id=client_id, now=now)
        ),
        upcoming=tuple(one for one in booked if _is_ahead(one)),
        past=tuple(one for one in reversed(booked) if not _is_ahead(one)),
        checkin_resets_on=_checkin_resets_on(session, client_id, by, now),
        today=now.astimezone(by.zone).date(),
    )


def keep_notes(
    session: Session, client_id: UUID, *, by: Person, notes: str, seen: str | None = None
) -> str:
    """The coach's own notes on a client. Refuses with AlreadyChanged when they aren't as `seen`."""
    known = _relation(session, client_id, by)
    cleaned = notes.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(cleaned) > LONGEST_NOTES:
        raise Invalid(f"Keep the notes under {LONGEST_NOTES:,} characters.", field="notes")
    if seen is not None and known.notes not in (seen, cleaned):
        raise AlreadyChanged
    known.notes = cleaned
    session.add(known)
    session.flush()
    return cleaned


def _relation(session: Session, client_id: UUID, by: Person) -> CoachClient:
    require_coach(by)
    return relation(session, coach_id=by.id, client_id=client_id)


def _is_ahead(one: BookingView) -> bool:
    return one.status == "confirmed" and not one.has_ended


def _checkin_resets_on(session: Session, client_id: UUID, by: Person, now: datetime) -> date | None:
    month = now.astimezone(by.zone).date().replace(day=1)
    usage = session.get(ClientCheckinUsage, (client_id, by.id, month))
    if usage is None or not usage.used:
        return None
    return (month + timedelta(days=31)).replace(day=1)
