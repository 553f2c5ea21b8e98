"""One client as their coach sees them. Foreign ids look absent."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import Booking, ClientBookingStats, CoachClient, Profile
from coachbook.services import checkins, packages
from coachbook.services.bookings import BookingView, views
from coachbook.services.changes import touch
from coachbook.services.google_calendar.wanting import want_of_client
from coachbook.services.packages import PackageView
from coachbook.services.people import (
    Person,
    relation,
    require_coach,
    settings_of,
    valid_name,
)

LONGEST_NOTES = 10_000
MOST_PAST = 200


@dataclass(frozen=True)
class Favourite:
    """A weekday, 0 is Sunday, and a start by the coach's clock."""

    weekday: int
    at: time


@dataclass(frozen=True)
class Standing:
    """As it was last counted from the bookings: counts of 90 days, flagged from `threshold` on."""

    streak_weeks: int = 0
    no_shows: int = 0
    cancellations: int = 0
    is_flagged: bool = False
    favourites: tuple[Favourite, ...] = ()
    threshold: int = 3


@dataclass(frozen=True)
class ClientProfile:
    """`upcoming` by start. `checkin_resets_on` is the first of next month when this month's is
    taken. Dates are the coach's.
    """

    id: UUID
    name: str
    email: str
    time_zone: str
    status: str
    invited_at: datetime
    joined_at: datetime | None
    archived_at: datetime | None
    notes: str
    packages: tuple[PackageView, ...]
    upcoming: tuple[BookingView, ...]
    standing: Standing
    checkin_resets_on: date | None
    today: date


@dataclass(frozen=True)
class Past:
    """The newest first; `has_more` says that there are older ones."""

    rows: tuple[BookingView, ...]
    has_more: bool


def profile(session: Session, client_id: UUID, *, by: Person, now: datetime) -> ClientProfile:
    known = _relation(session, client_id, by)
    person = session.get(Profile, client_id)
    if person is None:
        raise NotFound
    sold = packages.of_client(session, by=by, coach_id=by.id, client_id=client_id, now=now)
    return ClientProfile(
        id=client_id,
        name=known.name,
        email=person.email,
        time_zone=person.time_zone,
        status=known.status,
        invited_at=known.invited_at,
        joined_at=known.joined_at,
        archived_at=known.archived_at,
        notes=known.notes,
        packages=tuple(sold),
        upcoming=_upcoming(session, client_id, by, now),
        standing=_standing(session, client_id, by),
        checkin_resets_on=checkins.standing(
            session, coach_id=by.id, client_id=client_id, zone=by.zone, now=now
        ).resets_on,
        today=now.astimezone(by.zone).date(),
    )


def past(
    session: Session,
    client_id: UUID,
    *,
    by: Person,
    now: datetime,
    limit: int = 20,
    offset: int = 0,
) -> Past:
    """What is over or was cancelled; a booking that was moved stands at its last time only."""
    _relation(session, client_id, by)
    limit, offset = min(max(limit, 1), MOST_PAST), max(offset, 0)
    selected = (
        _booked(client_id, by)
        .where(
            or_(col(Booking.status) != "confirmed", col(Booking.ends_at) <= now),
            or_(col(Booking.cancelled_by).is_(None), col(Booking.cancelled_by) != "reschedule"),
        )
        .order_by(col(Booking.starts_at).desc(), col(Booking.id))
    )
    found = views.views(session, selected.limit(limit + 1).offset(offset), now)
    return Past(tuple(found[:limit]), len(found) > limit)


def keep_notes(
    session: Session, client_id: UUID, *, by: Person, notes: str, seen: str | None = None
) -> str:
    """The coach's own notes on a client. Refuses with AlreadyChanged when they aren't as `seen`."""
    require_coach(by)
    lock_coach(session, by.id)
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


def rename(session: Session, client_id: UUID, *, by: Person, name: str, now: datetime) -> str:
    """How this coach calls them; other coaches and their own account keep their name."""
    known = _relation(session, client_id, by)
    known.name = valid_name(name, field="client_name")
    session.add(known)
    session.flush()
    want_of_client(session, client_id, now, coach_id=by.id)
    touch(session, by.id, now)
    return known.name


def _relation(session: Session, client_id: UUID, by: Person) -> CoachClient:
    require_coach(by)
    return relation(session, coach_id=by.id, client_id=client_id)


def _booked(client_id: UUID, by: Person) -> Any:
    return views.query().where(col(Booking.coach_id) == by.id, col(Booking.client_id) == client_id)


def _upcoming(
    session: Session, client_id: UUID, by: Person, now: datetime
) -> tuple[BookingView, ...]:
    """Under way counts as well."""
    selected = (
        _booked(client_id, by)
        .where(col(Booking.status) == "confirmed", col(Booking.ends_at) > now)
        .order_by(col(Booking.starts_at))
    )
    return tuple(views.views(session, selected, now))


def _standing(session: Session, client_id: UUID, by: Person) -> Standing:
    counted = session.get(ClientBookingStats, (client_id, by.id))
    threshold = settings_of(session, by.id).flag_threshold
    if counted is None:
        return Standing(threshold=threshold)
    return Standing(
        counted.current_streak_weeks,
        counted.no_show_count_90d,
        counted.cancellation_count_90d,
        counted.is_flagged,
        tuple(
            Favourite(one["day"], time.fromisoformat(one["time"])) for one in counted.favorite_times
        ),
        threshold,
    )
