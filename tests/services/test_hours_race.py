"""The coach changes hours while a client books in them; once with the lock and once without."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook import database as databases
from coachbook.models import AvailabilityOverride, Booking, CalendarVersion
from coachbook.services import bookings, hours, overrides, settling
from coachbook.services.bookings import booking
from coachbook.services.conflicts import Change
from coachbook.services.hours import Week
from coachbook.services.overrides import Days, Difference
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.services.racing import Race

ROUNDS = 4
WEDNESDAY = date(2026, 11, 18)
TEN = at("2026-11-18 10:00")
CLOSED = Week("session", ())
BLOCKED = Days(add=(Difference("session", WEDNESDAY, is_blocked=True),))
PLANNED_CLOSED = Week("session", (), WEDNESDAY)
RACE = Race(
    slow=[(settling, "conflicts"), (booking, "decide")],
    locking=[settling, hours, overrides, booking],
)

pytestmark = [pytest.mark.race, pytest.mark.timeout(300)]


def set_up() -> tuple[Person, Person]:
    with databases.transaction() as session:
        coach = people.coach(session)
        client = people.client(session, coach)
        session.add(CalendarVersion(coach_id=coach.id, changed_at=people.JOINED))
        factories.hours(session, coach)
        factories.package(session, coach, client)
    return coach, client


def together(change: Change, *, is_locked: bool) -> tuple[bool, bool]:
    """Whether the hours were saved without a question, and whether the client has the time."""
    coach, client = set_up()

    def save(session: Session) -> bool:
        return settling.settle(session, change, by=coach, now=NOW).is_saved

    def book(session: Session) -> bool:
        return bookings.book(
            session, by=client, coach_id=coach.id, client_id=client.id, kind="session",
            minutes=60, starts=[TEN], request_id=factories.request_id(), now=NOW,
        ).is_booked  # fmt: skip

    is_saved, is_booked = RACE.answers(save, book, is_locked=is_locked)
    return is_saved, is_booked


@pytest.mark.parametrize("change", [CLOSED, PLANNED_CLOSED, BLOCKED])
def test_nobody_books_into_hours_that_go_unasked(database: Engine, change: Change) -> None:
    """Either the client was first, and the coach is asked; or the hours were, and it is closed."""
    found = {together(change, is_locked=True) for _ in range(ROUNDS)}
    assert found <= {(True, False), (False, True)}


@pytest.mark.parametrize("change", [CLOSED, BLOCKED])
def test_without_the_lock_a_booking_slips_in(database: Engine, change: Change) -> None:
    """The control: if this can't happen, the test above proves nothing."""
    found = {together(change, is_locked=False) for _ in range(ROUNDS)}
    assert (True, True) in found


def test_cancelled_with_the_hours_or_not_at_all(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails after the hours were saved takes them back too."""
    coach, client = set_up()
    with databases.transaction() as session:
        one = factories.booked(session, coach, client, TEN)[0]

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(bookings, "cancel", fail)
    with pytest.raises(RuntimeError), databases.transaction() as session:
        settling.settle(session, BLOCKED, by=coach, now=NOW, decided={one.id: "cancel"})
    with databases.reading() as session:
        assert session.exec(select(AvailabilityOverride)).all() == []
        assert session.get_one(Booking, one.id).status == "confirmed"
