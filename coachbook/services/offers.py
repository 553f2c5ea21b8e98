"""A package as it is offered to a client: its numbers and how long it runs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.availability import months_after
from coachbook.database import lock_coach
from coachbook.errors import Invalid
from coachbook.models import PackageTemplate, SessionPackage
from coachbook.services import packages
from coachbook.services.packages.checks import MOST_MONTHS
from coachbook.services.people import Person, require_coach, settings_of

USUAL_TEMPLATES = (
    ("12 sessions, 60 min, 3 months", 12, 60, 3),
    ("8 sessions, 60 min, 3 months", 8, 60, 3),
    ("20 sessions, 60 min, 6 months", 20, 60, 6),
)


@dataclass(frozen=True)
class Offer:
    """It runs until a date, for some months from the day it is given, or without an end."""

    total_sessions: int
    session_duration_minutes: int
    valid_months: int | None = None
    expires_on: date | None = None
    notes: str = ""
    price_cents: int | None = None


def give(
    session: Session,
    offer: Offer,
    *,
    by: Person,
    client_id: UUID,
    now: datetime,
    request_id: str | None = None,
) -> SessionPackage:
    """Sell it to a client of the caller's; the same `request_id` sells once."""
    return packages.assign(
        session,
        by=by,
        client_id=client_id,
        total_sessions=offer.total_sessions,
        session_duration_minutes=offer.session_duration_minutes,
        expires_on=_expires_on(offer, now.astimezone(by.zone).date()),
        notes=offer.notes,
        price_cents=offer.price_cents,
        request_id=request_id,
        now=now,
    )


def currency(session: Session, *, by: Person) -> str:
    """The three letters that the coach's prices are in."""
    require_coach(by)
    return settings_of(session, by.id).currency


def start_templates(session: Session, *, by: Person, now: datetime) -> int:
    """The usual ones for a coach who has none; how many were added."""
    require_coach(by)
    lock_coach(session, by.id)
    return add_usual_templates(session, by.id, now=now)


def add_usual_templates(session: Session, coach_id: UUID, *, now: datetime) -> int:
    """What a new practice starts with; nothing for one that has templates in use."""
    known = select(PackageTemplate.id).where(
        PackageTemplate.coach_id == coach_id, col(PackageTemplate.archived_at).is_(None)
    )
    if session.exec(known.limit(1)).first() is not None:
        return 0
    for order, (name, total, minutes, months) in enumerate(USUAL_TEMPLATES):
        session.add(
            PackageTemplate(
                coach_id=coach_id,
                name=name,
                total_sessions=total,
                session_duration_minutes=minutes,
                valid_months=months,
                sort_order=order,
                created_at=now,
            )
        )
    session.flush()
    return len(USUAL_TEMPLATES)


def _expires_on(offer: Offer, today: date) -> date | None:
    if offer.valid_months is None:
        return offer.expires_on
    if not 1 <= offer.valid_months <= MOST_MONTHS:
        raise Invalid(f"A package runs for 1 to {MOST_MONTHS} months.", field="runs")
    return months_after(today, offer.valid_months)
