"""What a client sees of their past: sessions held, packages with their ledgers. Never notes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from coachbook.models import Booking, SessionPackage
from coachbook.services import client_booking
from coachbook.services.bookings import BookingView
from coachbook.services.bookings.views import query, views
from coachbook.services.client_booking import Coach
from coachbook.services.packages import LedgerLine, PackageView
from coachbook.services.packages.ledgers import ledgers
from coachbook.services.packages.views import views as package_views
from coachbook.services.people import Person

PAGE_SIZE = 10


@dataclass(frozen=True)
class HeldPackage:
    """A package with what happened to it, the newest first; `today` is the coach's."""

    coach: Coach
    package: PackageView
    lines: tuple[LedgerLine, ...]
    today: date


@dataclass(frozen=True)
class PastPage:
    """Appointments that are over or cancelled, the newest first. Pages from 0.

    `today` is the reader's.
    """

    rows: tuple[BookingView, ...]
    page: int
    pages: int
    of: int
    today: date


def held_packages(session: Session, *, by: Person, now: datetime) -> list[HeldPackage]:
    """The caller's packages with every coach that takes them, usable ones first."""
    held: list[HeldPackage] = []
    for coach in client_booking.coaches(session, by=by):
        rows = session.exec(
            select(SessionPackage)
            .where(SessionPackage.coach_id == coach.id, SessionPackage.client_id == by.id)
            .order_by(col(SessionPackage.created_at).desc())
        ).all()
        lines, today = ledgers(session, rows, by=by), now.astimezone(coach.zone).date()
        held.extend(
            HeldPackage(coach, view, tuple(lines[view.id]), today)
            for view in package_views(session, rows, by=by, zone=coach.zone, today=today)
        )
    return sorted(held, key=lambda one: one.package.available == 0)


def past(session: Session, *, by: Person, now: datetime, page: int = 0) -> PastPage:
    """One page of what is over, with the coaches that take the caller."""
    coach_ids = [coach.id for coach in client_booking.coaches(session, by=by)]
    is_past = _past(by, coach_ids, now)
    of = session.exec(select(func.count()).select_from(Booking).where(*is_past)).one()
    pages = max(1, -(-of // PAGE_SIZE))
    page = min(max(page, 0), pages - 1)
    rows = (
        query()
        .where(*is_past)
        .order_by(col(Booking.starts_at).desc(), col(Booking.id))
        .offset(page * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    today = now.astimezone(by.zone).date()
    return PastPage(tuple(views(session, rows, now)), page, pages, of, today)


def _past(by: Person, coach_ids: list[UUID], now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Moves in between are left out."""
    return (
        col(Booking.client_id) == by.id,
        col(Booking.coach_id).in_(coach_ids),
        or_(col(Booking.ends_at) <= now, col(Booking.status) != "confirmed"),
        or_(col(Booking.cancelled_by).is_(None), col(Booking.cancelled_by) != "reschedule"),
    )
