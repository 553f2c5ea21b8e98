"""The month of a check-in ends at the midnight of its coach, wherever that is."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from coachbook.services import bookings, checkins
from coachbook.services.bookings.records import used_months
from coachbook.services.people import Person
from tests import factories, people
from tests.factories import NEW_YORK, at

ENDS = [
    ("Pacific/Auckland", "2026-11-30 23:30", "2026-12-01 00:00"),
    ("America/Los_Angeles", "2026-11-30 23:30", "2026-12-01 00:00"),
    ("Asia/Kathmandu", "2026-11-30 23:30", "2026-12-01 00:00"),
    ("Pacific/Auckland", "2027-01-31 23:30", "2027-02-01 00:00"),
    ("America/Los_Angeles", "2026-12-31 23:30", "2027-01-01 00:00"),
    ("Asia/Kathmandu", "2026-12-31 23:30", "2027-01-01 00:00"),
]


@pytest.mark.parametrize(("zone", "last", "first"), ENDS)
def test_month_ends_at_the_coachs_midnight(
    session: Session, zone: str, last: str, first: str
) -> None:
    coach, client = _far_away(session, zone)
    ends, begins = at(last, zone), at(first, zone)
    assert begins - ends == timedelta(minutes=30)
    assert [_book(session, coach, client, start) for start in (ends, begins)] == [True, True]
    assert used_months(session, coach.id, client.id) == {
        ends.astimezone(coach.zone).date().replace(day=1),
        begins.astimezone(coach.zone).date(),
    }
    for start in (ends - timedelta(days=2), begins + timedelta(days=2)):
        assert not _book(session, coach, client, start)


@pytest.mark.parametrize(("zone", "_last", "first"), ENDS)
def test_status_changes_at_the_coachs_midnight(
    session: Session, zone: str, _last: str, first: str
) -> None:
    coach, client = _far_away(session, zone)
    midnight = at(first, zone)
    assert _book(session, coach, client, midnight - timedelta(days=3))
    seen = [
        checkins.standing(
            session, coach_id=coach.id, client_id=client.id, zone=coach.zone, now=now
        ).resets_on
        for now in (midnight - timedelta(microseconds=1), midnight)
    ]
    assert seen == [midnight.astimezone(coach.zone).date(), None]


def test_clients_own_month_does_not_count(session: Session) -> None:
    """Half past eight in the evening of 30 November in Los Angeles is December in Auckland."""
    coach, client = _far_away(session, "Pacific/Auckland", clients="America/Los_Angeles")
    start = at("2026-11-30 20:30", "America/Los_Angeles")
    assert _book(session, coach, client, start)
    assert used_months(session, coach.id, client.id) == {date(2026, 12, 1)}
    assert _book(session, coach, client, at("2026-11-30 23:30", "Pacific/Auckland"))


def test_next_month_of_any_day() -> None:
    assert checkins.next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    assert checkins.next_month(date(2027, 1, 31)) == date(2027, 2, 1)
    assert checkins.next_month(date(2028, 2, 1)) == date(2028, 3, 1)


def _far_away(session: Session, zone: str, clients: str = NEW_YORK) -> tuple[Person, Person]:
    coach = people.coach(session, zone=zone)
    factories.hours(session, coach, days=range(7), start="00:00", end="00:00", kind="checkin")
    return coach, people.client(session, coach, zone=clients)


def _book(session: Session, coach: Person, client: Person, start: datetime) -> bool:
    return bookings.book(
        session, by=client, coach_id=coach.id, client_id=client.id, kind="checkin", minutes=30,
        starts=[start], request_id=uuid4().hex, now=start.astimezone(UTC) - timedelta(days=9),
    ).is_booked  # fmt: skip


def test_zones_differ_from_utc_at_these_midnights() -> None:
    """Or the tests above would prove nothing: Kathmandu is 5:45 ahead."""
    offsets = {zone: at(first, zone).astimezone(ZoneInfo(zone)).utcoffset()
               for zone, _, first in ENDS}  # fmt: skip
    assert offsets["Asia/Kathmandu"] == timedelta(hours=5, minutes=45)
    assert offsets["Pacific/Auckland"] == timedelta(hours=13)
    assert offsets["America/Los_Angeles"] == -timedelta(hours=8)
