"""Work that nobody clicked for: one table of jobs, run by a scheduler inside the process.

Each job may run late, twice or in several processes at once without harm.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from coachbook.jobs import attending, tidying

log = logging.getLogger("coachbook.jobs")


@dataclass(frozen=True)
class Job:
    name: str
    every: timedelta
    run: Callable[[], object]


JOBS = (
    Job("forget what has expired", timedelta(hours=1), tidying.forget_expired),
    Job("complete what nobody marked", timedelta(minutes=5), attending.complete_overdue),
    Job("recount attendance", timedelta(minutes=10), attending.recount),
)


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """The scheduler, for as long as the application lives."""
    scheduler = started()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def started() -> BackgroundScheduler:
    scheduler = BackgroundScheduler(timezone="UTC")
    for job in JOBS:
        scheduler.add_job(
            carry_out,
            IntervalTrigger(seconds=int(job.every.total_seconds()), timezone="UTC"),
            args=[job],
            id=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler


def carry_out(job: Job) -> None:
    """A job that fails is logged and tried again at its next turn."""
    try:
        job.run()
    except Exception:
        log.exception("The job '%s' failed.", job.name)
