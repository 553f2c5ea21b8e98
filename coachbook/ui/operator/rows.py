"""How the machinery does, in words. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from coachbook.notifications.addresses import WORDS as WHY_BLOCKED
from coachbook.services.operation import Overview
from coachbook.services.people import Person
from coachbook.services.schedules import Job
from coachbook.services.vitals import Sign
from coachbook.ui import words

PARTS = {
    "database": ("Database", "database"),
    "workers": ("Workers", "cpu"),
    "scheduler": ("Scheduler", "calendar_clock"),
    "messages": ("Messages", "send"),
    "disk": ("Disk", "hard_drive"),
}
STATES = (
    ("waiting", "Waiting", "to be sent when they are due"),
    ("claimed", "Being sent", "right now"),
    ("sent", "Sent", "in the last 24 hours"),
    ("kept", "Kept here", "in the last 24 hours, for want of a way out"),
    ("void", "Not sent", "in the last 24 hours: not true any more, or not wanted"),
    ("dead", "Given up", "until somebody tries again"),
)
TRANSPORTS = {
    "sendgrid": "Email leaves through SendGrid.",
    "smtp": "Email leaves through your mail server.",
    "none": "Email stays on this machine: nobody gets any.",
}


class Check(TypedDict):
    """`icon` is one of the names in PARTS."""

    part: str
    name: str
    is_well: bool
    words: str


class JobRow(TypedDict):
    """`state` is "", "overdue" or "failed"."""

    name: str
    title: str
    words: str
    when: str
    last: str
    next: str
    state: str


class WorkerRow(TypedDict):
    key: str
    words: str
    details: str
    is_alive: bool


class CountRow(TypedDict):
    """How many messages are in one state."""

    key: str
    name: str
    about: str
    email: str
    push: str
    is_bad: bool


class BlockedRow(TypedDict):
    key: str
    address: str
    why: str


def checks(found: Overview, reader: Person) -> list[Check]:
    return [
        Check(
            part=sign.part,
            name=PARTS[sign.part][0],
            is_well=sign.is_well,
            words=_sign(sign, reader, found.at),
        )
        for sign in found.vitals.signs
    ]


def _sign(sign: Sign, reader: Person, now: datetime) -> str:
    when = words.until(sign.at, now, reader.locale) if sign.at else ""
    match sign.part:
        case "database":
            return "Answers"
        case "disk":
            return f"{sign.share:.0%} of it is free"
        case "messages":
            is_due = sign.at is not None and sign.at <= now
            return f"The oldest was due {when}" if is_due else "Nothing is due"
        case _:
            return f"Heard of {when}" if when else "Never heard of"


def job_rows(found: Overview, reader: Person) -> list[JobRow]:
    return [
        JobRow(
            name=job.name,
            title=job.name.replace("-", " ").capitalize(),
            words=job.words,
            when=job.when[:1].upper() + job.when[1:],
            last=_last(job, reader, found.at),
            next=_next(job, reader, found.at),
            state="failed" if job.error else "overdue" if job.is_late else "",
        )
        for job in found.jobs
    ]


def _last(job: Job, reader: Person, now: datetime) -> str:
    if job.last_at is None:
        return "Not run yet"
    began = f"Ran {words.until(job.last_at, now, reader.locale)}"
    if job.milliseconds is None:
        return f"{began}, not finished yet"
    if job.error:
        return f"{began} and failed ({job.error})"
    done = f"{words.counted(job.count, 'thing')} done" if job.count else "nothing to do"
    return f"{began}, {done}, in {_took(job.milliseconds)}"


def _took(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1_000 else f"{milliseconds / 1_000:.1f} s"


def _next(job: Job, reader: Person, now: datetime) -> str:
    if job.is_overdue:
        return "Due now"
    today = now.astimezone(reader.zone).date()
    if job.next_at.astimezone(reader.zone).date() == today:
        return f"Next at {words.clock(job.next_at, reader.zone, reader.locale)}"
    return f"Next {words.moment(job.next_at, reader.zone, reader.locale)}"


def worker_rows(found: Overview, reader: Person) -> list[WorkerRow]:
    return [
        WorkerRow(
            key=str(number),
            words="Sends messages and runs the jobs" if one.is_leader else "Sends messages",
            details=f"Since {words.moment(one.started_at, reader.zone, reader.locale)}, "
            f"heard of {words.until(one.beat_at, found.at, reader.locale)}",
            is_alive=one.is_alive,
        )
        for number, one in enumerate(found.workers)
    ]


def count_rows(counts: Mapping[tuple[str, str], int]) -> list[CountRow]:
    return [
        CountRow(
            key=state,
            name=name,
            about=about,
            email=f"{counts.get(('email', state), 0):,}",
            push=f"{counts.get(('push', state), 0):,}",
            is_bad=state == "dead" and any(counts.get((c, state)) for c in ("email", "push")),
        )
        for state, name, about in STATES
    ]


def blocked_rows(found: Overview, reader: Person) -> list[BlockedRow]:
    return [
        BlockedRow(
            key=one.name,
            address=one.address,
            why=f"{WHY_BLOCKED[one.cause].capitalize()}, "
            f"{words.moment(one.blocked_at, reader.zone, reader.locale)}",
        )
        for one in found.blocked
    ]
