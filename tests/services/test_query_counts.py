"""Every page of the coach's asks the database as often for a thousand clients as for ten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from coachbook.models import ClientBookingStats, CoachClient, Profile
from coachbook.services import (
    archiving,
    calendars,
    checkin_answers,
    client_attendance,
    client_profiles,
    clients,
    renewals,
)
from coachbook.services.attendance import marking
from coachbook.services.clients import FILTERS, SORTS
from coachbook.services.people import Person, person
from tests.benchmarks.practice import big
from tests.conftest import NOW

FEW, MANY = 10, 1_000
BOOKINGS_EACH = 6
TODAY = NOW.date()
AHEAD = timedelta(days=6)

Ask = Callable[[Session, Person], Any]


def filtered(only: Any, sort: Any) -> Ask:
    return lambda session, coach: clients.find(session, by=coach, now=NOW, only=only, sort=sort)


def of_one(service: Any, **more: Any) -> Ask:
    """Asked about a client who has bookings on both sides of today, if there is one."""

    def ask(session: Session, coach: Person) -> Any:
        counted = select(ClientBookingStats).where(ClientBookingStats.coach_id == coach.id)
        client_id = session.exec(counted.limit(1)).one().client_id
        session.expunge_all()
        return service(session, client_id, by=coach, **more)

    return ask


PAGES: dict[str, Ask] = {
    **{f"list, {only}": filtered(only, "name") for only in FILTERS},
    **{f"list by {sort}": filtered("all", sort) for sort in SORTS},
    "search": lambda session, coach: clients.find(session, by=coach, now=NOW, text="ada"),
    "profile": of_one(client_profiles.profile, now=NOW),
    "history": of_one(client_profiles.past, now=NOW),
    "attendance": of_one(client_attendance.of_client, now=NOW),
    "answers": of_one(checkin_answers.of_client),
    "archiving": of_one(archiving.preview, now=NOW),
    "week": lambda session, coach: calendars.page(
        session, by=coach, first=TODAY, last=TODAY + AHEAD, now=NOW
    ),
    "month": lambda session, coach: calendars.overview(
        session, by=coach, first=TODAY, last=TODAY + 6 * AHEAD, now=NOW
    ),
    "days": lambda session, coach: calendars.day_lists(session, by=coach, now=NOW),
    "to mark": lambda session, coach: marking.waiting(session, by=coach, now=NOW),
    "renewals": lambda session, coach: renewals.due(session, by=coach, now=NOW),
}


@pytest.fixture
def coaches(session: Session) -> tuple[Person, Person]:
    """One with few clients, one with many."""
    made = []
    for count in (FEW, MANY):
        sizes = {"clients": count, "bookings": count * BOOKINGS_EACH, "coaches": 1}
        filled = big(session, **sizes, now=NOW, has_owner=count == FEW)
        profile = session.get(Profile, filled.coach_ids[0])
        assert profile
        made.append(person(session, profile))
    return made[0], made[1]


def test_pages_ask_as_often_for_many_as_for_few(
    session: Session, database: Engine, coaches: tuple[Person, Person]
) -> None:
    few, many = coaches
    assert session.exec(select(CoachClient).where(CoachClient.coach_id == many.id)).all()
    counted = {
        name: tuple(asked(session, database, ask, one) for one in (few, many))
        for name, ask in PAGES.items()
    }
    print(counted)
    assert {name: pair for name, pair in counted.items() if pair[0] != pair[1]} == {}
    assert max(most for _, most in counted.values()) <= 12


def asked(session: Session, database: Engine, ask: Ask, coach: Person) -> int:
    session.expunge_all()
    with counting(database) as statements:
        ask(session, coach)
    return len(statements)


@contextmanager
def counting(database: Engine) -> Iterator[list[str]]:
    statements: list[str] = []
    note = lambda *sent: statements.append(sent[2])  # noqa: E731
    event.listen(database, "before_cursor_execute", note)
    yield statements
    event.remove(database, "before_cursor_execute", note)
