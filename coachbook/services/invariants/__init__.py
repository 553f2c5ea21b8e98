"""What must always hold, looked up on a live database. Reads only; each family is pure."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from coachbook.services.invariants import (
    belongings,
    capacity,
    chains,
    checkins,
    credits,
    feeds,
    fits,
    forms,
    google,
    outbox,
    overlaps,
    people,
    stats,
    statuses,
    weeks,
    workouts,
)
from coachbook.services.invariants.report import Finding, Offender, Report
from coachbook.services.invariants.rows import Practice, load

FAMILIES = (
    capacity,
    overlaps,
    credits,
    checkins,
    chains,
    statuses,
    belongings,
    people,
    fits,
    weeks,
    stats,
    feeds,
    workouts,
    forms,
    outbox,
    google,
)

__all__ = ["Finding", "Offender", "Report", "check"]


def check(session: Session, *, now: datetime) -> Report:
    """Every invariant of the rules, with its offenders; a fixed number of queries."""
    practice = load(session, now=now)
    return Report((*_findings(practice), belongings.references(session)))


def _findings(practice: Practice) -> Iterator[Finding]:
    for family in FAMILIES:
        yield from family.findings(practice)
