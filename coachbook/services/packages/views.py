"""Packages as people see them: four numbers that add up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from coachbook.errors import NotFound
from coachbook.models import Booking, SessionPackage, SessionPackageAdjustment
from coachbook.models.columns import table_of
from coachbook.services.packages.allocation import Credit
from coachbook.services.people import Person, require_part, zone_of


@dataclass(frozen=True)
class PackageView:
    """`available` can be booked, `booked` is ahead, `done` is spent, `lost` ran out or was voided.

    They add up to `size`: what was sold, with its corrections. `expires_on` is the coach's date.
    The coach's note and price are empty for the client. `version` counts the coach's changes.
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
    version: int = 1
    price_cents: int | None = None
    currency: str = ""

    @property
    def label(self) -> str:
        return label_of(self.total, self.minutes)


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


def label_of(total: int, minutes: int) -> str:
    """ "12 sessions, 60 min"."""
    return f"{total} session{'' if total == 1 else 's'}, {minutes} min"


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
    found = views(session, rows, by=by, zone=zone, today=now.astimezone(zone).date())
    return sorted(found, key=lambda view: (view.available == 0, view.expires_on or date.max))


def one(session: Session, package_id: UUID, *, by: Person, now: datetime) -> PackageView:
    """A package that the caller sold."""
    row = session.get(SessionPackage, package_id, populate_existing=True)
    if row is None or row.coach_id != by.id:
        raise NotFound
    return views(session, [row], by=by, zone=by.zone, today=now.astimezone(by.zone).date())[0]


def views(
    session: Session, rows: Sequence[SessionPackage], *, by: Person, zone: ZoneInfo, today: date
) -> list[PackageView]:
    """Two queries for any number of packages; `zone` and `today` are the coach's."""
    ids = [row.id for row in rows]
    counts, voided = _counts(session, ids), _voided(session, ids)
    return [
        _view(row, counts[row.id], voided.get(row.id, 0), zone, today, is_own=by.id == row.coach_id)
        for row in rows
    ]


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


def _voided(session: Session, package_ids: list[UUID]) -> dict[UUID, int]:
    """How many credits each voided package lost."""
    rows = session.exec(
        select(SessionPackageAdjustment.package_id, -func.sum(SessionPackageAdjustment.adjustment))
        .where(
            col(SessionPackageAdjustment.package_id).in_(package_ids),
            SessionPackageAdjustment.kind == "void",
        )
        .group_by(col(SessionPackageAdjustment.package_id))
    )
    return {package_id: int(lost) for package_id, lost in rows}


def _view(
    row: SessionPackage,
    counts: dict[str, int],
    voided: int,
    zone: ZoneInfo,
    today: date,
    *,
    is_own: bool,
) -> PackageView:
    expires_on = local_date(row.expires_at, zone)
    is_expired = expires_on is not None and expires_on < today
    booked, done = counts["confirmed"], counts["completed"] + counts["no_show"]
    return PackageView(
        id=row.id,
        minutes=row.session_duration_minutes,
        total=row.total_sessions,
        size=row.remaining_sessions + booked + done + voided,
        available=0 if is_expired else row.remaining_sessions,
        booked=booked,
        done=done,
        lost=voided + (row.remaining_sessions if is_expired else 0),
        expires_on=expires_on,
        is_expired=is_expired,
        is_voided=row.voided_at is not None,
        notes=row.notes if is_own else "",
        created_at=row.created_at,
        version=row.version,
        price_cents=row.price_cents if is_own else None,
        currency=row.currency if is_own else "",
    )
