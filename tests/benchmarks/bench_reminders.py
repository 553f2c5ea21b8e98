"""10,000 reminders that are due at once, among 100,000 bookings: found and queued.

Run it with python -m tests.benchmarks.bench_reminders"""

from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, func, select

from coachbook import clock, database
from coachbook.jobs import reminding
from coachbook.models import (
    Booking,
    CoachClient,
    CoachSettings,
    OutboxMessage,
    Profile,
    SessionPackage,
)
from coachbook.models.columns import table_of
from coachbook.services import reminders
from tests.benchmarks.places import each_database

NOW = datetime(2026, 11, 16, 15, tzinfo=UTC)
COACHES, CLIENTS_EACH, DAYS = 100, 100, 10
DUE = COACHES * CLIENTS_EACH
GOAL_SECONDS = 10


def main() -> None:
    print(
        "database     bookings  due reminders  messages   seconds  (of work)  longest turn   again"
    )
    with each_database() as names:
        for name in names:
            print(f"{name:<11} {_line()}", flush=True)


def _line() -> str:
    with database.transaction() as session:
        bookings = fill(session)
    turns: list[float] = []
    with patch.object(clock, "now", lambda: NOW):
        began, work_began = perf_counter(), process_time()
        count = reminding._in_portions(_timed(turns))
        seconds, work = perf_counter() - began, process_time() - work_began
        began = perf_counter()
        assert reminding.remind() == 0
        again = perf_counter() - began
    assert count == DUE, count
    with database.reading() as session:
        messages = session.exec(select(func.count()).select_from(OutboxMessage)).one()
    return (
        f"{bookings:>9,} {count:>14,} {messages:>9,} {seconds:>9.2f} {work:>11.2f} "
        f"{max(turns):>11.2f} s {again:>5.2f} s  {'' if seconds <= GOAL_SECONDS else 'TOO SLOW'}"
    )


def _timed(turns: list[float]) -> Any:
    def queue(session: Session, *, now: datetime, most: int) -> int:
        began = perf_counter()
        count: int = reminders.queue_due(session, now=now, most=most)
        turns.append(perf_counter() - began)
        return count

    return queue


def fill(session: Session) -> int:
    """A booking of each client on each of ten days; one of them starts within 24 hours."""
    profiles, settings, relations, packages, rows = [list[dict[str, Any]]() for _ in range(5)]
    made = NOW - timedelta(days=30)
    for coach in range(COACHES):
        coach_id = uuid4()
        profiles.append(_profile(coach_id, f"coach{coach}", is_coach=True))
        settings.append(_values(CoachSettings(coach_id=coach_id, practice_name=f"No. {coach}")))
        for client in range(CLIENTS_EACH):
            client_id, package_id = uuid4(), uuid4()
            profiles.append(_profile(client_id, f"client{coach}.{client}"))
            relation = CoachClient(
                coach_id=coach_id, client_id=client_id, name=f"C {client}", invited_at=made
            )
            relations.append(_values(relation))
            package = SessionPackage(
                id=package_id, client_id=client_id, coach_id=coach_id, total_sessions=20,
                remaining_sessions=20, session_duration_minutes=60, created_at=made,
            )  # fmt: skip
            packages.append(_values(package))
            for day in range(DAYS):
                is_checkin = (client + day) % 2 == 0
                starts_at = NOW + timedelta(days=day, hours=1 + client % 22)
                rows.append(_booking(coach_id, client_id, package_id, starts_at, is_checkin, made))
    for model, values in (
        (Profile, profiles), (CoachSettings, settings), (CoachClient, relations),
        (SessionPackage, packages), (Booking, rows),
    ):  # fmt: skip
        session.connection().execute(insert(table_of(model)), values)
    return len(rows)


def _profile(id: Any, name: str, *, is_coach: bool = False) -> dict[str, Any]:
    return _values(
        Profile(
            id=id,
            email=f"{name}@example.com",
            name=name,
            time_zone="America/New_York",
            is_coach=is_coach,
            created_at=NOW,
        )
    )


def _booking(
    coach_id: Any, client_id: Any, package_id: Any, starts_at: datetime, is_checkin: bool,
    made: datetime,
) -> dict[str, Any]:  # fmt: skip
    id = uuid4()
    return _values(
        Booking(
            id=id,
            chain_id=id,
            client_id=client_id,
            coach_id=coach_id,
            package_id=None if is_checkin else package_id,
            booking_type="checkin" if is_checkin else "session",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            created_at=made,
        )
    )


def _values(row: SQLModel) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in table_of(type(row)).columns}


if __name__ == "__main__":
    main()
