"""Whatever coaches, clients, Google and the machine itself do, in any order: once it is quiet,
each connected calendar holds exactly what the bookings say."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest import mock
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from coachbook import database as databases
from coachbook.errors import Refusal
from coachbook.models import Booking, CoachClient, GoogleConnection, GoogleEvent, Profile
from coachbook.services import bookings, invariants
from coachbook.services.google_calendar import (
    comparing,
    connections,
    notes,
    syncing,
    turns,
    wanting,
)
from coachbook.services.google_calendar.calendar_client import (
    EventChanged,
    EventExists,
    EventGone,
    Granted,
    NeedsReconnect,
    TryLater,
)
from coachbook.services.google_calendar.speaking import Google, Speaker
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.services.google_calendar.fake_google import Client, FakeGoogle, Fault
from tests.services.test_bookings_machine import _clear

EXAMPLES = {"sqlite": 20, "postgresql": 10}
STEPS = 30
ACCOUNTS = ("1001", "2002")
DAYS = ("2026-11-18", "2026-11-19", "2026-12-03")
STARTS = st.builds(
    lambda day, half_hours: at(f"{day} 09:00") + timedelta(minutes=30 * half_hours),
    st.sampled_from(DAYS),
    st.integers(0, 4),
)
INDEX = st.integers(0, 50)
IDS = Random()


class Killed(BaseException):
    """The process ended there and then."""


FAILURES: tuple[Callable[[], BaseException], ...] = (
    lambda: TryLater("down"),
    lambda: TryLater("wait", after_seconds=120),
    lambda: EventGone("gone"),
    lambda: EventExists("in use"),
    lambda: EventChanged("changed"),
    lambda: NeedsReconnect("withdrawn"),
    lambda: ValueError("unforeseen"),
    Killed,
)


class Connected(RuleBasedStateMachine):
    """One coach of two clients; two accounts at Google."""

    url: str
    did: ClassVar[Counter[str]] = Counter()

    @initialize()
    def open_up(self) -> None:
        _clear(self.url)
        IDS.seed(0)
        self.now = NOW
        self.accounts = {name: FakeGoogle() for name in ACCOUNTS}
        self.tokens: dict[str, FakeGoogle] = {}
        with databases.transaction() as session:
            self.coach = people.coach(session, "Anna", is_owner=True)
            self.clients = [people.client(session, self.coach, name) for name in ("Cy", "Di")]
            for kind in ("session", "checkin"):
                factories.hours(session, self.coach, end="13:00", capacity=2, kind=kind)
            for client in self.clients:
                factories.package(session, self.coach, client, total=6)
        self.connect("1001", 1)
        for day, who in zip((*DAYS, DAYS[0]), (0, 0, 1, 1), strict=True):
            self.book(who, at(f"{day} 09:30"), "checkin" if day == DAYS[2] else "session")
        self.serve(1)

    @property
    def google(self) -> Google:
        return Google(opening=self._open, revoke=lambda token: self.tokens[token].revoke(token))

    def _open(self, token: str) -> Client:
        return Client(self.tokens[token], token)

    def do(self, action: Any, *arguments: Any, **more: Any) -> Any:
        self.now += timedelta(seconds=7)
        try:
            with databases.transaction() as session:
                answer = action(session, *arguments, now=self.now, **more)
        except Refusal:
            return None
        self.did[action.__name__] += 1
        return answer

    def pick(self, index: int, status: str = "confirmed") -> Booking | None:
        with databases.reading() as session:
            asked = select(Booking).where(col(Booking.status) == status)
            rows = session.exec(asked.order_by(col(Booking.created_at), col(Booking.id))).all()
        rows = [row for row in rows if row.cancelled_by != "reschedule"]
        return rows[index % len(rows)] if rows else None

    def by(self, booking: Booking, is_coachs: bool) -> Person:
        if is_coachs:
            return self.coach
        return next(one for one in self.clients if one.id == booking.client_id)

    @rule(who=st.integers(0, 1), starts=STARTS, kind=st.sampled_from(["session", "checkin"]))
    def book(self, who: int, starts: datetime, kind: str) -> None:
        self.do(
            bookings.book, by=self.clients[who], coach_id=self.coach.id,
            client_id=self.clients[who].id, kind=kind, starts=[starts],
            minutes=60 if kind == "session" else 30, request_id=uuid4().hex,
        )  # fmt: skip

    @rule(index=INDEX, starts=STARTS, is_coachs=st.booleans(), is_undone=st.booleans())
    def move(self, index: int, starts: datetime, is_coachs: bool, is_undone: bool) -> None:
        booking = self.pick(index)
        if booking is None:
            return
        moved = self.do(
            bookings.reschedule, booking.id, starts, by=self.by(booking, is_coachs),
            version=booking.version, request_id=uuid4().hex, confirmed=True,
        )  # fmt: skip
        if moved and is_undone:
            self.do(bookings.undo_reschedule, moved.booking.id, by=self.coach)

    @rule(index=INDEX, is_coachs=st.booleans())
    def cancel(self, index: int, is_coachs: bool) -> None:
        booking = self.pick(index)
        if booking:
            by = self.by(booking, is_coachs)
            self.do(bookings.cancel, booking.id, by=by, version=booking.version)

    @rule(index=INDEX, is_served=st.booleans())
    def reopen(self, index: int, is_served: bool) -> None:
        if is_served:
            self.serve(1)
        booking = self.pick(index, "cancelled")
        if booking:
            self.do(
                bookings.reopen, booking.id, by=self.coach, version=booking.version, confirmed=True
            )

    @rule(who=st.integers(0, 1), name=st.sampled_from(["Cy", "Di", "Eve", "Flo"]))
    def rename(self, who: int, name: str) -> None:
        self.do(renamed, self.clients[who].id, f"{name} {uuid4().hex[:4]}")

    @rule(account=st.sampled_from(ACCOUNTS), number=st.integers(1, 3), how=st.integers(0, 5))
    def change_connection(self, account: str, number: int, how: int) -> None:
        if how == 0:
            self.do(connections.disconnect, by=self.coach, removes_events=number == 1)
        elif how == 1:  # at Google
            self.accounts[account].revoked |= set(self.tokens)
            self.did["withdraw"] += 1
        elif how == 2:
            calendar_id = "primary" if number == 1 else "work"
            self.do(connections.choose_calendar, calendar_id, by=self.coach)
        else:
            self.connect(account, number)
        self.serve(1)

    def connect(self, account: str, number: int) -> None:
        token = f"{account}/{number}"
        self.tokens[token] = self.accounts[account]
        self.accounts[account].revoked.discard(token)
        granted = Granted(account, f"{account}@gmail.example", token)
        self.do(connections.connect, granted, by=self.coach)

    @rule(
        which=st.lists(st.sampled_from(range(len(FAILURES))), min_size=1, max_size=3),
        is_done=st.booleans(),
        on=st.sampled_from(["", "", "insert", "patch", "delete", "get", "list"]),
    )
    def fail(self, which: list[int], is_done: bool, on: str) -> None:
        """The next calls go wrong, the first of them now."""
        for google in self.accounts.values():
            google.faults = [Fault(FAILURES[one](), is_done=is_done, on=on) for one in which]
        self.serve(2)

    @rule(note=st.sampled_from(["step", "done", "failed"]), is_after=st.booleans())
    def die_at_a_note(self, note: str, is_after: bool) -> None:
        """Killed in the transaction that notes what a call did, or right after its commit."""
        real = getattr(notes, note)

        def dying(*arguments: Any, **more: Any) -> Any:
            if is_after:
                real(*arguments, **more)
            raise Killed

        with mock.patch.object(notes, note, dying):
            self.serve(1)

    @rule(turns=st.integers(1, 4))
    def serve(self, turns: int) -> None:
        for _ in range(turns):
            self.now += timedelta(seconds=20)
            try:
                syncing.serve_next(self.google, now=lambda: self.now)
            except Killed:
                self.did["killed"] += 1

    @rule(index=INDEX, is_moved=st.booleans())
    def meddle(self, index: int, is_moved: bool) -> None:
        """The coach takes an event out by hand, or drags it elsewhere."""
        for google in self.accounts.values():
            events = google.standing()
            if events and is_moved:
                elsewhere = {"dateTime": "2026-12-24T09:00:00+01:00", "timeZone": "UTC"}
                google.change(events[index % len(events)], start=elsewhere)
            elif events:
                google.lose(events[index % len(events)])
            self.did["meddled"] += len(events) > 0

    def teardown(self) -> None:
        """All goes well again; the coach connects again if it takes that."""
        if not hasattr(self, "tokens"):
            return
        for google in self.accounts.values():
            google.faults = []
        self.settle()
        with databases.reading() as session:
            connection = session.get(GoogleConnection, self.coach.id)
        if connection is not None and connection.status == "needs_reconnect":
            self.connect(connection.google_subject, 9)
            self.settle()
        self.compare()

    def settle(self) -> None:
        for _ in range(8):
            self.now += timedelta(minutes=11)
            syncing.serve_all(self.google, now=lambda: self.now, limit=60)
        syncing.have_compared()
        assert syncing.serve_all(self.google, now=lambda: self.now, limit=60) < 60

    def compare(self) -> None:
        with databases.reading() as session:
            report = invariants.check(session, now=self.now)
            connection = session.get(GoogleConnection, self.coach.id)
            rows = session.exec(select(GoogleEvent)).all()
            wanted = sorted(should_hold(session, connection is not None))
        assert report.is_clean, "\n".join(report.lines())
        assert [row for row in rows if row.written != row.wanted] == []
        if connection is not None:
            account = self.accounts[connection.google_subject]
            assert sorted(holds(account, connection.calendar_id)) == wanted
            self.did["compared"] += len(wanted) > 0


def renamed(session: Session, client_id: Any, name: str, *, now: datetime) -> None:
    relation = session.exec(select(CoachClient).where(CoachClient.client_id == client_id)).one()
    relation.name = name
    session.add(relation)
    session.flush()
    wanting.want_of_client(session, client_id, now)


Held = tuple[str, str, datetime]


def should_hold(session: Session, is_connected: bool) -> list[Held]:
    asked = (
        select(Booking.chain_id, CoachClient.name, Profile.name, Booking.booking_type)
        .add_columns(col(Booking.starts_at))
        .join(CoachClient, col(CoachClient.client_id) == Booking.client_id)
        .join(Profile, col(Profile.id) == Booking.client_id)
        .where(col(Booking.status) == "confirmed")
    )
    kinds = {"session": "Session", "checkin": "Check-in"}
    rows = session.execute(asked).all()
    return [(str(row[0]), f"{kinds[row[3]]} with {row[1]}", row[4]) for row in rows]


def holds(google: FakeGoogle, calendar_id: str) -> list[Held]:
    return [
        (
            event["extendedProperties"]["private"]["coachbook_booking"],
            event["summary"],
            datetime.fromisoformat(event["start"]["dateTime"]).astimezone(UTC),
        )
        for event in google.standing(calendar_id)
    ]


def explore(url: str, examples: int, **more: Any) -> type[Connected]:
    machine = type("Explored", (Connected,), {"url": url, "did": Counter()})
    with mock.patch.object(uuid, "os", SimpleNamespace(urandom=IDS.randbytes)):
        run(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
                **more,
            ),
        )
    return machine


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_google_ends_equal_to_the_bookings(database: Engine, database_url: str) -> None:
    did = explore(database_url, EXAMPLES[database.dialect.name]).did
    print(dict(did))
    for what in ("book", "reschedule", "cancel", "reopen", "disconnect", "killed", "compared"):
        assert did[what], f"{what} never happened"


def looked_at_nothing(speaker: Speaker, _: object) -> None:
    speaker.note(lambda session: turns.note_compared(session, speaker.turn, now=speaker.now()))


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_comparing_it_would_not(
    database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what was dragged or taken out by hand stays like that."""
    monkeypatch.setattr(comparing, "compare", looked_at_nothing)
    with pytest.raises(AssertionError, match=r"(Session|Check-in) with"):
        explore(database_url, 40, phases=[Phase.generate])
