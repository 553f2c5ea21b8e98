"""Work that nobody clicked for: one table of jobs.

Each may run late, twice or in several processes at once without harm: it does what is due and not
done yet, and what it did can't be done again.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from coachbook import clock
from coachbook.database import reading, transaction
from coachbook.errors import NotFound
from coachbook.jobs import attending, copying, days, ledger, reminding, tidying
from coachbook.models import JobRecord

log = logging.getLogger("coachbook.jobs")

TRIED_AGAIN_AFTER = timedelta(minutes=5)  # one that died in the middle


@dataclass(frozen=True)
class When:
    """Minutes and hours as cron writes them, in UTC: no clock there is ever changed."""

    words: str
    minute: str
    hour: str = "*"

    def after(self, moment: datetime) -> datetime:
        """The next turn later than that."""
        found: datetime = _trigger(self).get_next_fire_time(moment, moment)
        return found


@dataclass(frozen=True)
class Job:
    """`words` say what it is for. `run` gives how many things it did."""

    name: str
    words: str
    when: When
    run: Callable[[], int]


@dataclass(frozen=True)
class JobView:
    """A job, how its last run went (`error` is empty if it went well), and when the next is. It is
    overdue when its turn has come, late when it has missed one."""

    name: str
    words: str
    when: str
    next_at: datetime
    is_overdue: bool
    is_late: bool
    runs: int = 0
    last_at: datetime | None = None
    milliseconds: int | None = None
    count: int = 0
    error: str = ""


FIVE_MINUTES = When("every 5 minutes", "*/5")
TEN_MINUTES = When("every 10 minutes", "*/10")
QUARTERS = When("every quarter of an hour", "*/15")
HOURS = When("every hour", "0")
GOOGLE_NIGHTS = When("every night at 2:40 UTC", "40", "2")
NIGHTS = When("every night at 3:10 UTC", "10", "3")

JOBS = (
    Job(
        "reminders",
        "Reminds clients of sessions and check-ins that start within 24 hours.",
        QUARTERS,
        reminding.remind,
    ),
    Job(
        "form-reminders",
        "Reminds clients of unanswered questions, 48 to 24 hours before a check-in.",
        QUARTERS,
        reminding.remind_of_forms,
    ),
    Job(
        "expiries",
        "Tells clients and coaches of packages that end in 30 or 7 days, in the coach's morning.",
        QUARTERS,
        days.expiries,
    ),
    Job(
        "renewals",
        "Tells of balances that got low and that nobody was told of, in the coach's morning.",
        QUARTERS,
        days.renewals,
    ),
    Job(
        "summaries",
        "Sends coaches what is booked for tomorrow, at the hour that they chose.",
        QUARTERS,
        days.tomorrow,
    ),
    Job(
        "completions",
        "Marks as completed what nobody marked for as long as the coach's settings say.",
        FIVE_MINUTES,
        attending.complete_overdue,
    ),
    Job(
        "attendance",
        "Counts attendance once each coach's day is over, and streaks once their Sunday is.",
        TEN_MINUTES,
        attending.recount,
    ),
    Job(
        "google-calendar",
        "Has each connected Google Calendar compared with the bookings of the next 90 days.",
        GOOGLE_NIGHTS,
        copying.have_compared,
    ),
    Job(
        "expired",
        "Forgets sign-ins, links and answers that have expired.",
        HOURS,
        tidying.forget_expired,
    ),
    Job(
        "old-messages",
        "Forgets messages after 180 days, delivery reports after 30, and old notes of the jobs.",
        NIGHTS,
        tidying.forget_old,
    ),
)


def job(name: str) -> Job:
    for one in JOBS:
        if one.name == name:
            return one
    raise NotFound(f"There is no job called {name}.")


def run(name: str) -> JobRecord:
    """Carry it out now, whenever its turn is; gives how it went."""
    one = job(name)
    carry_out(one)
    with reading() as session:
        return session.get_one(JobRecord, name)


def run_due() -> None:
    """Carry out what is overdue, one after the other."""
    with reading() as session:
        records = ledger.records(session)
    for one in JOBS:
        if is_due(one, records.get(one.name), clock.now()):
            carry_out(one)


def carry_out(one: Job) -> None:
    """A job that fails is logged and noted; it is tried again at its next turn."""
    with transaction() as session:
        ledger.begun(session, one.name, now=clock.now())
    began = time.monotonic()
    count, error = 0, ""
    try:
        count = one.run()
    except Exception as failure:
        error = type(failure).__name__  # its words may name people
        log.exception("The job '%s' failed.", one.name)
    milliseconds = round(1_000 * (time.monotonic() - began))
    with transaction() as session:
        ledger.ended(
            session,
            one.name,
            milliseconds=milliseconds,
            count=count,
            error=error,
            now=clock.now(),
        )


def is_due(one: Job, record: JobRecord | None, now: datetime) -> bool:
    """Also if it died, or began at a time that hasn't come: the clock was put back."""
    if record is None or record.last_started_at is None or record.last_started_at > now:
        return True
    if record.last_finished_at is None or record.last_finished_at < record.last_started_at:
        return now >= record.last_started_at + TRIED_AGAIN_AFTER
    return one.when.after(record.last_started_at) <= now


def overview(*, now: datetime) -> list[JobView]:
    """Every job of the table, in its order."""
    with reading() as session:
        records = ledger.records(session)
    return [_view(one, records.get(one.name), now) for one in JOBS]


def _view(one: Job, record: JobRecord | None, now: datetime) -> JobView:
    said: Mapping[str, Any] = {}
    if record is not None:
        said = {
            "runs": record.runs,
            "last_at": record.last_started_at,
            "milliseconds": record.last_milliseconds if record.last_finished_at else None,
            "count": record.last_count,
            "error": record.last_error,
        }
    return JobView(
        one.name,
        one.words,
        one.when.words,
        next_at=one.when.after(now),
        is_overdue=is_due(one, record, now),
        is_late=_has_missed_a_turn(one, record, now),
        **said,
    )


def _has_missed_a_turn(one: Job, record: JobRecord | None, now: datetime) -> bool:
    if record is None or record.last_started_at is None:
        return False
    return one.when.after(one.when.after(record.last_started_at)) <= now


@lru_cache
def _trigger(when: When) -> Any:
    from apscheduler.triggers.cron import CronTrigger  # slow to import, and the pages don't need it

    return CronTrigger(minute=when.minute, hour=when.hour, timezone="UTC")
