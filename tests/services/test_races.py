"""Eight processes fight for the last places. With the lock none is sold twice."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook.models import Booking, CalendarVersion
from coachbook.models import SessionPackage as Package
from coachbook.services.people import Person
from tests import factories, people
from tests.factories import at
from tests.services.contenders import fight

PROCESSES = 8
ATTEMPTS = 10_000
CAPACITY = 2
STARTS = [
    at(f"2026-11-{day:02} {hour:02}:{minute}")
    for day in range(23, 28)
    for hour in range(9, 16)
    for minute in ("00", "30")
]

pytestmark = [pytest.mark.race, pytest.mark.timeout(900)]


@pytest.fixture
def contenders(database: Engine) -> tuple[Person, list[Person]]:
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        coach = people.coach(session)
        session.add(CalendarVersion(coach_id=coach.id, changed_at=people.JOINED))
        factories.hours(session, coach, capacity=CAPACITY)
        clients = [people.client(session, coach, f"Client {n}") for n in range(PROCESSES)]
        for client in clients:
            factories.package(session, coach, client, total=1000)
        session.commit()
    return coach, clients


def let_them_fight(
    url: str, coach: Person, clients: list[Person], attempts: int, *, is_locked: bool
) -> Counter[str]:
    starts = [int(start.timestamp()) for start in STARTS]
    told: Counter[str] = Counter()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        tasks = [
            pool.submit(fight, url, client, coach.id, starts, attempts // PROCESSES, is_locked)
            for client in clients
        ]
        for task in tasks:
            told += task.result()
    return told


def most_at_once(rows: list[Booking]) -> int:
    """By walking every minute of every booking."""
    present: Counter[int] = Counter()
    for row in rows:
        first = int(row.starts_at.timestamp()) // 60
        present.update(range(first, first + (row.ends_at - row.starts_at) // timedelta(minutes=1)))
    return max(present.values())


def test_places_are_never_sold_twice(
    database: Engine, database_url: str, contenders: tuple[Person, list[Person]]
) -> None:
    told = let_them_fight(database_url, *contenders, ATTEMPTS, is_locked=True)
    with Session(database) as session:
        rows = list(session.exec(select(Booking)))
        balances = session.exec(select(Package.remaining_sessions)).all()
    print(f"attempts={sum(told.values())} {dict(told)} most at once={most_at_once(rows)}")
    assert sum(told.values()) == ATTEMPTS
    assert told["booked"] == len(rows) > PROCESSES
    assert told["refused"] == 0
    assert most_at_once(rows) == CAPACITY
    assert sum(balances) == PROCESSES * 1000 - len(rows)


def test_without_the_lock_places_are_sold_twice(
    database: Engine, database_url: str, contenders: tuple[Person, list[Person]]
) -> None:
    """The control: if this can't oversell, the test above proves nothing."""
    let_them_fight(database_url, *contenders, 400, is_locked=False)
    with Session(database) as session:
        assert most_at_once(list(session.exec(select(Booking)))) > CAPACITY
