"""Voiding a package: the rest of its balance is taken off, with a reason. It is never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import PackageHistory, SessionPackage, SessionPackageAdjustment
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.services.changes import touch
from coachbook.services.expiries import booked_with
from coachbook.services.packages.checks import changeable, check_version, cleaned
from coachbook.services.people import Person, require_coach


@dataclass(frozen=True)
class VoidPreview:
    """What is taken off, and the sessions ahead that the package has paid for."""

    left: int
    booked: tuple[BookingView, ...]


def void_preview(session: Session, package_id: UUID, *, by: Person, now: datetime) -> VoidPreview:
    require_coach(by)
    package = changeable(session, package_id, by)
    return VoidPreview(package.remaining_sessions, booked_with(session, package_id, now=now))


def void(
    session: Session,
    package_id: UUID,
    *,
    by: Person,
    reason: str,
    version: int,
    now: datetime,
    cancel_booking_ids: Sequence[UUID] = (),
    seen_booking_ids: Sequence[UUID] | None = None,
) -> SessionPackage:
    """Take off what is left. Its sessions ahead stay booked, but for those to be cancelled.

    What was cancelled comes back to a voided package and is lost. `version` is the one that the
    page showed, `seen_booking_ids` the sessions: refused when one was booked meanwhile.
    """
    require_coach(by)
    lock_coach(session, by.id)
    package = changeable(session, package_id, by)
    check_version(package, version, by.zone)
    why = cleaned(reason, "reason")
    if not why:
        raise Invalid("Say why: the client reads it too.", field="reason")
    ahead = {one.id: one for one in booked_with(session, package_id, now=now)}
    _check_seen(ahead, seen_booking_ids)
    if not set(cancel_booking_ids) <= set(ahead):
        raise NotFound
    _take_off(session, package, why, by, now)
    for booking_id in dict.fromkeys(cancel_booking_ids):
        one = ahead[booking_id]
        bookings.cancel(session, one.id, by=by, version=one.version, now=now)
    touch(session, by.id, now)
    return package


def _check_seen(ahead: dict[UUID, BookingView], seen: Sequence[UUID] | None) -> None:
    if seen is not None and set(ahead) - set(seen):
        raise AlreadyChanged(
            "One more session was booked with this package meanwhile. It is in the list now."
        )


def _take_off(
    session: Session, package: SessionPackage, reason: str, by: Person, now: datetime
) -> None:
    left = package.remaining_sessions
    package.remaining_sessions = 0
    package.voided_at = now
    package.version += 1
    session.add(package)
    if left:
        session.add(
            SessionPackageAdjustment(
                package_id=package.id, kind="void", adjustment=-left, reason=reason,
                adjusted_by_id=by.id, balance_after=0, created_at=now,
            )
        )  # fmt: skip
    session.add(
        PackageHistory(
            package_id=package.id, actor_id=by.id, event="voided", reason=reason,
            details={"left": left}, created_at=now,
        )
    )  # fmt: skip
    session.flush()
