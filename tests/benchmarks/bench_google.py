"""Copying to Google: a back-fill of 200 appointments against a server that answers after 100 ms,
how long other coaches wait meanwhile, and what booking costs while Google hangs.

Run it with python -m tests.benchmarks.bench_google"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import Any

from sqlmodel import Session, col, select

from coachbook import clock, config, database
from coachbook.jobs import copying
from coachbook.models import GoogleEvent
from coachbook.services import bookings
from coachbook.services.google_calendar import connections
from coachbook.services.google_calendar.calendar_client import Granted
from coachbook.services.google_calendar.speaking import Google as Speaking
from coachbook.services.people import Person
from tests import factories, people
from tests.benchmarks.places import each_database
from tests.google.running import Running, environment, running

BACK_FILL, OTHERS, OF_EACH = 200, 5, 3
LATENCY_SECONDS = 0.1
THREADS = 2  # as beside the pages
BOOKINGS = 300
FIRST = datetime(2027, 1, 5, 6, 0, tzinfo=UTC)


def main() -> None:
    print("database    back-fill  slowest other  booking p50/p95: without, Google well, it hangs")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COACHBOOK_DATA_DIR"] = folder
        with each_database() as names:
            for name in names:
                print(f"{name:<11} {_line()}", flush=True)


def _line() -> str:
    with _google() as google:
        google.tell("wait", latency=LATENCY_SECONDS)
        filled, others = _back_fill(google)
        alone = _booking(google, "none")
        well = _booking(google, "well")
        google.tell("wait", hang_seconds=30.0)
        google.tell("fail", name="hang", times=None)
        hanging = _booking(google, "hangs")
    words = "  ".join(
        f"{_p(times, 50):.1f}/{_p(times, 95):.1f} ms" for times in (alone, well, hanging)
    )
    return f"{filled:>7.1f} s {others:>12.1f} s  {words}"


def _p(times: list[float], percent: int) -> float:
    return median(times) if percent == 50 else quantiles(times, n=20)[18]


@contextmanager
def _google() -> Iterator[Running]:
    with running() as google:
        os.environ.update(environment(google.url))
        config.reset()
        yield google


def _connect(session: Session, google: Running, coach: Person) -> None:
    email = f"{coach.id.hex}@gmail.example"
    token = google.tell("grant", email=email)
    granted = Granted(coach.id.hex, email, token)
    connections.connect(session, granted, by=coach, now=clock.now())


def _back_fill(google: Running) -> tuple[float, float]:
    """Seconds until all of the first is there, and for the slowest of the others."""
    with database.transaction() as session:
        first = _coach(session, BACK_FILL)
        _connect(session, google, first)
        others = [_coach(session, OF_EACH) for _ in range(OTHERS)]
    began, slowest = time.monotonic(), 0.0
    with copying.running(_speaking(), threads=THREADS):
        time.sleep(2)
        for other in others:
            with database.transaction() as session:
                _connect(session, google, other)
            since = time.monotonic()
            while _waiting(other):
                time.sleep(0.02)
            slowest = max(slowest, time.monotonic() - since)
        assert _waiting(first), "the back-fill was over before the others came"
        while _waiting(first):
            time.sleep(0.05)
        return time.monotonic() - began, slowest


def _coach(session: Session, booked: int) -> Person:
    coach = people.coach(session, "Anna")
    client = people.client(session, coach)
    factories.package(session, coach, client, total=booked + BOOKINGS + 1)
    for day in range(0, booked, 8):
        starts = [FIRST + timedelta(days=day, hours=one) for one in range(min(8, booked - day))]
        factories.booked(session, coach, client, *starts, now=clock.now())
    return coach


def _waiting(coach: Person) -> bool:
    with database.reading() as session:
        mine = (col(GoogleEvent.coach_id) == coach.id, col(GoogleEvent.is_there).is_(False))
        return session.exec(select(GoogleEvent).where(*mine).limit(1)).first() is not None


def _speaking() -> Speaking:
    from coachbook.integrations import google_calendar

    known = config.settings()
    return Speaking(google_calendar.opening(known), google_calendar.consent(known).revoke)


def _booking(google: Running, how: str) -> list[float]:
    """Milliseconds of each."""
    with database.transaction() as session:
        coach = people.coach(session, "Berta")
        client = people.client(session, coach)
        factories.package(session, coach, client, total=BOOKINGS)
        if how != "none":
            _connect(session, google, coach)
    times: list[float] = []
    with copying.running(_speaking(), threads=THREADS, rest_seconds=0.02):
        for number in range(BOOKINGS):
            times.append(_book(coach, client, FIRST + timedelta(hours=number)))
            time.sleep(0.005)
    return times


def _book(coach: Person, client: Person, starts_at: datetime) -> float:
    asked: dict[str, Any] = {"by": coach, "coach_id": coach.id, "client_id": client.id}
    began = time.perf_counter()
    with database.transaction() as session:
        outcome = bookings.book(
            session, kind="session", minutes=60, starts=[starts_at], now=clock.now(),
            request_id=factories.request_id(), confirmed=True, **asked,
        )  # fmt: skip
    assert outcome.is_booked
    return 1_000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
