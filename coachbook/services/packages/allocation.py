"""Which package each session uses: pure, so that page and commit can't disagree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Credit:
    """A package as far as booking goes; `expires_on` is a date of the coach's, still usable."""

    id: UUID
    minutes: int
    remaining: int
    expires_on: date | None
    created_at: datetime


def usable_on(credit: Credit, on: date, minutes: int) -> bool:
    """Whether a session of this length on this local date may use it, balance aside."""
    return credit.minutes == minutes and (credit.expires_on is None or on <= credit.expires_on)


def in_order(credits: Iterable[Credit]) -> list[Credit]:
    """Earliest expiry first, those without one last, then the oldest."""
    return sorted(
        credits,
        key=lambda credit: (
            credit.expires_on is None,
            credit.expires_on or date.max,
            credit.created_at,
            credit.id,
        ),
    )


def allocate(
    sessions: Mapping[datetime, date],
    minutes: int,
    credits: Sequence[Credit],
    chosen: Mapping[datetime, UUID] | None = None,
) -> dict[datetime, Credit | None]:
    """For each session (its start -> its local date) the package it uses, None where none is left.

    What the coach chose is served first; the rest by start, each the earliest-expiring usable.
    """
    left = {credit.id: credit.remaining for credit in credits}
    allocated: dict[datetime, Credit | None] = {}
    picks = chosen or {}
    by_choice_then_start = sorted(sessions, key=lambda start: (start not in picks, start))
    for start in by_choice_then_start:
        wanted = picks.get(start)
        credit = next(
            (
                one
                for one in in_order(credits)
                if left[one.id] > 0
                and usable_on(one, sessions[start], minutes)
                and wanted in (None, one.id)
            ),
            None,
        )
        if credit:
            left[credit.id] -= 1
        allocated[start] = credit
    return allocated
