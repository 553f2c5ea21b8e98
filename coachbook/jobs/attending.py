"""Attendance by itself: what nobody marked is completed, and counts follow the calendar.

One coach at a time: what fails for one is logged, and the others have their turn.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook import clock
from coachbook.database import reading, transaction
from coachbook.services.attendance import marking, stats

log = logging.getLogger("coachbook.jobs")


def complete_overdue() -> int:
    """Sessions and check-ins that waited as long as their coach's settings allow."""
    now = clock.now()
    with reading() as session:
        coach_ids = marking.coaches_with_overdue(session, now=now)
    count = _one_by_one(coach_ids, _complete, now)
    log.info("Completed %d bookings that nobody had marked.", count)
    return count


def recount() -> int:
    """Once a local day for each coach. The window of 90 days moves on, so that flags go off by
    themselves; and after a Sunday a streak without a session in its week ends.
    """
    now = clock.now()
    with reading() as session:
        coach_ids = stats.outdated(session, now=now)
    count = _one_by_one(coach_ids, _rebuild, now)
    log.info("Counted the attendance of %d clients anew.", count)
    return count


def _complete(session: Session, coach_id: UUID, now: datetime) -> int:
    return marking.complete_overdue(session, coach_id, now=now)


def _rebuild(session: Session, coach_id: UUID, now: datetime) -> int:
    return stats.rebuild(session, coach_id=coach_id, now=now)


def _one_by_one(
    coach_ids: Iterable[UUID], work: Callable[[Session, UUID, datetime], int], now: datetime
) -> int:
    count = 0
    for coach_id in coach_ids:
        try:
            with transaction() as session:
                count += work(session, coach_id, now)
        except Exception:
            log.exception("It failed for the coach %s.", coach_id)
    return count
