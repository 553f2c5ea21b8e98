"""The table of jobs, as those see it who may not know the jobs: it is handed in from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from coachbook.errors import Refusal


class Job(Protocol):
    """One job and how its last run went; `error` is empty after a good one. It is overdue when its
    turn has come, late when it has missed one."""

    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def when(self) -> str: ...
    @property
    def next_at(self) -> datetime: ...
    @property
    def is_overdue(self) -> bool: ...
    @property
    def is_late(self) -> bool: ...
    @property
    def last_at(self) -> datetime | None: ...
    @property
    def milliseconds(self) -> int | None: ...
    @property
    def count(self) -> int: ...
    @property
    def error(self) -> str: ...


class Schedule(Protocol):
    """The table of jobs, handed in by whoever composes the application."""

    def overview(self, *, now: datetime) -> Sequence[Job]: ...
    def run(self, name: str) -> Any: ...


_schedules: list[Schedule] = []


def hand_in(schedule: Schedule) -> None:
    _schedules[:] = [schedule]


class NoSchedule(Refusal):
    sentence = "This process knows no jobs."


def jobs(*, now: datetime) -> tuple[Job, ...]:
    """Every job; none where nothing was handed in."""
    return tuple(job for schedule in _schedules for job in schedule.overview(now=now))


def run(name: str) -> str:
    """What went wrong, nothing if it went well."""
    if not _schedules:
        raise NoSchedule
    return str(_schedules[0].run(name).last_error)
