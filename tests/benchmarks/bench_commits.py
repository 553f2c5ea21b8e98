"""Bookings a second, as services.bookings.book commits them, and instants over capacity.

Run it with python -m tests.benchmarks.bench_commits"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import quantiles
from time import perf_counter
from uuid import UUID, uuid4

from sqlmodel import col, select

from coachbook import database
from coachbook.models import Booking
from coachbook.services import bookings
from coachbook.services.people import Person
from tests import factories, people
from tests.benchmarks.places import each_database

NOW = datetime(2026, 11, 16, 15, tzinfo=UTC)
FIRST = datetime(2026, 11, 23, 14, tzinfo=UTC)  # 9:00 in New York
CAPACITY = 100
STARTS_A_DAY = 12
THREADS = (1, 8, 32)
BOOKINGS = 1_536


@dataclass(frozen=True)
class Pair:
    """A client of a coach, with the hours that they book one after another."""

    coach: Person
    client: Person
    starts: Iterator[datetime]


def main() -> None:
    print("database    coaches  threads  bookings/s   p50 ms   p99 ms   max ms  over capacity")
    with each_database() as names:
        for name in names:
            for coaches in (1, 100):
                for threads in THREADS:
                    print(f"{name:<11} {coaches:>7} {threads:>8}  {_line(coaches, threads)}")


def _line(coaches: int, threads: int) -> str:
    pairs = practices(coaches, threads)
    book_all(pairs, threads, 2 * threads)  # warms the connections and the statements
    began = perf_counter()
    taken = book_all(pairs, threads, BOOKINGS)
    rate = len(taken) / (perf_counter() - began)
    cuts = quantiles(taken, n=100)
    over = sum(over_capacity(coach_id) for coach_id in {pair.coach.id for pair in pairs})
    return f"{rate:>10.0f} {cuts[49]:>8.1f} {cuts[98]:>8.1f} {max(taken):>8.1f} {over:>14}"


def practices(coaches: int, threads: int) -> list[Pair]:
    """A client of their own for each thread at each coach, all with room."""
    pairs: list[Pair] = []
    with database.transaction() as session:
        for _ in range(coaches):
            coach = people.coach(
                session, "Kim Oduya", renewal_threshold=0, booking_window_months=12
            )
            factories.hours(session, coach, days=range(7), end="22:00", capacity=CAPACITY)
            for _ in range(-(-threads // coaches)):
                client = people.client(session, coach)
                factories.package(session, coach, client, total=1000)
                factories.package(session, coach, client, total=1000)
                pairs.append(Pair(coach, client, _hours_on_end()))
    return pairs


def _hours_on_end() -> Iterator[datetime]:
    for day in count():
        for hour in range(STARTS_A_DAY):
            yield FIRST + timedelta(days=day, hours=hour)


def book_all(pairs: list[Pair], threads: int, total: int) -> list[float]:
    """Milliseconds of each booking; each thread keeps to its own clients."""
    shares = [pairs[number::threads] or pairs[:1] for number in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        runs = pool.map(lambda share: _book_some(share, total // threads), shares)
        return [taken for run in runs for taken in run]


def _book_some(pairs: list[Pair], total: int) -> list[float]:
    taken = []
    for number in range(total):
        pair = pairs[number % len(pairs)]
        began = perf_counter()
        _book(pair.coach, pair.client, next(pair.starts))
        taken.append((perf_counter() - began) * 1000)
    return taken


def _book(coach: Person, client: Person, start: datetime) -> None:
    with database.transaction() as session:
        outcome = bookings.book(
            session,
            by=client,
            coach_id=coach.id,
            client_id=client.id,
            kind="session",
            minutes=60,
            starts=[start],
            request_id=uuid4().hex,
            now=NOW,
        )
    assert outcome.is_booked, outcome.verdicts


def over_capacity(coach_id: UUID) -> int:
    """Instants at which more are there than may be, by the starts and ends of all bookings."""
    with database.reading() as session:
        rows = session.exec(
            select(Booking.starts_at, Booking.ends_at).where(
                Booking.coach_id == coach_id, col(Booking.status) != "cancelled"
            )
        ).all()
    changes = [(start, 1) for start, _ in rows] + [(end, -1) for _, end in rows]
    present, over = 0, 0
    for _, change in sorted(changes):
        present += change
        over += present > CAPACITY
    return over


if __name__ == "__main__":
    main()
