"""The scheduler inside a process: it says that the process lives; the one that leads runs the jobs.

Nothing is kept in it. What is due is read from the database at each tick, so that a tick which was
missed, or came twice, changes nothing.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coachbook import clock
from coachbook.database import transaction
from coachbook.errors import DatabaseUnreachable
from coachbook.jobs import heartbeats, leading, schedule, watching

log = logging.getLogger("coachbook.jobs")

BEATS_EVERY_SECONDS = 15
LOOKS_EVERY_SECONDS = 15


def beat(worker: str) -> bool:
    """Say that this process lives; whether it leads."""
    now = clock.now()
    with transaction() as session:
        is_leader = leading.take(session, leading.JOBS, holder=worker, now=now)
        heartbeats.beat(session, worker, is_leader=is_leader, now=now)
    return is_leader


def watch(worker: str) -> None:
    """Of several processes the one that leads tells what is wrong."""
    if beat(worker):
        watching.this_process.look(now=clock.now())


def tick(worker: str) -> None:
    """Run what is due, if this process leads."""
    if beat(worker):
        schedule.run_due()


def end(worker: str) -> None:
    """Another process may lead at once."""
    with transaction() as session:
        leading.give_up(session, leading.JOBS, holder=worker)
        heartbeats.stop(session, worker)


@contextmanager
def running() -> Iterator[None]:
    """As long as the process lives."""
    worker = heartbeats.this_process()
    scheduler = started(worker)
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
        _unless_unreachable(end, worker)


def started(worker: str) -> Any:
    """A job that runs for minutes doesn't keep the process from saying that it lives."""
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    scheduler = BackgroundScheduler(timezone="UTC")
    for work, seconds in ((watch, BEATS_EVERY_SECONDS), (tick, LOOKS_EVERY_SECONDS)):
        scheduler.add_job(
            _unless_unreachable,
            IntervalTrigger(seconds=seconds, timezone="UTC"),
            args=[work, worker],
            id=work.__name__,
            next_run_time=clock.now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler


def _unless_unreachable(work: Any, worker: str) -> None:
    """While the database is away there is nothing to do but wait."""
    try:
        work(worker)
    except DatabaseUnreachable:
        log.warning("The database can't be reached; the jobs wait for it.")
