"""Every page asks the database as often for a thousand rows as for ten: those of a coach for their
clients, and those of a client for what they have booked, answered and planned."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event, insert
from sqlmodel import Session, select

from coachbook.models import (
    Booking,
    CheckinFormQuestion,
    CheckinFormResponse,
    ClientBookingStats,
    CoachClient,
    Profile,
    Workout,
)
from coachbook.models.columns import table_of
from coachbook.services import (
    archiving,
    booking_desk,
    calendars,
    checkin_answers,
    checkin_forms,
    client_attendance,
    client_calendar,
    client_home,
    client_moves,
    client_profiles,
    clients,
    feed_contents,
    renewals,
    workouts,
)
from coachbook.services.attendance import marking
from coachbook.services.clients import FILTERS, SORTS
from coachbook.services.people import Person, person
from tests import factories, people
from tests.benchmarks.practice import big
from tests.conftest import NOW

FEW, MANY = 10, 1_000
BOOKINGS_EACH = 6
TODAY = NOW.date()
AHEAD = timedelta(days=6)

HALF_AN_HOUR = timedelta(minutes=30)
NEXT = datetime(2026, 11, 18, 14, 0, tzinfo=NOW.tzinfo)

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


@pytest.mark.slow
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


def shown(view: client_calendar.View) -> Ask:
    return lambda session, client: client_calendar.shown(session, by=client, now=NOW, view=view)


def of_next(service: Any) -> Ask:
    """Asked about the client's check-in that comes first."""

    def ask(session: Session, client: Person) -> Any:
        own = select(Booking.chain_id).where(Booking.client_id == client.id)
        chain_id = session.exec(own.where(Booking.starts_at == NEXT)).one()
        return service(session, chain_id, by=client, now=NOW)

    return ask


def desk_of(kind: Any) -> Ask:
    return lambda session, client: booking_desk.desk(session, by=client, now=NOW, kind=kind)


def programme(session: Session, client: Person) -> Any:
    coach_id = session.exec(
        select(CoachClient.coach_id).where(CoachClient.client_id == client.id)
    ).one()
    coach = person(session, session.get_one(Profile, coach_id))
    return workouts.programme(session, client.id, by=coach, now=NOW)


CLIENT_PAGES: dict[str, Ask] = {
    "home": lambda session, client: client_home.home(session, by=client, now=NOW),
    **{f"calendar, {view}": shown(view) for view in ("month", "week", "list", "past")},
    "details": of_next(client_calendar.details),
    "moving": of_next(client_moves.move_times),
    "desk of sessions": desk_of("session"),
    "desk of check-ins": desk_of("checkin"),
    "form": of_next(checkin_forms.form),
    "answers": lambda session, client: checkin_answers.own(session, by=client),
    "feed": lambda session, client: feed_contents.of_client(session, by=client, now=NOW),
    "programme": programme,
}


@pytest.fixture
def two_clients(session: Session) -> tuple[Person, Person]:
    """Of two coaches: one with few rows of each kind, one with many."""
    return client_of(session, FEW), client_of(session, MANY)


def client_of(session: Session, count: int) -> Person:
    """Sessions and check-ins on both sides of now, each check-in with a form, and workouts."""
    coach = people.coach(session)
    client = people.client(session, coach)
    factories.hours(session, coach)
    factories.hours(session, coach, kind="checkin")
    package_id = factories.package(session, coach, client)
    question = CheckinFormQuestion(coach_id=coach.id, question="Sleep", question_type="scale")
    session.add(question)
    session.flush()
    add_bookings(session, coach, client, package_id, count)
    session.execute(insert(table_of(Workout)), [a_workout(coach, client, n) for n in range(count)])
    return client


def add_bookings(
    session: Session, coach: Person, client: Person, package_id: UUID, count: int
) -> None:
    """The first check-in is the next appointment, the others alternate around now."""
    days = [(n // 2 + 1) * (-1 if n % 2 else 1) for n in range(count)]
    checkins = [a_booking(coach, client, NEXT + timedelta(days=day - 1)) for day in days]
    sessions = [
        a_booking(coach, client, one["starts_at"] + timedelta(hours=2), package_id)
        for one in checkins
    ]
    session.execute(insert(table_of(Booking)), checkins + sessions)
    forms = [a_form(one, n) for n, one in enumerate(checkins)]
    session.execute(insert(table_of(CheckinFormResponse)), forms)


def a_booking(
    coach: Person, client: Person, start: datetime, package_id: UUID | None = None
) -> dict[str, Any]:
    booking_id, is_over = uuid4(), start < NOW
    return {
        "id": booking_id, "chain_id": booking_id, "client_id": client.id, "coach_id": coach.id,
        "package_id": package_id, "booking_type": "session" if package_id else "checkin",
        "starts_at": start, "ends_at": start + HALF_AN_HOUR * (2 if package_id else 1),
        "status": "completed" if is_over else "confirmed", "created_at": NOW - timedelta(days=20),
        "sequence": 0, "version": 1, "breaks_rules": False, "beyond_allowance": not package_id,
    }  # fmt: skip


def a_form(booking: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "id": uuid4(), "booking_id": booking["id"], "client_id": booking["client_id"],
        "responses": {}, "saved_at": NOW, "version": 1,
        "submitted_at": None if number % 3 == 0 else NOW,
    }  # fmt: skip


def a_workout(coach: Person, client: Person, number: int) -> dict[str, Any]:
    on = TODAY + timedelta(days=number // 4 * (-1 if number % 2 else 1))
    return {
        "id": uuid4(), "client_id": client.id, "coach_id": coach.id, "series_id": uuid4(),
        "scheduled_on": on, "title": "Lower body", "notes": "", "exercises": [],
        "completed_at": None, "client_note": "", "version": 1, "created_at": NOW,
    }  # fmt: skip


def test_clients_pages_ask_as_often_for_many_rows_as_for_few(
    session: Session, database: Engine, two_clients: tuple[Person, Person]
) -> None:
    few, many = two_clients
    counted = {
        name: tuple(asked(session, database, ask, one) for one in (few, many))
        for name, ask in CLIENT_PAGES.items()
    }
    print(counted)
    assert {name: pair for name, pair in counted.items() if pair[0] != pair[1]} == {}
    assert max(most for _, most in counted.values()) <= 32
