"""Correcting a balance, with a line in the ledger that says who and why."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from coachbook.database import lock_coach
from coachbook.errors import BalanceTooLow, Invalid, RequestReused
from coachbook.models import SessionPackage, SessionPackageAdjustment
from coachbook.services.changes import touch
from coachbook.services.packages.checks import (
    MOST_SESSIONS,
    changeable,
    check_request_id,
    check_version,
    cleaned,
)
from coachbook.services.people import Person, require_coach


def adjust(
    session: Session,
    package_id: UUID,
    *,
    by: Person,
    adjustment: int,
    reason: str,
    now: datetime,
    version: int | None = None,
    request_id: str | None = None,
) -> SessionPackage:
    """Add or take away sessions; bookings already made keep theirs.

    `version` is the one that the page showed. The same `request_id` corrects once.
    """
    require_coach(by)
    check_request_id(request_id)
    lock_coach(session, by.id)
    package = changeable(session, package_id, by)
    if _was_adjusted(session, package_id, request_id, adjustment):
        return package
    check_version(package, version, by.zone)
    _check_change(adjustment, package.remaining_sessions)
    package.remaining_sessions += adjustment
    package.version += 1
    session.add(package)
    session.add(
        SessionPackageAdjustment(
            package_id=package.id,
            adjustment=adjustment,
            reason=cleaned(reason, "reason"),
            adjusted_by_id=by.id,
            balance_after=package.remaining_sessions,
            request_id=request_id,
            created_at=now,
        )
    )
    session.flush()
    touch(session, by.id, now)
    return package


def _was_adjusted(
    session: Session, package_id: UUID, request_id: str | None, adjustment: int
) -> bool:
    if request_id is None:
        return False
    made = session.exec(
        select(SessionPackageAdjustment.adjustment).where(
            SessionPackageAdjustment.package_id == package_id,
            SessionPackageAdjustment.request_id == request_id,
        )
    ).first()
    if made not in (None, adjustment):
        raise RequestReused
    return made is not None


def _check_change(adjustment: int, remaining: int) -> None:
    if adjustment == 0 or abs(adjustment) > MOST_SESSIONS:
        raise Invalid("Enter how many sessions to add or take away.", field="adjustment")
    balance = remaining + adjustment
    if balance < 0:
        left = {0: "no session is", 1: "only 1 is"}.get(remaining, f"only {remaining} are")
        raise BalanceTooLow(f"You can't take away that many: {left} left.", field="adjustment")
    if balance > MOST_SESSIONS:
        raise Invalid(f"A package holds at most {MOST_SESSIONS} sessions.", field="adjustment")
