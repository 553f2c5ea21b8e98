"""Packages as people see them: four numbers that add up, and the ledger behind them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from coachbook.errors import NotFound
from coachbook.models import (
    Booking,
    BookingHistory,
    Profile,
    SessionPackage,
    SessionPackageAdjustment,
)
from coachbook.models.columns import table_of
from coachbook.services.packages.allocation import Credit
from coachbook.services.people import Person, require_part, zone_of


@dataclass(frozen=True)
class TemplateView:
    id: UUID
    name: str
    total_sessions: int
    minutes: int
    valid_months: int | None


@dataclass(frozen=True)
class PackageView:
    """`available` can be booked, `booked` is ahead, `done` is spent, `lost` ran out.

    They add up to `size`: what was sold, with its corrections. `expires_on` is the coach's date.
    """

    id: UUID
    minutes: int
    total: int
    size: int
    available: int
    booked: int
    done: int
    lost: int
    expires_on: date | None
    is_expired: bool
    is_voided: bool
    notes: str
    created_at: datetime

    @property
    def label(self) -> str:
        return f"{self.total} sessions, {self.minutes} min"


@dataclass(frozen=True)
class LedgerLine:
    """One line that changed a balance; `balance_after` is that of its package."""

    package_id: UUID
    at: datetime
    change: int
    balance_after: int
    event: str
    reason: str
    actor_name: str
    starts_at: datetime | None


_package = table_of(SessionPackage)
_CREDITS = select_columns(
    _package.c.id,
    _package.c.session_duration_minutes,
    _package.c.remaining_sessions,
    _package.c.expires_at,
    _package.c.created_at,
).where(
    _package.c.coach_id == bindparam("coach_id"),
    _package.c.client_id == bindparam("client_id"),
    _package.c.remaining_sessions > 0,
)


def credits_of(
    session: Session, *, coach_id: UUID, client_id: UUID, zone: ZoneInfo, minutes: int | None = None
) -> list[Credit]:
    """The packages with something left, expired ones too: the session's date decides."""
    asked = {"coach_id": coach_id, "client_id": client_id}
    return [
        Credit(package_id, length, remaining, local_date(expires_at, zone), created_at)
        for package_id, length, remaining, expires_at, created_at in session.connection().execute(
            _CREDITS, asked
        )
        if minutes in (None, length)
    ]


def local_date(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None


def of_client(
    session: Session, *, by: Person, coach_id: UUID, client_id: UUID, now: datetime
) -> list[PackageView]:
    """A client's packages with one coach, usable ones first, then the newest."""
    require_part(session, by, coach_id=coach_id, client_id=client_id)
    zone = zone_of(session, coach_id)
    rows = session.exec(
        select(SessionPackage)
        .where(SessionPackage.coach_id == coach_id, SessionPackage.client_id == client_id)
        .order_by(col(SessionPackage.created_at).desc())
    ).all()
    counts = _counts(session, [row.id for row in rows])
    today = now.astimezone(zone).date()
    views = [_view(row, counts[row.id], zone, today) for row in rows]
    return sorted(views, key=lambda view: (view.available == 0, view.expires_on or date.max))


def _counts(session: Session, package_ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = session.exec(
        select(Booking.package_id, Booking.status, func.count())
        .where(col(Booking.package_id).in_(package_ids))
        .group_by(col(Booking.package_id), col(Booking.status))
    )
    for package_id, status, count in rows:
        if package_id:
            counts[package_id][status] = count
    return counts


def _view(row: SessionPackage, counts: dict[str, int], zone: ZoneInfo, today: date) -> PackageView:
    expires_on = local_date(row.expires_at, zone)
    is_expired = expires_on is not None and expires_on < today
    booked, done = counts["confirmed"], counts["completed"] + counts["no_show"]
    return PackageView(
        id=row.id,
        minutes=row.session_duration_minutes,
        total=row.total_sessions,
        size=row.remaining_sessions + booked + done,
        available=0 if is_expired else row.remaining_sessions,
        booked=booked,
        done=done,
        lost=row.remaining_sessions if is_expired else 0,
        expires_on=expires_on,
        is_expired=is_expired,
        is_voided=row.voided_at is not None,
        notes=row.notes,
        created_at=row.created_at,
    )


def ledger(session: Session, *, by: Person, package_id: UUID) -> list[LedgerLine]:
    """Everything that changed the balance, the newest first; for the coach and the client."""
    package = session.get(SessionPackage, package_id)
    if package is None:
        raise NotFound
    require_part(session, by, coach_id=package.coach_id, client_id=package.client_id)
    sold = LedgerLine(
        package_id, package.created_at, package.total_sessions, package.total_sessions,
        "assigned", package.notes if by.id == package.coach_id else "", "", None,
    )  # fmt: skip
    lines = [*_adjustments(session, package_id), *_booking_lines(session, package_id)]
    return [*sorted(lines, key=_newest_last, reverse=True), sold]


def _newest_last(line: LedgerLine) -> tuple[datetime, int]:
    """Lines of one instant count down: credits return before they are spent."""
    return line.at, -line.balance_after


def _adjustments(session: Session, package_id: UUID) -> list[LedgerLine]:
    rows = session.exec(
        select(SessionPackageAdjustment, Profile.name)
        .join(Profile, col(Profile.id) == col(SessionPackageAdjustment.adjusted_by_id))
        .where(SessionPackageAdjustment.package_id == package_id)
    )
    return [
        LedgerLine(
            package_id, row.created_at, row.adjustment, row.balance_after, "adjusted", row.reason,
            name, None,
        )
        for row, name in rows
    ]  # fmt: skip


def _booking_lines(session: Session, package_id: UUID) -> list[LedgerLine]:
    rows = session.exec(
        select(BookingHistory, Booking.starts_at, Profile.name)
        .join(Booking, col(Booking.id) == col(BookingHistory.booking_id))
        .outerjoin(Profile, col(Profile.id) == col(BookingHistory.actor_id))
        .where(BookingHistory.package_id == package_id, BookingHistory.credit_change != 0)
    )
    return [
        LedgerLine(
            package_id, row.created_at, row.credit_change, row.balance_after or 0, row.event, "",
            name or "", starts_at,
        )
        for row, starts_at, name in rows
    ]  # fmt: skip
