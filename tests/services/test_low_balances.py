"""Low balances that nobody was told of are found once; those that were told stay told."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from coachbook.models import CoachSettings, OutboxMessage
from coachbook.services import low_balances, packages
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice

MONDAY = at("2026-11-23 09:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)


def book(practice: Practice, count: int, *, now: datetime = NOW) -> None:
    have = len(practice.session.exec(select(OutboxMessage)).all())
    starts = [MONDAY + (have % 7) * DAY * 7 + number * HOUR for number in range(count)]
    practice.book(*starts, now=now, by=practice.coach, confirmed=True)


def threshold(practice: Practice, sessions: int) -> None:
    practice.session.get_one(CoachSettings, practice.coach.id).renewal_threshold = sessions
    practice.session.flush()


def told(practice: Practice) -> int:
    asked = select(OutboxMessage).where(OutboxMessage.event == "low_sessions")
    return len(practice.session.exec(asked).all())


def catch_up(practice: Practice, now: datetime = NOW + DAY) -> int:
    return low_balances.catch_up(practice.session, practice.coach.id, now=now)


def forget(practice: Practice) -> None:
    for row in practice.session.exec(select(OutboxMessage)).all():
        practice.session.delete(row)
    practice.session.flush()


def test_crossing_that_was_told_is_not_told_again(practice: Practice) -> None:
    book(practice, 10)
    assert (told(practice), catch_up(practice), told(practice)) == (1, 0, 1)


def test_crossing_that_was_missed_is_told_once(practice: Practice) -> None:
    book(practice, 10)
    forget(practice)
    assert [catch_up(practice), catch_up(practice), told(practice)] == [1, 0, 1]


def test_it_is_the_same_message_whoever_tells_it(practice: Practice) -> None:
    book(practice, 10)
    keys = set(practice.session.exec(select(OutboxMessage.unique_key)))
    forget(practice)
    catch_up(practice)
    assert set(practice.session.exec(select(OutboxMessage.unique_key))) < keys


def test_higher_threshold_finds_who_is_below_it(practice: Practice) -> None:
    book(practice, 8)
    assert catch_up(practice) == 0
    threshold(practice, 4)
    assert [catch_up(practice), catch_up(practice)] == [1, 0]


def test_higher_threshold_tells_nobody_a_second_time(practice: Practice) -> None:
    book(practice, 8)
    book(practice, 2, now=NOW + HOUR)
    assert told(practice) == 1
    threshold(practice, 4)
    assert catch_up(practice) == 0


def test_correction_by_the_coach_tells_nobody(practice: Practice) -> None:
    packages.adjust(
        practice.session,
        practice.package_id,
        by=practice.coach,
        adjustment=-10,
        reason="Counted wrong.",
        request_id=factories.request_id(),
        now=NOW,
    )
    assert catch_up(practice) == 0


def test_small_package_has_nothing_to_cross(session: Session) -> None:
    practice = open_practice(session)
    small = factories.package(session, practice.coach, practice.client, total=2)
    assert factories.remaining(session, small) == 2
    assert catch_up(practice) == 0


def test_what_happened_long_ago_is_left_alone(practice: Practice) -> None:
    book(practice, 10)
    forget(practice)
    assert catch_up(practice, NOW + 31 * DAY) == 0
