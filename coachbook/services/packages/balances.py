"""The only writers of a balance. Each caller leaves the row that says why."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session

from coachbook.errors import NoCreditsLeft
from coachbook.models import SessionPackage, SessionPackageAdjustment
from coachbook.models.columns import table_of
from coachbook.services.people import Person

_package = table_of(SessionPackage)
_CHANGE = (
    update(_package)
    .where(
        _package.c.id == bindparam("package_id"),
        _package.c.remaining_sessions + bindparam("change") >= 0,
    )
    .values(remaining_sessions=_package.c.remaining_sessions + bindparam("change"))
    .returning(_package.c.remaining_sessions)
)


def take(session: Session, package_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Spend a credit for each id given; the balances after. Never below zero."""
    return {
        package_id: _change(session, package_id, -count)
        for package_id, count in Counter(package_ids).items()
    }


def give_back(session: Session, package_id: UUID, *, by: Person, now: datetime) -> int:
    """Return one credit to the package it came from; the balance after.

    A voided package stays empty: the credit comes back and is taken off again, a line for each.
    """
    package = session.get(SessionPackage, package_id, populate_existing=True)
    if package is None or package.voided_at is None:
        return _change(session, package_id, 1)
    session.add(
        SessionPackageAdjustment(
            package_id=package_id,
            kind="void",
            adjustment=-1,
            reason="Returned to a package that was voided",
            adjusted_by_id=by.id,
            balance_after=0,
            created_at=now,
        )
    )
    return 1


def move_credit(
    session: Session, old_id: UUID, new_id: UUID, *, by: Person, now: datetime
) -> tuple[int, int]:
    """The credit of a moved session: balances after of the package left and of the one entered."""
    if old_id == new_id:
        package = session.get(SessionPackage, old_id)
        remaining = package.remaining_sessions if package else 0
        return remaining + 1, remaining
    returned = give_back(session, old_id, by=by, now=now)
    return returned, take(session, [new_id])[new_id]


def _change(session: Session, package_id: UUID, change: int) -> int:
    asked = {"package_id": package_id, "change": change}
    changed = session.connection().execute(_CHANGE, asked).scalar_one_or_none()
    if changed is None:
        raise NoCreditsLeft
    return int(changed)
