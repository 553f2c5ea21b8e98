"""What a coach has sold, to whom and for how much: the purchase history over all clients."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachbook.models import CoachClient, SessionPackage
from coachbook.services.packages.views import label_of
from coachbook.services.people import Person, require_coach

PAGE_SIZE = 20


@dataclass(frozen=True)
class Sale:
    package_id: UUID
    client_id: UUID
    client_name: str
    label: str
    price_cents: int | None
    currency: str
    is_voided: bool
    sold_at: datetime


@dataclass(frozen=True)
class Sales:
    """Pages from 0; the newest first."""

    rows: tuple[Sale, ...]
    page: int
    pages: int
    of: int


def sales(session: Session, *, by: Person, page: int = 0) -> Sales:
    """One page of them, with two queries."""
    require_coach(by)
    counted = select(func.count()).where(SessionPackage.coach_id == by.id)
    of = session.exec(counted).one()
    pages = max(1, -(-of // PAGE_SIZE))
    page = min(max(page, 0), pages - 1)
    rows = session.exec(
        select(SessionPackage, CoachClient.name)
        .join(
            CoachClient,
            (col(CoachClient.coach_id) == col(SessionPackage.coach_id))
            & (col(CoachClient.client_id) == col(SessionPackage.client_id)),
        )
        .where(SessionPackage.coach_id == by.id)
        .order_by(col(SessionPackage.created_at).desc(), col(SessionPackage.id))
        .offset(page * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    return Sales(tuple(_sale(row, name) for row, name in rows), page, pages, of)


def _sale(row: SessionPackage, name: str) -> Sale:
    return Sale(
        package_id=row.id,
        client_id=row.client_id,
        client_name=name,
        label=label_of(row.total_sessions, row.session_duration_minutes),
        price_cents=row.price_cents,
        currency=row.currency,
        is_voided=row.voided_at is not None,
        sold_at=row.created_at,
    )
