"""Weekly hours that hold on the same date never overlap, so that a capacity is never said twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from uuid import UUID

from coachbook.services.invariants.report import Finding, Offender
from coachbook.services.invariants.rows import Practice, WindowRow
from coachbook.services.week_rules import DAYS, end_minutes, start_minutes


def findings(practice: Practice) -> Iterator[Finding]:
    days: dict[tuple[UUID, str, int], list[WindowRow]] = defaultdict(list)
    for row in practice.windows:
        days[row.coach_id, row.availability_type, row.day_of_week].append(row)
    yield Finding(
        "weeks",
        "Weekly hours of one kind don't overlap",
        len(practice.windows),
        "stretches",
        tuple(offender for rows in days.values() for offender in _offenders(rows)),
    )


def _offenders(rows: Sequence[WindowRow]) -> Iterator[Offender]:
    for one, other in combinations(rows, 2):
        if _meet(one, other) and _hold_together(one, other):
            day, kind = DAYS[one.day_of_week], one.availability_type
            spans = f"{_span(one)} and {_span(other)}"
            yield Offender((one.coach_id,), f"{kind} hours on {day} overlap: {spans}")


def _meet(one: WindowRow, other: WindowRow) -> bool:
    begins = max(start_minutes(one.start_time), start_minutes(other.start_time))
    return begins < min(end_minutes(one.end_time), end_minutes(other.end_time))


def _hold_together(one: WindowRow, other: WindowRow) -> bool:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins < min(one.valid_until or date.max, other.valid_until or date.max)


def _span(row: WindowRow) -> str:
    return f"{row.start_time:%H:%M}-{row.end_time:%H:%M}"
