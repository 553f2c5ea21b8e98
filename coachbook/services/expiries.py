"""How long packages run: one changed, or all of them extended. Bookings made stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, or_, update
from sqlmodel import Session, col, select

from coachbook.availability import months_after
from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid
from coachbook.models import Booking, CoachClient, PackageHistory, SessionPackage
from coachbook.models.columns import table_of
from coachbook.services.bookings import BookingView
from coachbook.services.bookings.views import by_ids
from coachbook.services.changes import touch
from coachbook.services.packages.checks import (
    MOST_MONTHS,
    changeable,
    check_expiry,
    check_version,
    cleaned,
)
from coachbook.services.packages.selling import end_of
from coachbook.services.packages.views import label_of, local_date
from coachbook.services.people import Person, require_coach

MOST_DAYS = 365


@dataclass(frozen=True)
class ExpiryPreview:
    """What another end would mean. `after_end` are sessions booked after it: they stay booked."""

    was_on: date | None
    will_be_on: date | None
    left: int
    after_end: tuple[BookingView, ...]

    @property
    def is_shorter(self) -> bool:
        return self.will_be_on is not None and (
            self.was_on is None or self.will_be_on < self.was_on
        )


@dataclass(frozen=True)
class Extended:
    """One package that runs longer."""

    package_id: UUID
    client_id: UUID
    client_name: str
    label: str
    left: int
    was_on: date
    will_be_on: date


@dataclass(frozen=True)
class Extension:
    """All of them, by client. `mark` changes with any of these packages."""

    packages: tuple[Extended, ...]
    mark: str

    @property
    def clients(self) -> int:
        return len({one.client_id for one in self.packages})


def later(on: date, *, days: int = 0, months: int = 0) -> date:
    """So many days or months later; 30 November and 3 months is 28 February."""
    if days and not 1 <= days <= MOST_DAYS:
        raise Invalid(f"Extend by 1 to {MOST_DAYS} days.", field="days")
    if months and not 1 <= months <= MOST_MONTHS:
        raise Invalid(f"Extend by 1 to {MOST_MONTHS} months.", field="months")
    return months_after(on, months) + timedelta(days=days)


def preview_expiry(
    session: Session, package_id: UUID, *, by: Person, expires_on: date | None, now: datetime
) -> ExpiryPreview:
    """What `change_expiry` would do; refuses what it would refuse."""
    require_coach(by)
    package = changeable(session, package_id, by)
    _check_end(expires_on, by, now)
    after_end: tuple[BookingView, ...] = ()
    if expires_on:
        after_end = booked_with(session, package_id, now=now, after=end_of(expires_on, by.zone))
    was_on = local_date(package.expires_at, by.zone)
    return ExpiryPreview(was_on, expires_on, package.remaining_sessions, after_end)


def change_expiry(
    session: Session,
    package_id: UUID,
    *,
    by: Person,
    expires_on: date | None,
    reason: str,
    version: int,
    now: datetime,
) -> SessionPackage:
    """Let a package run until another day (the coach's, included), or without an end.

    Sessions already booked after it stay booked. `version` is the one that the page showed.
    """
    require_coach(by)
    lock_coach(session, by.id)
    package = changeable(session, package_id, by)
    check_version(package, version, by.zone)
    _check_end(expires_on, by, now)
    was_on = local_date(package.expires_at, by.zone)
    if expires_on == was_on:
        raise Invalid("That is the day it runs until now. Pick another one.", field="expires_on")
    package.expires_at = end_of(expires_on, by.zone) if expires_on else None
    package.version += 1
    session.add(package)
    why = cleaned(reason, "reason")
    session.add(PackageHistory(**_line(package.id, was_on, expires_on, why, by, now)))
    session.flush()
    touch(session, by.id, now)
    return package


def preview_extension(session: Session, *, by: Person, days: int, now: datetime) -> Extension:
    """What `extend_all` would do. Two queries."""
    require_coach(by)
    rows = _running(session, by, now)
    extended = tuple(
        Extended(
            package.id,
            package.client_id,
            name,
            label_of(package.total_sessions, package.session_duration_minutes),
            package.remaining_sessions,
            was_on := _last_day(package, by),
            later(was_on, days=days or MOST_DAYS + 1),
        )
        for package, name in rows
    )
    return Extension(extended, _mark([package for package, _ in rows]))


def extend_all(
    session: Session, *, by: Person, days: int, reason: str, now: datetime, mark: str | None = None
) -> int:
    """Every running package with an end runs `days` longer; how many there were.

    `mark` is that of the preview: with it, a second click finds everything extended already.
    """
    require_coach(by)
    lock_coach(session, by.id)
    packages = [package for package, _ in _running(session, by, now)]
    if mark is not None and mark != _mark(packages):
        raise AlreadyChanged("Some packages changed meanwhile. Look at the list once more.")
    why = cleaned(reason, "reason")
    changes, lines = [], []
    for package in packages:
        was_on = _last_day(package, by)
        will_be_on = later(was_on, days=days or MOST_DAYS + 1)
        changes.append({
            "id": package.id,
            "expires_at": end_of(will_be_on, by.zone),
            "version": package.version + 1,
        })  # fmt: skip
        lines.append(_line(package.id, was_on, will_be_on, why, by, now))
    _write(session, changes, lines)
    touch(session, by.id, now)
    return len(changes)


def booked_with(
    session: Session, package_id: UUID, *, now: datetime, after: datetime | None = None
) -> tuple[BookingView, ...]:
    """Its sessions that are still ahead, by start; only those after an instant, if given."""
    ahead = select(Booking.id).where(
        Booking.package_id == package_id,
        Booking.status == "confirmed",
        Booking.starts_at > max(now, after or now),
    )
    return by_ids(session, list(session.exec(ahead)), now)


def _check_end(expires_on: date | None, by: Person, now: datetime) -> None:
    check_expiry(expires_on, now.astimezone(by.zone).date())


def _running(session: Session, by: Person, now: datetime) -> Sequence[tuple[SessionPackage, str]]:
    """Not voided, not expired, with something left or booked; of clients not archived."""
    ahead = select(Booking.package_id).where(
        Booking.coach_id == by.id,
        Booking.status == "confirmed",
        Booking.starts_at > now,
        col(Booking.package_id).is_not(None),
    )
    today = now.astimezone(by.zone).date()
    rows = session.exec(
        select(SessionPackage, CoachClient.name)
        .join(
            CoachClient,
            (col(CoachClient.coach_id) == col(SessionPackage.coach_id))
            & (col(CoachClient.client_id) == col(SessionPackage.client_id)),
        )
        .where(
            SessionPackage.coach_id == by.id,
            CoachClient.status != "archived",
            col(SessionPackage.voided_at).is_(None),
            col(SessionPackage.expires_at) >= end_of(today, by.zone),
            or_(col(SessionPackage.remaining_sessions) > 0, col(SessionPackage.id).in_(ahead)),
        )
        .order_by(col(CoachClient.name), col(SessionPackage.expires_at), col(SessionPackage.id))
        .execution_options(populate_existing=True)
    )
    return rows.all()


def _last_day(package: SessionPackage, by: Person) -> date:
    found = local_date(package.expires_at, by.zone)
    assert found is not None  # those without an end were not asked for
    return found


def _mark(packages: Sequence[SessionPackage]) -> str:
    seen = sorted(f"{package.id} {package.version}" for package in packages)
    return sha256("\n".join(seen).encode()).hexdigest()[:32]


def _line(
    package_id: UUID, was_on: date | None, will_be_on: date | None, reason: str, by: Person,
    now: datetime,
) -> dict[str, Any]:  # fmt: skip
    details = {
        "from": was_on.isoformat() if was_on else None,
        "to": will_be_on.isoformat() if will_be_on else None,
    }
    return {
        "id": uuid4(), "package_id": package_id, "actor_id": by.id, "event": "expiry_changed",
        "reason": reason, "details": details, "created_at": now,
    }  # fmt: skip


def _write(session: Session, changes: list[dict[str, Any]], lines: list[dict[str, Any]]) -> None:
    if not changes:
        return
    session.execute(update(SessionPackage), changes)
    session.execute(insert(table_of(PackageHistory)), lines)
    session.flush()
