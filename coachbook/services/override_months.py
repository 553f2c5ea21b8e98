"""The dates that differ, a month at a time; what was added in one go is told as one run of days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from coachbook.availability import Kind
from coachbook.services.overrides import (
    MOST_DAYS_AT_ONCE,
    Difference,
    SavedDifference,
    between,
    order,
)
from coachbook.services.people import Person

A_DAY = timedelta(days=1)
LONGEST_RUN = MOST_DAYS_AT_ONCE * A_DAY


@dataclass(frozen=True)
class Run:
    """The same on consecutive dates, for the same kinds; often it is a single date."""

    what: Difference
    last: date
    kinds: tuple[Kind, ...]
    saved: tuple[SavedDifference, ...]

    @property
    def first(self) -> date:
        return self.what.on

    def since(self, on: date) -> tuple[SavedDifference, ...]:
        """Those of a date and later."""
        return tuple(one for one in self.saved if one.what.on >= on)


@dataclass(frozen=True)
class Month:
    """One month of the coach's with the runs that reach into it; `today` is the coach's too."""

    first: date
    today: date
    runs: tuple[Run, ...]

    def on(self, day: date) -> tuple[SavedDifference, ...]:
        there = (saved for run in self.runs for saved in run.saved if saved.what.on == day)
        return tuple(sorted(there, key=order))


def of_month(session: Session, *, by: Person, now: datetime, month: date | None = None) -> Month:
    """What differs in the month of `month`, by date; the current one if none is given."""
    today = now.astimezone(by.zone).date()
    first = (month or today).replace(day=1)
    last = _first_of_next(first) - A_DAY
    found = between(session, by=by, first=first - LONGEST_RUN, last=last + LONGEST_RUN)
    touching = (run for run in _runs(found) if run.first <= last and run.last >= first)
    return Month(first, today, tuple(touching))


def _runs(found: Iterable[SavedDifference]) -> list[Run]:
    """Those that were added together and say the same, cut where a date is missing."""
    alike: dict[tuple[datetime, Difference], list[SavedDifference]] = {}
    for saved in found:
        same = replace(saved.what, kind="session", on=date.min)
        alike.setdefault((saved.added_at, same), []).append(saved)
    runs = [run for together in alike.values() for run in _consecutive(together)]
    return sorted(runs, key=lambda run: order(run.saved[0]))


def _consecutive(together: Iterable[SavedDifference]) -> Iterator[Run]:
    days: dict[date, list[SavedDifference]] = {}
    for saved in sorted(together, key=order):
        days.setdefault(saved.what.on, []).append(saved)
    run: list[SavedDifference] = []
    for on, there in days.items():
        before = days.get(on - A_DAY)
        if run and (before is None or _kinds(before) != _kinds(there)):
            yield _run(run)
            run = []
        run += there
    yield _run(run)


def _run(saved: list[SavedDifference]) -> Run:
    first = saved[0].what
    kinds = _kinds(one for one in saved if one.what.on == first.on)
    return Run(first, saved[-1].what.on, kinds, tuple(saved))


def _kinds(saved: Iterable[SavedDifference]) -> tuple[Kind, ...]:
    """Sessions first."""
    return tuple(sorted((one.what.kind for one in saved), reverse=True))


def _first_of_next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
