"""What is done once a day for each coach, from some hour of their own clock on.

A day that was missed isn't made up for: what is still true is found on the next one.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session

from coachbook import clock
from coachbook.database import lock_coach, reading, transaction
from coachbook.jobs import ledger
from coachbook.jobs.ledger import Coach
from coachbook.services import expiring, low_balances, summaries

log = logging.getLogger("coachbook.jobs")

MORNING = 9

Work = Callable[[Session, Coach, date, datetime], int]


def expiries() -> int:
    """Notices 30 and 7 days before a package ends, in the coach's morning."""
    return _each("expiries", _expiries, hour=lambda _: MORNING)


def renewals() -> int:
    """Low balances of which nobody was told, in the coach's morning."""
    return _each("renewals", _renewals, hour=lambda _: MORNING)


def tomorrow() -> int:
    """The evening's summary of tomorrow, at the hour that the coach chose."""
    return _each("tomorrow", _tomorrow, hour=lambda coach: coach.summary_hour)


def _expiries(session: Session, coach: Coach, on: date, now: datetime) -> int:
    return expiring.queue_notices(session, coach.id, on=on, zone=coach.zone, now=now)


def _renewals(session: Session, coach: Coach, _on: date, now: datetime) -> int:
    return low_balances.catch_up(session, coach.id, now=now)


def _tomorrow(session: Session, coach: Coach, on: date, now: datetime) -> int:
    return summaries.queue_summary(session, coach.id, on=on, zone=coach.zone, now=now)


def _each(job: str, work: Work, *, hour: Callable[[Coach], int]) -> int:
    """Done and written down together, or not at all; trouble with one coach stops no other."""
    now = clock.now()
    with reading() as session:
        waiting = ledger.due(session, job, hour=hour, now=now)
    count = failed = 0
    for coach, on in waiting:
        try:
            with transaction() as session:
                lock_coach(session, coach.id)
                if ledger.take(session, job, coach_id=coach.id, on=on, now=now):
                    count += work(session, coach, on, now)
        except Exception:
            failed += 1
            log.exception("The job '%s' failed for the coach %s.", job, coach.id)
    if failed:
        raise SomeFailed(failed)
    return count


class SomeFailed(Exception):
    """It didn't work for this many coaches; the others have theirs."""
