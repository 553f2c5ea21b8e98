"""Reminders over 60 days of a scheduler that stumbles: none lost, none twice, none wrong."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from coachbook import clock as clocks
from coachbook.database import transaction
from coachbook.jobs import reminding
from coachbook.models import Booking, OutboxMessage
from coachbook.notifications import outbox
from coachbook.notifications.outbox import Queued
from coachbook.services import reminders
from tests import factories
from tests.conftest import NOW
from tests.jobs.clocks import Clock
from tests.jobs.simulation import HOUR, Simulation, remind, stumbling
from tests.practices import open_practice


@pytest.fixture
def clock(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(NOW).used(monkeypatch)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_each_reminder_that_was_due_is_sent_once(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    monkeypatch.setattr(reminders, "AT_ONCE", 2)
    stumbling(chance, monkeypatch)
    simulated = Simulation(clock, chance, remind)
    simulated.run()
    assert simulated.told() == simulated.expected()
    assert simulated.told().total() > 60
    assert simulated.kills > 20


def by_the_hour() -> int:
    """What starts in 23 to 24 hours, as a plain job would ask."""
    now = clocks.now()
    with transaction() as session:
        starting = session.exec(
            select(Booking).where(
                Booking.status == "confirmed",
                col(Booking.starts_at) > now + 23 * HOUR,
                col(Booking.starts_at) <= now + 24 * HOUR,
            )
        ).all()
        for one in starting:
            outbox.queue_many(session, [_written_anew(one, now)])
    return len(starting)


def _written_anew(booking: Booking, now: datetime) -> Queued:
    return Queued(
        f"{booking.booking_type}_reminder",
        recipient_id=booking.client_id,
        coach_id=booking.coach_id,
        subject_id=booking.id,
        due_at=now,
        created_at=now,
        version=random.randrange(10**9),
        payload={"booking_ids": [str(booking.id)]},
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_asking_by_the_hour_would_lose_some_and_send_some_twice(clock: Clock) -> None:
    """Else the test above would prove nothing."""
    simulated = Simulation(clock, random.Random(5), by_the_hour)
    simulated.run()
    told, expected = simulated.told(), simulated.expected()
    sessions = {key for key in expected if key[0] != "checkin_form_reminder"}
    assert sessions - told.keys()
    assert max(told.values()) > 1


@pytest.mark.slow
@pytest.mark.parametrize("hours", [1, -1, 24, -24])
def test_clock_that_jumps_reminds_nobody_twice(clock: Clock, hours: int) -> None:
    start = factories.at("2026-11-20 09:00")
    with transaction() as session:
        practice = open_practice(session)
        practice.book(*(start + number * HOUR for number in range(7)), by=practice.coach)
    begin, count = start - 40 * HOUR, 0
    for number in range(40):
        is_wrong = 10 <= number < 13
        clock.at = begin + number * HOUR + (hours * HOUR if is_wrong else timedelta(0))
        count += reminding.remind()
    assert count == 7


def test_scheduler_that_stood_still_for_30_hours_reminds_of_what_is_ahead(clock: Clock) -> None:
    start = factories.at("2026-11-20 09:00")
    with transaction() as session:
        practice = open_practice(session)
        practice.book(start, start + 5 * HOUR, by=practice.coach)
    clock.at = start - 27 * HOUR
    assert reminding.remind() == 0
    clock.at += 30 * HOUR  # two hours before the second, three behind the first
    assert [reminding.remind(), reminding.remind()] == [1, 0]


@pytest.mark.race
@pytest.mark.slow
def test_many_at_once_write_each_reminder_once(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "AT_ONCE", 3)
    start = factories.at("2026-11-20 09:00")
    with transaction() as session:
        practice = open_practice(session)
        practice.book(*(start + number * HOUR for number in range(8)), by=practice.coach)
    clock.at = start - 10 * HOUR
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: reminding.remind(), range(8)))
    with transaction() as session:
        asked = select(OutboxMessage).where(OutboxMessage.event == "session_reminder")
        assert len(session.exec(asked).all()) == 8
