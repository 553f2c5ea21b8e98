"""Any sequence of what coaches and clients do keeps every promise: checked after each step.

Two coaches, three clients (one of both); book, also check-ins beyond their month's, move, undo,
cancel, mark, take back, sell, correct, extend, void, edit hours.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest import mock
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from coachbook import database as databases
from coachbook.errors import Refusal
from coachbook.models import AvailabilityOverride, AvailabilityTemplate, Booking, SessionPackage
from coachbook.services import bookings, expiries, invariants, packages, rosters, voiding
from coachbook.services.attendance import marking
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW, _empty
from tests.factories import at

DAYS = [f"2026-11-{day:02}" for day in range(17, 21)]
MINUTES = (30, 60)
EXAMPLES = {"sqlite": 30, "postgresql": 12}  # the rules are the same; clearing costs more there
STEPS = 40
STARTS = st.builds(
    lambda day, half_hours: at(f"{day} 09:00") + timedelta(minutes=30 * half_hours),
    st.sampled_from(DAYS),
    st.integers(-1, 8),
)
CHECKIN_DAYS = ("2026-11-17", "2026-11-19", "2026-11-30", "2026-12-01", "2026-12-02")
CHECKIN_STARTS = st.builds(
    lambda day, half_hours: at(f"{day} 09:00") + timedelta(minutes=30 * half_hours),
    st.sampled_from(CHECKIN_DAYS),
    st.integers(0, 4),
)
WHO = st.integers(0, 3)
INDEX = st.integers(0, 50)
STATUSES = st.sampled_from(["confirmed", "completed", "no_show"])
IDS = Random()  # of ids; seeded anew in each run, or a failure cannot be replayed


class Practice(RuleBasedStateMachine):
    """Its engine is set by the test; each run starts from an empty database."""

    url: str
    step_count = 0
    is_changed = False
    told: ClassVar[Counter[str]] = Counter()

    @initialize()
    def open_up(self) -> None:
        _clear(self.url)
        self.now = NOW
        with databases.transaction() as session:
            self.coaches = [
                people.coach(session, "Anna", is_owner=True),
                people.coach(session, "Ben"),
            ]
            self.clients = [people.client(session, self.coaches[0], n) for n in ("Cy", "Di")]
            shared = people.client(session, self.coaches[0], "Eve")
            self.clients.append(people.another_client_of(session, self.coaches[1], shared))
            for coach in self.coaches:
                factories.hours(session, coach, end="13:00", capacity=2)
                factories.hours(session, coach, end="13:00", capacity=1, kind="checkin")
            for client in self.clients:
                factories.package(session, self.coaches[0], client, total=6)
                monday = at("2026-11-16 09:00")  # over by now, to be marked
                factories.booked(session, self.coaches[0], client, monday)

    def do(self, action: Any, *arguments: Any, **more: Any) -> Any:
        """One transaction; a refusal is an answer, anything else a failure."""
        type(self).step_count += 1
        self.now += timedelta(seconds=7)
        try:
            with databases.transaction() as session:
                answer = action(session, *arguments, now=self.now, **more)
        except Refusal as refusal:
            self.told[type(refusal).__name__] += 1
            return None
        self.told[action.__name__] += 1
        self.is_changed = True
        return answer

    def pair(self, which: int) -> tuple[Person, Person]:
        """Eve is a client of both."""
        return self.coaches[which // 3], self.clients[which - which // 3]

    def pick(self, index: int, kind: str = "") -> Booking | None:
        with databases.reading() as session:
            rows = session.exec(select(Booking).order_by(col(Booking.created_at))).all()
        rows = [row for row in rows if kind in ("", row.booking_type)]
        live = [row for row in rows if row.status == "confirmed"]
        among = rows if index % 10 == 0 else live
        return among[index % len(among)] if among else None

    def by(self, booking: Booking, is_coachs: bool) -> Person:
        wanted = booking.coach_id if is_coachs else booking.client_id
        return next(one for one in (*self.coaches, *self.clients) if one.id == wanted)

    @rule(
        who=WHO,
        starts=st.lists(STARTS, min_size=1, max_size=3),
        minutes=st.sampled_from(MINUTES),
        kind=st.sampled_from(["session", "session", "session", "checkin"]),
        is_coachs=st.booleans(),
        confirmed=st.booleans(),
    )
    def book(
        self,
        who: int,
        starts: list[datetime],
        minutes: int,
        kind: str,
        is_coachs: bool,
        confirmed: bool,
    ) -> None:
        coach, client = self.pair(who)
        self.do(
            bookings.book,
            by=coach if is_coachs else client,
            coach_id=coach.id,
            client_id=client.id,
            kind=kind,
            minutes=minutes,
            starts=starts,
            request_id=uuid4().hex,
            confirmed=confirmed,
        )

    @rule(
        who=WHO,
        starts=st.lists(CHECKIN_STARTS, min_size=1, max_size=3, unique=True),
        is_coachs=st.sampled_from([True, True, False]),
    )
    def check_in(self, who: int, starts: list[datetime], is_coachs: bool) -> None:
        """In two months; the coach may give more than there are."""
        coach, client = self.pair(who)
        made = self.do(
            bookings.book,
            by=coach if is_coachs else client,
            coach_id=coach.id,
            client_id=client.id,
            kind="checkin",
            minutes=30,
            starts=starts if is_coachs else starts[:1],
            request_id=uuid4().hex,
            confirmed=is_coachs,
        )
        for one in made.bookings if made else ():
            self.told["beyond" if one.beyond_allowance else "of its month"] += 1

    @rule(index=INDEX, start=CHECKIN_STARTS, is_coachs=st.booleans(), is_undone=st.booleans())
    def move_check_in(self, index: int, start: datetime, is_coachs: bool, is_undone: bool) -> None:
        """Within its month or into the other, and perhaps back."""
        booking = self.pick(index, kind="checkin")
        if booking is None:
            return
        moved = self._reschedule(booking, start, is_coachs)
        self.told["moved check-in"] += bool(moved)
        if moved and is_undone and is_coachs:
            self.do(bookings.undo_reschedule, moved.booking.id, by=self.by(booking, True))

    @rule(index=INDEX, is_coachs=st.booleans())
    def cancel_check_in(self, index: int, is_coachs: bool) -> None:
        if booking := self.pick(index, kind="checkin"):
            by = self.by(booking, is_coachs)
            self.do(bookings.cancel, booking.id, by=by, version=booking.version)

    @rule(index=INDEX, start=STARTS, is_coachs=st.booleans())
    def move(self, index: int, start: datetime, is_coachs: bool) -> None:
        self._move(index, start, is_coachs)

    @rule(index=INDEX, start=STARTS, meanwhile=st.sampled_from(["", "", "adjust", "void"]))
    def move_and_undo(self, index: int, start: datetime, meanwhile: str) -> None:
        """Between the drag and its undo the package may be corrected, or all of it voided."""
        moved = self._move(index, start, is_coachs=True)
        if not moved:
            return
        by = self.coaches[moved.booking.coach_id == self.coaches[1].id]
        package_id = moved.booking.package_id
        if package_id and meanwhile == "adjust":
            self.do(packages.adjust, package_id, by=by, adjustment=1, reason="")
        elif package_id and meanwhile == "void":
            self.do(voiding.void, package_id, by=by, reason="Refunded", version=1)
        self.do(bookings.undo_reschedule, moved.booking.id, by=by)

    def _move(self, index: int, start: datetime, is_coachs: bool) -> Any:
        booking = self.pick(index)
        return booking and self._reschedule(booking, start, is_coachs)

    def _reschedule(self, booking: Booking, start: datetime, is_coachs: bool) -> Any:
        return self.do(
            bookings.reschedule,
            booking.id,
            start,
            by=self.by(booking, is_coachs),
            version=booking.version,
            request_id=uuid4().hex,
        )

    @rule(index=INDEX, is_coachs=st.booleans())
    def cancel(self, index: int, is_coachs: bool) -> None:
        if booking := self.pick(index):
            by = self.by(booking, is_coachs)
            self.do(bookings.cancel, booking.id, by=by, version=booking.version)

    @rule(index=INDEX, came=st.booleans())
    def mark(self, index: int, came: bool) -> None:
        if booking := self.pick(index):
            action = bookings.complete if came else bookings.mark_no_show
            self.do(action, booking.id, by=self.by(booking, True), version=booking.version)

    @rule(index=INDEX, status=STATUSES, confirmed=st.booleans())
    def take_back(self, index: int, status: str, confirmed: bool) -> None:
        """A cancellation, into what it should have been."""
        with databases.reading() as session:
            gone = select(Booking).where(Booking.status == "cancelled").order_by(col(Booking.id))
            rows = session.exec(gone).all()
        if rows:
            booking = rows[index % len(rows)]
            self.do(bookings.reopen, booking.id, by=self.by(booking, True),
                    version=booking.version, status=status, confirmed=confirmed)  # fmt: skip

    @rule(which=st.integers(0, 1))
    def complete_by_itself(self, which: int) -> None:
        self.do(marking.complete_overdue, self.coaches[which].id)

    @rule(
        who=WHO, total=st.integers(1, 4), minutes=st.sampled_from(MINUTES), days=st.integers(0, 9)
    )
    def sell(self, who: int, total: int, minutes: int, days: int) -> None:
        coach, client = self.pair(who)
        self.do(
            packages.assign,
            by=coach,
            client_id=client.id,
            total_sessions=total,
            session_duration_minutes=minutes,
            expires_on=date(2026, 11, 16) + timedelta(days=days),
        )

    @rule(index=st.integers(0, 20), change=st.integers(-2, 2))
    def correct(self, index: int, change: int) -> None:
        package, coach = self.package(index)
        self.do(
            packages.adjust,
            package.id,
            by=coach,
            adjustment=change,
            reason="Goodwill",
            version=package.version,
        )

    @rule(index=st.integers(0, 20), days=st.integers(-2, 9))
    def change_expiry(self, index: int, days: int) -> None:
        """Of one, or for a holiday of them all."""
        package, coach = self.package(index)
        if days > 6:
            self.do(expiries.extend_all, by=coach, days=days, reason="Holiday")
            return
        self.do(
            expiries.change_expiry,
            package.id,
            by=coach,
            expires_on=date(2026, 11, 18) + timedelta(days=days),
            reason="",
            version=package.version,
        )

    @rule(index=st.integers(0, 60), cancels=st.integers(0, 3))
    def void(self, index: int, cancels: int) -> None:
        """Seldom, or soon nobody has anything to book with."""
        package, coach = self.package(index // 3)
        if index % 3:
            return
        with databases.reading() as session:
            ahead = expiries.booked_with(session, package.id, now=self.now)
        self.do(
            voiding.void,
            package.id,
            by=coach,
            reason="Refunded",
            version=package.version,
            cancel_booking_ids=[one.id for one in ahead[:cancels]],
        )

    def package(self, index: int) -> tuple[SessionPackage, Person]:
        """One of all that were sold, and who sold it."""
        with databases.reading() as session:
            rows = session.exec(select(SessionPackage).order_by(col(SessionPackage.id))).all()
        package = rows[index % len(rows)]
        return package, next(one for one in self.coaches if one.id == package.coach_id)

    @rule(which=st.integers(0, 1), capacity=st.integers(1, 3), hour=st.integers(10, 14))
    def edit_hours(self, which: int, capacity: int, hour: int) -> None:
        with databases.transaction() as session:
            for row in session.exec(
                select(AvailabilityTemplate).where(
                    AvailabilityTemplate.coach_id == self.coaches[which].id,
                    AvailabilityTemplate.availability_type == "session",
                )
            ):
                row.max_concurrent_clients, row.end_time = capacity, time(hour)
                session.add(row)

    @rule(which=st.integers(0, 1), day=st.sampled_from(DAYS))
    def block(self, which: int, day: str) -> None:
        with databases.transaction() as session:
            if len(session.exec(select(AvailabilityOverride)).all()) < 2:
                factories.blackout(session, self.coaches[which], day)

    @rule(hours=st.integers(1, 9))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def every_promise_is_kept(self) -> None:
        if not self.is_changed:
            return
        self.is_changed = False
        with databases.reading() as session:
            report = invariants.check(session, now=self.now)
            self.check_numbers(session)
        assert report.is_clean, "\n".join(report.lines())

    def check_numbers(self, session: Session) -> None:
        """What people read adds up, and the ledger walks from what was sold to what is left."""
        for package in session.exec(select(SessionPackage)):
            coach = next(one for one in self.coaches if one.id == package.coach_id)
            view = packages.one(session, package.id, by=coach, now=self.now)
            assert view.available + view.booked + view.done + view.lost == view.size
            balance = 0
            for line in reversed(packages.ledger(session, by=coach, package_id=package.id)):
                balance += line.change
                assert line.balance_after == balance, line
            assert balance == package.remaining_sessions


def repeatable_ids() -> Any:
    """Rows in the order of their ids come in the same order in each run."""
    return mock.patch.object(uuid, "os", SimpleNamespace(urandom=IDS.randbytes))


def _clear(url: str) -> None:
    IDS.seed(0)
    rosters.forget()  # the same ids and versions begin anew
    if url.startswith("postgresql"):
        _empty(url)
        return
    with databases.engine().execution_options(is_writing=True).begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in reversed(Booking.metadata.sorted_tables):
            connection.exec_driver_sql(f'DELETE FROM "{table.name}"')


def explore(
    database_url: str, examples: int, steps: int, phases: Sequence[Phase] = tuple(Phase)
) -> type[Practice]:
    machine = type("Explored", (Practice,), {"url": database_url, "told": Counter()})
    with repeatable_ids():
        run(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                derandomize=True,
                report_multiple_bugs=False,  # several come as a group, which is no AssertionError
                suppress_health_check=list(HealthCheck),
                phases=phases,
            ),
        )
    return machine


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_any_sequence_keeps_every_promise(database: Engine, database_url: str) -> None:
    explored = explore(database_url, examples=EXAMPLES[database.dialect.name], steps=STEPS)
    print(f"steps={explored.step_count} told={dict(explored.told)}")
    for outcome in (
        "book",
        "reschedule",
        "undo_reschedule",
        "cancel",
        "adjust",
        "complete",
        "reopen",
        "complete_overdue",
        "void",
        "change_expiry",
        "extend_all",
        "of its month",
        "beyond",
        "moved check-in",
    ):
        assert explored.told[outcome], f"{outcome} never happened"


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_forgotten_check_is_found(
    database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a booking that checks nothing must break a promise within the same steps."""
    from coachbook.availability import DayBook

    monkeypatch.setattr(DayBook, "judge", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        explore(
            database_url, examples=10 * EXAMPLES["sqlite"], steps=STEPS, phases=[Phase.generate]
        )
