"""What open pages share is what a transaction would find, after whatever changed."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from coachbook import database as databases
from coachbook.availability import Window
from coachbook.services import bookings, hours, openings, overrides, rosters
from coachbook.services.overrides import Difference
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at

FIRST, LAST = date(2026, 11, 16), date(2027, 2, 16)
TUESDAY = at("2026-11-17 09:00")
DAY = timedelta(days=1)

Practice = tuple[Person, Person, Person]


@pytest.fixture
def practice(database: Engine) -> Iterator[Practice]:
    rosters.forget()
    with databases.transaction() as session:
        coach = people.coach(session, is_owner=True)
        factories.hours(session, coach, capacity=1)
        clients = [people.client(session, coach, name) for name in ("Cy", "Di")]
        for client in clients:
            factories.package(session, coach, client)
    yield coach, clients[0], clients[1]
    rosters.forget()


def offered(session: Session, coach: Person, client: Person) -> list[int]:
    book = openings.day_book(
        session, rules=openings.rules_of(session, coach.id), kind="session", minutes=60,
        first=FIRST, last=LAST, now=NOW, client_id=client.id,
    )  # fmt: skip
    return [slot.start for slot in book.slots(FIRST, LAST) if slot.reason is None]


def agrees(coach: Person, client: Person) -> list[int]:
    """Read as a page reads, and as a booking does."""
    with databases.reading() as session:
        shown = offered(session, coach, client)
    with databases.transaction() as session:
        assert offered(session, coach, client) == shown
    return shown


def done(action: Callable[..., Any], *given: Any, **more: Any) -> Any:
    with databases.transaction() as session:
        return action(session, *given, **more, now=NOW)


def book(coach: Person, client: Person) -> Any:
    outcome = done(
        bookings.book, by=client, coach_id=coach.id, client_id=client.id, kind="session",
        minutes=60, starts=[TUESDAY], request_id=factories.request_id(),
    )  # fmt: skip
    return outcome.bookings[0]


def test_what_is_booked_is_closed_for_the_others(practice: Practice) -> None:
    coach, cy, di = practice
    assert TUESDAY.timestamp() in agrees(coach, di)
    booked = book(coach, cy)
    assert TUESDAY.timestamp() not in agrees(coach, di)
    assert TUESDAY.timestamp() not in agrees(coach, cy)
    done(bookings.cancel, booked.id, by=cy, version=booked.version)
    assert TUESDAY.timestamp() in agrees(coach, di)


def test_what_is_moved_closes_there_and_opens_here(practice: Practice) -> None:
    coach, cy, di = practice
    booked = book(coach, cy)
    agrees(coach, di)
    done(bookings.reschedule, booked.id, TUESDAY + DAY, by=cy, version=1, request_id="moving on")
    found = agrees(coach, di)
    assert TUESDAY.timestamp() in found
    assert (TUESDAY + DAY).timestamp() not in found


def test_new_hours_are_seen(practice: Practice) -> None:
    coach, cy, _ = practice
    before = agrees(coach, cy)
    narrow = [Window(2, time(9), time(11), 1)]
    done(hours.save_week, by=coach, kind="session", windows=narrow)
    assert 0 < len(agrees(coach, cy)) < len(before)


def test_day_off_is_seen(practice: Practice) -> None:
    coach, cy, _ = practice
    agrees(coach, cy)
    done(overrides.add, by=coach, what=[Difference("session", TUESDAY.date(), is_blocked=True)])
    assert TUESDAY.timestamp() not in agrees(coach, cy)


def test_a_client_with_two_coaches_is_closed_at_both(practice: Practice) -> None:
    coach, cy, di = practice
    with databases.transaction() as session:
        other = people.coach(session, "Ben")
        factories.hours(session, other)
        both = people.another_client_of(session, other, cy)
        factories.package(session, other, both)
    agrees(coach, cy)
    book(other, cy)
    assert TUESDAY.timestamp() not in agrees(coach, cy)
    assert TUESDAY.timestamp() in agrees(coach, di)


def bookings_read(coach: Person, client: Person) -> int:
    """How many questions go to the bookings of the coach."""
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(databases.engine(), "before_cursor_execute", note)
    with databases.reading() as session:
        offered(session, coach, client)
    event.remove(databases.engine(), "before_cursor_execute", note)
    return sum("booking_type" in one for one in asked)


def test_second_page_reads_only_its_clients_own(practice: Practice) -> None:
    coach, cy, di = practice
    assert bookings_read(coach, cy) == 1
    assert bookings_read(coach, di) == 0
    book(coach, cy)
    assert bookings_read(coach, di) == 1


def test_transaction_shares_nothing(practice: Practice) -> None:
    """What it has changed may never come to be."""
    coach, cy, di = practice
    agrees(coach, di)
    with databases.transaction() as session:
        factories.booked(session, coach, cy, TUESDAY)
        assert TUESDAY.timestamp() not in offered(session, coach, di)
        session.rollback()
    book(coach, di)
    assert TUESDAY.timestamp() not in agrees(coach, cy)


def test_page_without_the_version_would_show_what_is_gone(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: kept under a version that stands still, the roster is out of date."""
    coach, cy, di = practice
    monkeypatch.setattr(rosters, "_VERSION", rosters._VERSION.where(rosters._version.c.version < 0))
    agrees(coach, di)
    book(coach, cy)
    with databases.reading() as session:
        assert TUESDAY.timestamp() in offered(session, coach, di)


def test_only_so_many_are_kept(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    coach, cy, di = practice
    monkeypatch.setattr(rosters, "MOST_KEPT", 1)
    agrees(coach, cy)
    book(coach, cy)
    agrees(coach, di)
    assert len(rosters._kept) == 1
