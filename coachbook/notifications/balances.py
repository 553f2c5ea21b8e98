"""What a client has left with a coach besides the package that a message is about."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from coachbook.models import SessionPackage


@dataclass(frozen=True)
class Elsewhere:
    """Sessions in other packages that can be used, and in how many."""

    sessions: int
    packages: int


def elsewhere(session: Session, package: SessionPackage, *, now: datetime) -> Elsewhere:
    left, ends_at = col(SessionPackage.remaining_sessions), col(SessionPackage.expires_at)
    others = select(func.coalesce(func.sum(left), 0), func.count()).where(
        SessionPackage.client_id == package.client_id,
        SessionPackage.coach_id == package.coach_id,
        SessionPackage.id != package.id,
        col(SessionPackage.voided_at).is_(None),
        left > 0,
        or_(ends_at.is_(None), ends_at > now),
    )
    sessions, packages = session.exec(others).one()
    return Elsewhere(int(sessions), packages)
