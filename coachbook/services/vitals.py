"""Whether it all still works: who watches it reads the words, the owner also the figures."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from coachbook.config import settings
from coachbook.models import Heartbeat, OutboxMessage
from coachbook.notifications import claims
from coachbook.services import schedules

Part = Literal["database", "workers", "scheduler", "messages", "disk"]

BEATS_EVERY = timedelta(seconds=15)
MISSED = 2 * BEATS_EVERY  # two intervals without a word, and something has stopped
LATE = timedelta(minutes=5)
LEAST_FREE = 0.10

TROUBLE: Mapping[Part, str] = {
    "database": "The database can't be reached.",
    "workers": "Nothing sends messages: no worker says a word.",
    "scheduler": "Nothing runs the jobs, or they stand still.",
    "messages": "Messages leave later than they should.",
    "disk": "The disk is nearly full.",
}


@dataclass(frozen=True)
class Sign:
    """One part and whether it is well. `at` is what it goes by: the last word, the oldest message.

    `share` is what is free of the disk.
    """

    part: Part
    is_well: bool
    at: datetime | None = None
    share: float = 1.0


@dataclass(frozen=True)
class Vitals:
    signs: tuple[Sign, ...]

    @property
    def is_well(self) -> bool:
        return all(sign.is_well for sign in self.signs)

    def troubles(self) -> tuple[str, ...]:
        """What is wrong, without figures: strangers may read it."""
        return tuple(TROUBLE[sign.part] for sign in self.signs if not sign.is_well)


def vitals(session: Session, *, now: datetime) -> Vitals:
    """Raises DatabaseUnreachable where there is nobody to ask."""
    return Vitals(
        (
            Sign("database", is_well=True),
            _beats("workers", session, now, leader_only=False),
            _scheduler(session, now),
            _messages(session, now),
            _disk(settings().data_dir),
        )
    )


def _beats(part: Part, session: Session, now: datetime, *, leader_only: bool) -> Sign:
    newest = select(func.max(Heartbeat.beat_at))
    if leader_only:
        newest = newest.where(col(Heartbeat.is_leader))
    at = session.exec(newest).one()
    return Sign(part, at is not None and now - at < MISSED, at)


def _scheduler(session: Session, now: datetime) -> Sign:
    """Somebody leads, and no job has missed a turn."""
    led = _beats("scheduler", session, now, leader_only=True)
    is_late = led.is_well and any(job.is_late for job in schedules.jobs(now=now))
    return replace(led, is_well=led.is_well and not is_late)


def _messages(session: Session, now: datetime) -> Sign:
    """A message that is tried again later is due later; one that nobody takes gets old."""
    oldest = _oldest(session)
    if oldest and now - oldest >= LATE:  # it may only wait behind one that is tried again later
        oldest = _oldest(session, ~claims.has_elder())
    return Sign("messages", oldest is None or now - oldest < LATE, oldest)


def _oldest(session: Session, *which: ColumnElement[bool]) -> datetime | None:
    unsent = col(OutboxMessage.state).in_(("waiting", "claimed"))
    return session.exec(select(func.min(OutboxMessage.due_at)).where(unsent, *which)).one()


def _disk(folder: Path) -> Sign:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    used = shutil.disk_usage(existing)
    share = used.free / used.total
    return Sign("disk", share >= LEAST_FREE, share=share)
