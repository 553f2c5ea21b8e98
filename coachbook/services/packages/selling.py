"""Assigning a package to a client; the coach's alone. One request sells once."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from coachbook.database import lock_coach
from coachbook.errors import NotFound, RequestReused
from coachbook.models import SessionPackage
from coachbook.services.changes import touch
from coachbook.services.packages.checks import (
    check_expiry,
    check_numbers,
    check_request_id,
    cleaned,
)
from coachbook.services.people import Person, relation, require_coach, settings_of, zone_of


def end_of(on: date, zone: ZoneInfo) -> datetime:
    """The last second of a local date, as an instant: how an expiry is stored."""
    midnight = datetime.combine(on + timedelta(days=1), time(), zone).astimezone(UTC)
    return midnight - timedelta(seconds=1)


def assign(
    session: Session,
    *,
    by: Person,
    client_id: UUID,
    total_sessions: int,
    session_duration_minutes: int,
    expires_on: date | None,
    now: datetime,
    notes: str = "",
    price_cents: int | None = None,
    request_id: str | None = None,
) -> SessionPackage:
    """Sell a package to a client of the caller's. `expires_on` is the coach's date, included.

    A second arrival of the same `request_id` sells nothing and gets the first one's package.
    """
    require_coach(by)
    check_request_id(request_id)
    lock_coach(session, by.id)
    if relation(session, coach_id=by.id, client_id=client_id).status == "archived":
        raise NotFound
    if sold := _sold_before(session, by, request_id, (client_id, total_sessions)):
        return sold
    check_numbers(total_sessions, session_duration_minutes, price_cents)
    package = SessionPackage(
        client_id=client_id,
        coach_id=by.id,
        total_sessions=total_sessions,
        remaining_sessions=total_sessions,
        session_duration_minutes=session_duration_minutes,
        expires_at=_end(session, by, expires_on, now),
        price_cents=price_cents,
        currency=_currency(session, by, price_cents),
        notes=cleaned(notes, "notes"),
        request_id=request_id,
        created_at=now,
    )
    session.add(package)
    session.flush()
    touch(session, by.id, now)
    return package


def _end(session: Session, by: Person, expires_on: date | None, now: datetime) -> datetime | None:
    zone = zone_of(session, by.id)
    check_expiry(expires_on, now.astimezone(zone).date())
    return end_of(expires_on, zone) if expires_on else None


def _currency(session: Session, by: Person, price_cents: int | None) -> str:
    """That of the coach, beside a price only."""
    return "" if price_cents is None else settings_of(session, by.id).currency


def _sold_before(
    session: Session, by: Person, request_id: str | None, asked: tuple[UUID, int]
) -> SessionPackage | None:
    if request_id is None:
        return None
    sold = session.exec(
        select(SessionPackage).where(
            SessionPackage.coach_id == by.id, SessionPackage.request_id == request_id
        )
    ).first()
    if sold is not None and (sold.client_id, sold.total_sessions) != asked:
        raise RequestReused
    return sold
