"""Balances that a booking took to the threshold and of which nobody was told, found once a day.

Every booking tells of its own crossing as it is made. What is found here got low in another way:
the coach raised the threshold meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.models import (
    BookingHistory,
    CoachClient,
    CoachSettings,
    OutboxMessage,
    SessionPackage,
    SessionPackageAdjustment,
)
from coachbook.notifications import announce

LOOKS_BACK = timedelta(days=30)
EVENTS = ("low_sessions", "client_low_sessions")


class Line(NamedTuple):
    """A balance since some moment, and whether a booking made it so."""

    at: datetime
    balance: int
    is_by_booking: bool


def catch_up(session: Session, coach_id: UUID, *, now: datetime) -> int:
    """Tell of crossings of the last weeks that weren't told of; how many."""
    practice = session.get_one(CoachSettings, coach_id, populate_existing=True)
    threshold = practice.renewal_threshold
    count = 0
    for package in _low(session, coach_id, threshold, now):
        crossed_at = crossing(_lines(session, package), package, threshold)
        if (
            crossed_at
            and crossed_at > now - LOOKS_BACK
            and not _is_told(session, package.id, since=crossed_at)
        ):
            announce.low_sessions(session, package, now=now, crossed_at=crossed_at)
            count += 1
    return count


def crossing(lines: Sequence[Line], package: SessionPackage, threshold: int) -> datetime | None:
    """When a booking took the balance from above the threshold to where it has been since."""
    sold = Line(package.created_at, package.total_sessions, False)
    above = [line.at for line in (sold, *lines) if line.balance > threshold]
    if not above:
        return None
    since = [line for line in lines if line.at >= max(above) and line.balance <= threshold]
    first = min(since, key=lambda line: line.at, default=None)
    return first.at if first and first.is_by_booking else None


def _low(
    session: Session, coach_id: UUID, threshold: int, now: datetime
) -> Sequence[SessionPackage]:
    return session.exec(
        select(SessionPackage)
        .join(
            CoachClient,
            (col(CoachClient.coach_id) == col(SessionPackage.coach_id))
            & (col(CoachClient.client_id) == col(SessionPackage.client_id)),
        )
        .where(
            SessionPackage.coach_id == coach_id,
            CoachClient.status != "archived",
            SessionPackage.remaining_sessions <= threshold,
            col(SessionPackage.voided_at).is_(None),
            (col(SessionPackage.expires_at) >= now) | col(SessionPackage.expires_at).is_(None),
        )
        .execution_options(populate_existing=True)
    ).all()


def _lines(session: Session, package: SessionPackage) -> list[Line]:
    booked = session.exec(
        select(
            BookingHistory.created_at, BookingHistory.balance_after, BookingHistory.credit_change
        ).where(
            BookingHistory.package_id == package.id, col(BookingHistory.balance_after).is_not(None)
        )
    )
    corrected = session.exec(
        select(SessionPackageAdjustment.created_at, SessionPackageAdjustment.balance_after).where(
            SessionPackageAdjustment.package_id == package.id
        )
    )
    return [
        *(Line(at, balance or 0, change < 0) for at, balance, change in booked),
        *(Line(at, balance, False) for at, balance in corrected),
    ]


def _is_told(session: Session, package_id: UUID, *, since: datetime) -> bool:
    """Of this crossing, or of a later one."""
    same = f":{package_id}:{int(since.timestamp())}:"
    asked = select(OutboxMessage.id).where(
        OutboxMessage.subject_id == package_id,
        col(OutboxMessage.event).in_(EVENTS),
        (col(OutboxMessage.created_at) >= since) | col(OutboxMessage.unique_key).contains(same),
    )
    return session.exec(asked.limit(1)).first() is not None
