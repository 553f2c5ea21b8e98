"""Which package a session uses: earliest expiry first, those without last, then the oldest."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from coachbook.services.packages import Credit, allocate
from tests.factories import at

SOLD_AT = datetime(2026, 1, 1, tzinfo=UTC)


def credit(
    name: int, *, left: int = 5, until: str | None = None, minutes: int = 60, age_days: int = 0
) -> Credit:
    expires_on = date.fromisoformat(until) if until else None
    return Credit(UUID(int=name), minutes, left, expires_on, SOLD_AT - timedelta(days=age_days))


def used(credits: list[Credit], *days: str, minutes: int = 60, **more: Any) -> list[int | None]:
    """The names of the packages that sessions at noon on these dates use."""
    sessions = {at(f"{day} 12:00"): date.fromisoformat(day) for day in days}
    found = allocate(sessions, minutes, credits, **more)
    answers = [found[start] for start in sessions]
    return [answer.id.int if answer else None for answer in answers]


def test_earliest_expiry_goes_first() -> None:
    endless, late, early = credit(1), credit(2, until="2027-03-31"), credit(3, until="2026-12-31")
    assert used([endless, late, early], "2026-11-18") == [3]


def test_without_expiry_goes_last() -> None:
    assert used([credit(1, age_days=99), credit(2, until="2029-12-31")], "2026-11-18") == [2]


def test_oldest_goes_first_among_equals() -> None:
    assert used([credit(1, age_days=1), credit(2, age_days=2)], "2026-11-18") == [2]
    same_day = [credit(1, until="2026-12-31"), credit(2, until="2026-12-31", age_days=1)]
    assert used(same_day, "2026-11-18") == [2]


def test_several_sessions_are_served_by_start() -> None:
    credits = [credit(1), credit(2, left=1, until="2026-11-20")]
    assert used(credits, "2026-11-25", "2026-11-19", "2026-11-18") == [1, 1, 2]


def test_expired_on_the_sessions_date_is_not_used() -> None:
    credits = [credit(1, left=1), credit(2, until="2026-11-20")]
    assert used(credits, "2026-11-20", "2026-11-21", "2026-11-22") == [2, 1, None]


def test_duration_is_the_sessions() -> None:
    credits = [credit(1, minutes=45, until="2026-12-31"), credit(2, minutes=60)]
    assert used(credits, "2026-11-18") == [2]
    assert used(credits, "2026-11-18", minutes=45) == [1]
    assert used(credits, "2026-11-18", minutes=30) == [None]


def test_coachs_pick_goes_before_the_order() -> None:
    credits = [credit(1, until="2026-12-31"), credit(2, left=1)]
    picked = {at("2026-11-19 12:00"): UUID(int=2)}
    assert used(credits, "2026-11-18", "2026-11-19", chosen=picked) == [1, 2]
