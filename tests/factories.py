"""Small builders for what people have: hours, packages, bookings. Times are written as in words."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook.availability import Kind
from coachbook.models import AvailabilityOverride, AvailabilityTemplate, SessionPackage
from coachbook.services import bookings, overrides
from coachbook.services.bookings import BookingView
from coachbook.services.overrides import Difference, SavedDifference
from coachbook.services.packages.selling import end_of
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW
from tests.people import JOINED

NEW_YORK = "America/New_York"
WORKDAYS = range(1, 6)


def at(words: str, zone: str = NEW_YORK) -> datetime:
    """The instant of a wall time: at("2026-11-18 09:00")."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def hours(
    session: Session,
    coach: Person,
    *,
    days: Iterable[int] = WORKDAYS,
    start: str = "09:00",
    end: str = "17:00",
    capacity: int = 2,
    kind: Kind = "session",
) -> None:
    """The same weekly hours on each of these days; 0 is Sunday."""
    for day in days:
        session.add(
            AvailabilityTemplate(
                coach_id=coach.id,
                availability_type=kind,
                day_of_week=day,
                start_time=time.fromisoformat(start),
                end_time=time.fromisoformat(end),
                max_concurrent_clients=capacity,
            )
        )
    session.flush()


def blackout(session: Session, coach: Person, on: str, *, kind: Kind = "session") -> None:
    """A whole day off."""
    session.add(
        AvailabilityOverride(
            coach_id=coach.id,
            availability_type=kind,
            date=date.fromisoformat(on),
            is_blocked=True,
            created_at=NOW,
        )
    )
    session.flush()


def package(
    session: Session,
    coach: Person,
    client: Person,
    *,
    total: int = 12,
    minutes: int = 60,
    expires_on: str | None = None,
    age_days: int = 30,
) -> UUID:
    """A package with all its sessions left; `age_days` is how long ago it was sold."""
    last_day = date.fromisoformat(expires_on) if expires_on else None
    sold = SessionPackage(
        client_id=client.id,
        coach_id=coach.id,
        total_sessions=total,
        remaining_sessions=total,
        session_duration_minutes=minutes,
        expires_at=end_of(last_day, coach.zone) if last_day else None,
        created_at=max(JOINED, NOW - timedelta(days=age_days)),
    )
    session.add(sold)
    session.flush()
    return sold.id


def remaining(session: Session, package_id: UUID) -> int:
    found = session.get(SessionPackage, package_id, populate_existing=True)
    assert found is not None
    return found.remaining_sessions


def request_id() -> str:
    return uuid4().hex


def booked(
    session: Session,
    coach: Person,
    client: Person,
    *starts: datetime,
    minutes: int = 60,
    kind: Kind = "session",
    now: datetime = NOW,
) -> list[BookingView]:
    """Bookings that the coach made, past every rule about time."""
    outcome = bookings.book(
        session,
        by=coach,
        coach_id=coach.id,
        client_id=client.id,
        kind=kind,
        minutes=minutes,
        starts=starts,
        request_id=request_id(),
        now=now,
        confirmed=True,
    )
    assert outcome.is_booked, outcome.verdicts
    return list(outcome.bookings)


def fill(session: Session, coach: Person, *starts: datetime, minutes: int = 60) -> None:
    """Somebody else takes one place at each of these times."""
    somebody = people.client(session, coach, "Sam Other")
    package(session, coach, somebody, minutes=minutes, total=max(len(starts), 1))
    booked(session, coach, somebody, *starts, minutes=minutes)


def block(
    session: Session,
    *,
    by: Person,
    on: date,
    start: time | None,
    end: time | None,
    kinds: Collection[Kind],
    now: datetime,
    note: str = "",
    last_on: date | None = None,
) -> list[SavedDifference]:
    """A date closed, or part of it, or whole days up to `last_on`."""
    blocked = Difference("session", on, is_blocked=True, start=start, end=end, note=note)
    days = overrides.repeated(blocked, kinds=kinds, last_on=last_on)
    return overrides.add(session, by=by, what=days, now=now)
