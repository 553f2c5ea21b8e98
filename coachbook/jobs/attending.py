"""Attendance by itself: what nobody marked is completed, and counts follow the calendar."""

import logging

from coachbook import clock
from coachbook.database import reading, transaction
from coachbook.services.attendance import marking, stats

log = logging.getLogger("coachbook.jobs")


def complete_overdue() -> int:
    """Sessions and check-ins that waited as long as their coach's settings allow."""
    now, count = clock.now(), 0
    with reading() as session:
        coach_ids = marking.coaches_with_overdue(session, now=now)
    for coach_id in coach_ids:
        with transaction() as session:
            count += marking.complete_overdue(session, coach_id, now=now)
    log.info("Completed %d bookings that nobody had marked.", count)
    return count


def recount() -> int:
    """Once a local day for each coach. The window of 90 days moves on, so that flags go off by
    themselves; and after a Sunday a streak without a session in its week ends.
    """
    now, count = clock.now(), 0
    with reading() as session:
        coach_ids = stats.outdated(session, now=now)
    for coach_id in coach_ids:
        with transaction() as session:
            count += stats.rebuild(session, coach_id=coach_id, now=now)
    log.info("Counted the attendance of %d clients anew.", count)
    return count
