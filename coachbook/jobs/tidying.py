"""Keeps the tables from growing with what nobody needs."""

import logging

from coachbook import clock
from coachbook.database import transaction
from coachbook.services import cleanup

log = logging.getLogger("coachbook.jobs")


def forget_expired() -> int:
    with transaction() as session:
        count = cleanup.forget_expired(session, now=clock.now())
    log.info("Forgot %d rows that had expired.", count)
    return count


def forget_old() -> int:
    with transaction() as session:
        count = cleanup.forget_old(session, now=clock.now())
    log.info("Forgot %d old messages and notes of the jobs.", count)
    return count
