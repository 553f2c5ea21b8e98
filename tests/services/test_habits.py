"""Whether a streak can still be kept is said only as far as it was looked up."""

from datetime import datetime

import pytest

from coachbook.services import booking_desk
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice


def can_keep(practice: Practice, now: datetime = NOW) -> bool | None:
    found = booking_desk.desk(practice.session, by=practice.client, now=now).habits
    assert found
    return found.can_keep


@pytest.mark.parametrize(("now", "expected"), [("19 21:00", True), ("20 09:00", False)])
def test_streak_can_be_kept_while_a_time_of_the_week_is_open(
    practice: Practice, now: str, expected: bool
) -> None:
    assert can_keep(practice, at(f"2026-11-{now}")) is expected


def test_one_length_says_nothing_of_the_others(practice: Practice) -> None:
    """The shorter sessions end on Monday; the longer ones can be had all week."""
    factories.package(
        practice.session, practice.coach, practice.client, minutes=30, expires_on="2026-11-16"
    )
    assert can_keep(practice) is None


def test_without_a_credit_nothing_can_be_kept(practice: Practice) -> None:
    hours = [(day, hour) for day in ("01", "02") for hour in range(10, 16)]
    assert practice.book(*(at(f"2026-12-{day} {hour}:00") for day, hour in hours)).is_booked
    assert can_keep(practice) is False
