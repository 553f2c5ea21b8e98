"""Notices that a package ends: which of the two, once, and only while they are true."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from coachbook.models import CoachClient, InAppNotification, OutboxMessage, SessionPackage
from coachbook.services import expiring
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice

TODAY = date(2026, 11, 16)
DAY = timedelta(days=1)
MONTHS, WEEKS = "package_expiring_month", "package_expiring_week"


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)


def ending(practice: Practice, in_days: int, *, sold_days: int = 60, left: int = 5) -> None:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = at(f"{TODAY + in_days * DAY} 23:59:59")
    package.created_at = at(f"{TODAY - sold_days * DAY} 12:00")
    package.remaining_sessions = left
    practice.session.flush()


def notices(practice: Practice, after_days: int = 0) -> int:
    return expiring.queue_notices(
        practice.session,
        practice.coach.id,
        on=TODAY + after_days * DAY,
        zone=practice.coach.zone,
        now=NOW + after_days * DAY,
    )


def told(practice: Practice) -> list[str]:
    asked = select(OutboxMessage.event, OutboxMessage.channel).where(
        col(OutboxMessage.event).contains("expiring")
    )
    return sorted(f"{event} {channel}" for event, channel in practice.session.exec(asked))


@pytest.mark.parametrize(
    ("in_days", "event"),
    [
        (31, ""), (30, MONTHS), (29, MONTHS), (8, MONTHS), (7, WEEKS), (6, WEEKS), (1, WEEKS),
        (0, WEEKS), (-1, ""),
    ],
)  # fmt: skip
def test_notice_is_due_30_and_7_days_before_and_while_it_is_true(
    practice: Practice, in_days: int, event: str
) -> None:
    ending(practice, in_days)
    assert notices(practice) == (1 if event else 0)
    assert {one.split()[0].removeprefix("client_") for one in told(practice)} == {event} - {""}


def test_both_are_told_on_the_channels_of_the_matrix(practice: Practice) -> None:
    ending(practice, 30)
    notices(practice)
    assert told(practice) == [f"client_{MONTHS} email", f"{MONTHS} email"]
    notices(practice, after_days=23)
    assert told(practice)[1:3] == [f"client_{WEEKS} email", f"client_{WEEKS} push"]
    assert told(practice)[4:] == [f"{WEEKS} email", f"{WEEKS} push"]
    coachs = select(InAppNotification).where(InAppNotification.recipient_id == practice.coach.id)
    assert {one.event for one in practice.session.exec(coachs)} >= {
        f"client_{MONTHS}", f"client_{WEEKS}",
    }  # fmt: skip


def test_each_notice_is_given_once(practice: Practice) -> None:
    ending(practice, 31)
    assert sum(notices(practice, after_days=days) for days in range(32)) == 2


def test_package_that_ends_on_another_day_is_told_of_anew(practice: Practice) -> None:
    ending(practice, 30)
    assert notices(practice) == 1
    ending(practice, 29)
    assert notices(practice) == 1
    assert notices(practice) == 0


@pytest.mark.parametrize(
    ("sold_days", "in_days", "count"),
    [(1, 30, 1), (0, 30, 0), (0, 29, 0), (20, 7, 1), (1, 7, 1), (0, 7, 0), (2, 4, 0)],
)
def test_package_sold_inside_the_span_is_not_told_of(
    practice: Practice, sold_days: int, in_days: int, count: int
) -> None:
    ending(practice, in_days, sold_days=sold_days)
    assert notices(practice) == count


def test_package_without_sessions_is_not_told_of(practice: Practice) -> None:
    ending(practice, 7, left=0)
    assert notices(practice) == 0


def test_voided_package_is_not_told_of(practice: Practice) -> None:
    ending(practice, 7, left=0)
    practice.session.get_one(SessionPackage, practice.package_id).voided_at = NOW
    assert notices(practice) == 0


def test_archived_client_is_not_told(practice: Practice) -> None:
    ending(practice, 7)
    practice.session.exec(select(CoachClient)).one().status = "archived"
    practice.session.flush()
    assert notices(practice) == 0


def test_month_is_of_no_use_once_the_week_begins(practice: Practice) -> None:
    ending(practice, 30)
    notices(practice)
    useless = set(practice.session.exec(select(OutboxMessage.useless_at)))
    assert useless == {at(f"{TODAY + 23 * DAY} 00:00")}


def test_week_is_of_use_until_the_package_ends(practice: Practice) -> None:
    ending(practice, 7)
    notices(practice)
    useless = set(practice.session.exec(select(OutboxMessage.useless_at)))
    assert useless == {at(f"{TODAY + 7 * DAY} 23:59:59")}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
def test_days_are_counted_by_the_coachs_calendar(practice: Practice, zone: str) -> None:
    local = ZoneInfo(zone)
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = at("2026-12-16 23:59:59", zone)
    practice.session.flush()
    counts = [
        expiring.queue_notices(
            practice.session, practice.coach.id, on=on, zone=local, now=_morning(on, local)
        )
        for on in (date(2026, 11, 15), TODAY)
    ]
    assert counts == [0, 1]


def _morning(on: date, zone: ZoneInfo) -> datetime:
    return at(f"{on} 09:00", zone.key)
