"""Several that speak to Google at once: one for each coach, and every coach has their turn."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from coachbook.services.google_calendar import syncing, turns
from coachbook.services.google_calendar.speaking import Google
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.services.google_calendar.connected import connect
from tests.services.google_calendar.fake_google import Client, FakeGoogle

COACHES, EVENTS, THREADS = 3, 12, 4


@pytest.fixture
def coaches(database: Engine, now: object) -> Iterator[list[Person]]:
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        made = [people.coach(session, f"Coach {number}") for number in range(COACHES)]
        for number, coach in enumerate(made):
            connect(session, coach, token=str(number), subject=str(number))
        book(session, made[0], EVENTS)
        for coach in made[1:]:
            book(session, coach, 2)
        session.commit()
        yield made


def book(session: Session, coach: Person, count: int) -> None:
    client = people.client(session, coach)
    factories.package(session, coach, client, total=count)
    starts = [at("2026-11-18 06:00") + timedelta(hours=hour) for hour in range(count)]
    factories.booked(session, coach, client, *starts)


class Watched:
    """A Google for each token, and how many spoke to it at once."""

    def __init__(self, seconds: float = 0.002) -> None:
        self.seconds = seconds
        self.accounts = {str(number): FakeGoogle() for number in range(COACHES)}
        self.at_once: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.order: list[str] = []
        self.lock, self.has_met = threading.Lock(), threading.Event()
        for token, google in self.accounts.items():
            google.before_each = lambda name, token=token: self.meet(token)  # type: ignore[misc]

    def meet(self, token: str) -> None:
        with self.lock:
            self.order.append(token)
            self.at_once[token] += 1
            self.most[token] = max(self.most[token], self.at_once[token])
            if self.at_once[token] > 1:
                self.has_met.set()
        self.has_met.wait(self.seconds)
        with self.lock:
            self.at_once[token] -= 1

    def google(self) -> Google:
        return Google(lambda token: Client(self.accounts[token], token), lambda _: None)


def serve_at_once(watched: Watched, turns_each: int = 20) -> None:
    asked: Any = {"now": clock, "limit": turns_each}
    threads = [
        threading.Thread(target=syncing.serve_all, args=(watched.google(),), kwargs=asked)
        for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


@pytest.mark.race
def test_one_speaks_for_a_coach_at_a_time(coaches: list[Person]) -> None:
    watched = Watched()
    serve_at_once(watched)

    held = [len(google.standing()) for google in watched.accounts.values()]
    assert held == [EVENTS, 2, 2]
    assert set(watched.most.values()) == {1}
    inserts = [google.calls.count("insert") for google in watched.accounts.values()]
    assert inserts == held


@pytest.mark.race
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_lease_several_would(
    coaches: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: of more threads than coaches two have the same, and wait for each other."""
    monkeypatch.setattr(turns, "LEASE", timedelta())
    watched = Watched(seconds=10)
    serve_at_once(watched, turns_each=3)
    assert max(watched.most.values()) > 1


def clock() -> object:
    return NOW


def test_much_of_one_coach_keeps_no_other_waiting(coaches: list[Person]) -> None:
    watched = Watched()
    for _ in range(COACHES):
        syncing.serve_next(watched.google(), now=lambda: NOW)

    assert [len(google.standing()) for google in watched.accounts.values()] == [
        syncing.ROWS_A_TURN,
        2,
        2,
    ]


def test_a_turn_ends_in_time(coaches: list[Person]) -> None:
    watched = Watched()
    moment = [NOW]

    def slow(_: str) -> None:
        moment[0] += timedelta(seconds=2)

    watched.accounts["0"].before_each = slow
    syncing.serve_next(watched.google(), now=lambda: moment[0])

    assert len(watched.accounts["0"].standing()) == 3
    assert moment[0] < NOW + syncing.A_TURN + timedelta(seconds=2)
