"""Two devices of one client take the month's check-in in the same moment."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook import database as databases
from coachbook.errors import SlotTaken
from coachbook.models import Booking, CalendarVersion, ClientCheckinUsage
from coachbook.services import bookings
from coachbook.services.bookings import booking, moving, records
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at

PAUSE_SECONDS = 0.2
NOON, NEXT_DAY = at("2026-11-18 12:00"), at("2026-11-19 12:00")
DECEMBER, LATER = at("2026-12-16 12:00"), at("2026-12-17 12:00")


@pytest.fixture
def pair(database: Engine) -> tuple[Person, Person]:
    """A coach and a client of theirs."""
    with databases.transaction() as session:
        coach = people.coach(session)
        session.add(CalendarVersion(coach_id=coach.id, changed_at=people.JOINED))
        factories.hours(session, coach, kind="checkin", capacity=1)
        return coach, people.client(session, coach)


def book(pair: tuple[Person, Person], start: datetime) -> str:
    coach, client = pair
    try:
        with databases.transaction() as session:
            outcome = bookings.book(
                session, by=client, coach_id=coach.id, client_id=client.id, kind="checkin",
                minutes=30, starts=[start], request_id=uuid4().hex, now=NOW,
            )  # fmt: skip
    except SlotTaken as refused:
        return refused.sentence
    return "booked" if outcome.is_booked else str(outcome.verdicts[0].reason)


def both(device: Callable[..., str], pair: tuple[Person, Person], *tasks: Any) -> Counter[str]:
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(device, pair, task) for task in tasks]
        return Counter(one.result() for one in running)


def slowly(function: Any, pause: Callable[[], Any]) -> Any:
    def slow(*given: Any, **more: Any) -> Any:
        pause()
        return function(*given, **more)

    return slow


def unlocked(stack: ExitStack) -> None:
    """Both devices have looked before either writes. On SQLite the write transaction is a lock."""
    meeting, url = threading.Barrier(2), databases.engine().url
    for guard in (
        patch.object(booking, "lock_coach", lambda *_, **__: None),
        patch.object(moving, "lock_coach", lambda *_, **__: None),
        patch.object(databases, "_sqlite_writers", nullcontext()),
        patch.object(databases, "_begin_sqlite", lambda _: None),
        patch.object(
            records, "add_bookings", slowly(records.add_bookings, lambda: meeting.wait(30))
        ),
    ):
        stack.enter_context(guard)
    databases.use(url.render_as_string(hide_password=False))


def months(database: Engine) -> int:
    with Session(databases.engine()) as session:
        return len(session.exec(select(ClientCheckinUsage)).all())


def live(database: Engine) -> list[datetime]:
    with Session(databases.engine()) as session:
        rows = session.exec(select(Booking).where(Booking.status == "confirmed")).all()
        return sorted(row.starts_at for row in rows)


def test_one_of_two_devices_books(database: Engine, pair: tuple[Person, Person]) -> None:
    write = slowly(records.add_bookings, lambda: time.sleep(PAUSE_SECONDS))
    with patch.object(records, "add_bookings", write):
        told = both(book, pair, NOON, NEXT_DAY)
    assert told == {"booked": 1, "month_used": 1}
    assert (len(live(database)), months(database)) == (1, 1)


def test_database_holds_where_the_lock_does_not(
    database: Engine, pair: tuple[Person, Person]
) -> None:
    with ExitStack() as stack:
        unlocked(stack)
        told = both(book, pair, NOON, NEXT_DAY)
    assert told == {"booked": 1, "The check-in of November is used already.": 1}
    assert months(database) == 1


def test_without_either_both_would_book(database: Engine, pair: tuple[Person, Person]) -> None:
    """The control: with neither the lock nor the key of the month, it is taken twice."""
    with ExitStack() as stack:
        unlocked(stack)
        stack.enter_context(patch.object(records, "use_month", lambda *_: None))
        told = both(book, pair, NOON, NEXT_DAY)
    assert told == {"booked": 2}
    assert live(database) == [NOON, NEXT_DAY]


# Moving into the same month


def move(pair: tuple[Person, Person], task: tuple[Any, datetime]) -> str:
    made, to = task
    try:
        with databases.transaction() as session:
            bookings.reschedule(
                session, made.id, to, by=pair[1], version=made.version, request_id=uuid4().hex,
                now=NOW,
            )  # fmt: skip
    except SlotTaken as refused:
        return refused.sentence
    return "moved"


def test_move_and_booking_share_one_month(database: Engine, pair: tuple[Person, Person]) -> None:
    """The phone moves November's into December while the laptop books December's."""
    with databases.transaction() as session:
        (made,) = factories.booked(session, *pair, NOON, kind="checkin")

    def device(pair: tuple[Person, Person], task: Any) -> str:
        return move(pair, (made, task)) if task == DECEMBER else book(pair, task)

    write = slowly(records.add_bookings, lambda: time.sleep(PAUSE_SECONDS))
    with patch.object(records, "add_bookings", write):
        told = both(device, pair, DECEMBER, LATER)
    assert told in (
        {"moved": 1, "month_used": 1},
        {"booked": 1, "The check-in of December is used already.": 1},
    )
    assert months(database) == len(live(database))
