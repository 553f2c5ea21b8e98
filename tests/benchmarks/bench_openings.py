"""Open slots of 90 days with their queries: by bookings in the window, and by history before it.

Run it with python -m tests.benchmarks.bench_openings"""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

from sqlalchemy import delete, event, insert
from sqlmodel import Session

from coachbook import database
from coachbook.models import AvailabilityOverride, AvailabilityTemplate, Booking
from coachbook.models.columns import table_of
from coachbook.services.openings import day_book, rules_of
from tests import factories, people
from tests.benchmarks import bench_engine
from tests.benchmarks.places import each_database

RUNS = 31
NOW = datetime.fromtimestamp(bench_engine.NOW, tz=UTC)
COUNTS = (0, 100, 1_000, 10_000)
HISTORIES = (10_000, 100_000)


def main() -> None:
    print("database    in window  in history  queries  median ms   best ms")
    with each_database() as names:
        for name in names:
            for count, history in [*((count, 0) for count in COUNTS), *_histories()]:
                queries, runs = measured(count, history)
                print(
                    f"{name:<11} {count:>9,} {history:>11,} {queries:>8}"
                    f" {median(runs):>10.2f} {min(runs):>9.2f}"
                )


def _histories() -> list[tuple[int, int]]:
    return [(1_000, history) for history in HISTORIES]


def measured(count: int, history: int) -> tuple[int, list[float]]:
    """How many statements one question takes, and its milliseconds."""
    coach_id = practice(count, history)
    statements: list[str] = []
    with database.reading() as session:
        listener = event.listens_for(database.engine(), "before_cursor_execute")
        listener(lambda *arguments: statements.append(arguments[2]))
        ask(session, coach_id)
        queries = len(statements)
        runs = [ask(session, coach_id) for _ in range(RUNS)]
    return queries, runs


def ask(session: Session, coach_id: UUID) -> float:
    began = perf_counter()
    rules = rules_of(session, coach_id)
    first, last = bench_engine.FIRST, bench_engine.LAST
    book = day_book(
        session, rules=rules, kind="session", minutes=60, first=first, last=last, now=NOW
    )
    book.open_starts(first, last)
    return (perf_counter() - began) * 1000


def practice(count: int, history: int) -> UUID:
    with database.transaction() as session:
        for model in (Booking, AvailabilityTemplate, AvailabilityOverride):
            session.execute(delete(model))
        coach = people.coach(session, f"Coach {uuid4().hex[:6]}", booking_window_months=4)
        client = people.client(session, coach)
        package_id = factories.package(session, coach, client)
        _add_hours(session, coach.id)
        starts = [
            *(one.start for one in bench_engine.bookings(count, 1800)),
            *(bench_engine.NOW - 86_400 - 600 * number for number in range(history)),
        ]
        rows = [_row(start, coach.id, client.id, package_id) for start in starts]
        if rows:
            session.connection().execute(insert(table_of(Booking)), rows)
    _analyze()
    return coach.id


def _add_hours(session: Session, coach_id: UUID) -> None:
    for window in bench_engine.WINDOWS:
        session.add(
            AvailabilityTemplate(
                coach_id=coach_id,
                availability_type="session",
                day_of_week=window.day_of_week,
                start_time=window.start,
                end_time=window.end,
                max_concurrent_clients=window.capacity,
            )
        )
    for override in bench_engine.OVERRIDES:
        session.add(
            AvailabilityOverride(
                coach_id=coach_id,
                availability_type="session",
                date=override.on,
                start_time=override.start,
                end_time=override.end,
                is_blocked=override.is_blocked,
                max_concurrent_clients=override.capacity,
                created_at=NOW,
            )
        )
    session.flush()


def _row(start: int, coach_id: UUID, client_id: UUID, package_id: UUID) -> dict[str, object]:
    starts_at = datetime.fromtimestamp(start, tz=UTC)
    booking_id = uuid4()
    return {
        "id": booking_id,
        "chain_id": booking_id,
        "coach_id": coach_id,
        "client_id": client_id,
        "package_id": package_id,
        "booking_type": "session",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "status": "confirmed",
        "created_at": NOW,
        "sequence": 0,
        "version": 1,
        "breaks_rules": False,
    }


def _analyze() -> None:
    """What a database in use does by itself: count its rows."""
    with database.engine().execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE")
        else:
            connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    main()
