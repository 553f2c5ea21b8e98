"""Flags, streaks and favourites equal a recount after any sequence, while days go by.

The recount is written anew here, the slow way, day by day and week by week.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar
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
from coachbook.models import Booking, ClientBookingStats, CoachSettings
from coachbook.services import bookings, invariants
from coachbook.services.attendance import marking, stats
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.services.test_bookings_machine import _clear, repeatable_ids

INDEX = st.integers(0, 50)
HOURS = st.sampled_from([6, 9, 9, 9, 23])
A_DAY = timedelta(days=1)
EXAMPLES = {"sqlite": 30, "postgresql": 20}  # the rules are the same; clearing costs more there
STEPS = 25


class Attendance(RuleBasedStateMachine):
    """A coach who enters what was, marks it, corrects it, and lets time go by."""

    url: str
    told: ClassVar[Counter[str]] = Counter()

    @initialize()
    def open_up(self) -> None:
        _clear(self.url)
        self.now = NOW
        with databases.transaction() as session:
            self.coach = people.coach(session, is_owner=True, flag_threshold=2)
            self.clients = [people.client(session, self.coach, name) for name in ("Cy", "Di")]
            for client in self.clients:
                factories.package(session, self.coach, client, total=1000)
                mondays = [factories.at(f"2026-11-{day:02} 18:00") for day in (2, 9, 16)]
                factories.booked(session, self.coach, client, *mondays)

    def do(self, action: Any, *arguments: Any, **more: Any) -> Any:
        self.now += timedelta(seconds=7)
        try:
            with databases.transaction() as session:
                answer = action(session, *arguments, now=self.now, **more)
        except Refusal as refusal:
            self.told[type(refusal).__name__] += 1
            return None
        self.told[action.__name__] += 1
        return answer

    def pick(self, index: int, *statuses: str) -> Booking | None:
        with databases.reading() as session:
            asked = select(Booking).where(col(Booking.status).in_(statuses))
            rows = session.exec(asked.order_by(col(Booking.created_at), col(Booking.id))).all()
        return rows[index % len(rows)] if rows else None

    @rule(who=st.integers(0, 1), weeks=st.integers(0, 4), hour=HOURS, is_old=st.booleans())
    def book(self, who: int, weeks: int, hour: int, is_old: bool) -> None:
        """Mondays of the last weeks, or days near both edges of the 90."""
        days = 88 + weeks if is_old else 7 * weeks - 7
        on = self.now.astimezone(self.coach.zone).date() - days * A_DAY
        self.do(
            bookings.book, by=self.coach, coach_id=self.coach.id, client_id=self.clients[who].id,
            kind="session", minutes=60, starts=[factories.at(f"{on} {hour:02}:00")],
            request_id=uuid4().hex, confirmed=True,
        )  # fmt: skip

    @rule(index=INDEX, came=st.booleans())
    def mark(self, index: int, came: bool) -> None:
        verb = bookings.complete if came else bookings.mark_no_show
        if one := self.pick(index, "confirmed", "completed", "no_show"):
            self.do(verb, one.id, by=self.coach, version=one.version)

    @rule(index=INDEX, is_clients=st.booleans())
    def cancel(self, index: int, is_clients: bool) -> None:
        if one := self.pick(index, "confirmed", "completed", "no_show"):
            self.do(bookings.cancel, one.id, by=self.coach, version=one.version,
                    on_behalf_of_client=is_clients)  # fmt: skip

    @rule(index=INDEX, status=st.sampled_from(["confirmed", "completed", "no_show"]))
    def take_back(self, index: int, status: str) -> None:
        if one := self.pick(index, "cancelled"):
            self.do(bookings.reopen, one.id, by=self.coach, version=one.version, status=status,
                    confirmed=True)  # fmt: skip

    @rule(index=INDEX, days=st.integers(-40, 10), undoes=st.booleans())
    def move(self, index: int, days: int, undoes: bool) -> None:
        if one := self.pick(index, "confirmed"):
            moved = self.do(
                bookings.reschedule, one.id, one.starts_at + days * A_DAY, by=self.coach,
                version=one.version, request_id=uuid4().hex, confirmed=True,
            )  # fmt: skip
            if moved and undoes:
                self.do(bookings.undo_reschedule, moved.booking.id, by=self.coach)

    @rule(missed=st.booleans())
    def mark_all(self, missed: bool) -> None:
        with databases.reading() as session:
            waiting = marking.waiting(session, by=self.coach, now=self.now).bookings
        self.do(marking.mark_all, [_wish(one, missed) for one in waiting], by=self.coach)

    @rule(threshold=st.integers(1, 3))
    def change_threshold(self, threshold: int) -> None:
        with databases.transaction() as session:
            session.get_one(CoachSettings, self.coach.id).flag_threshold = threshold
            stats.rebuild(session, coach_id=self.coach.id, now=self.now)

    @rule(days=st.integers(1, 9))
    def days_go_by(self, days: int) -> None:
        """And the jobs do their work."""
        self.now += days * A_DAY
        self.do(marking.complete_overdue, self.coach.id)
        with databases.transaction() as session:
            for coach_id in stats.outdated(session, now=self.now):
                stats.rebuild(session, coach_id=coach_id, now=self.now)

    @invariant()
    def counts_are_those_of_the_bookings(self) -> None:
        with databases.reading() as session:
            report = invariants.check(session, now=self.now)
            for client in self.clients:
                stored = session.get(ClientBookingStats, (client.id, self.coach.id))
                assert _shown(stored) == self.recount(session, client), client.name
        assert report.is_clean, "\n".join(report.lines())

    def recount(self, session: Session, client: Person) -> tuple[int, int, int, bool]:
        """Streak, no-shows, cancellations, flag."""
        zone = self.coach.zone
        asked = select(Booking).where(Booking.client_id == client.id)
        own = [(one, one.starts_at.astimezone(zone).date()) for one in session.exec(asked)]
        today = self.now.astimezone(zone).date()
        days = {today - number * A_DAY for number in range(90)}
        missed = sum(one.status == "no_show" and on in days for one, on in own)
        gone = sum(one.cancelled_by == "coach_for_client" and on in days for one, on in own)
        threshold = session.get_one(CoachSettings, self.coach.id).flag_threshold
        came = [on for one, on in own if one.status == "completed"]
        return _streak(came, today), missed, gone, missed >= threshold or gone >= threshold


def _wish(one: BookingView, missed: bool) -> marking.Wish:
    return marking.Wish(one.id, one.version, "no_show" if missed else "completed")


def _shown(stored: ClientBookingStats | None) -> tuple[int, int, int, bool]:
    if stored is None:
        return 0, 0, 0, False
    return (
        stored.current_streak_weeks, stored.no_show_count_90d, stored.cancellation_count_90d,
        stored.is_flagged,
    )  # fmt: skip


def _streak(came: Sequence[date], today: date) -> int:
    monday = today - today.weekday() * A_DAY
    weeks = 0
    for back in range(60):
        week = {monday + (day - 7 * back) * A_DAY for day in range(7)}
        if week & set(came):
            weeks += 1
        elif back:
            break
    return weeks


def explore(url: str, examples: int, phases: Sequence[Phase] = tuple(Phase)) -> type[Attendance]:
    machine = type("Explored", (Attendance,), {"url": url, "told": Counter()})
    with repeatable_ids():
        run(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=STEPS,
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
def test_counts_equal_a_recount_after_any_sequence(database: Engine, database_url: str) -> None:
    explored = explore(database_url, examples=EXAMPLES[database.dialect.name])
    print(f"told={dict(explored.told)}")
    for outcome in ("reopen", "cancel", "undo_reschedule", "mark_all", "mark_no_show"):
        assert explored.told[outcome], f"{outcome} never happened"


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_forgotten_recount_is_found(
    database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the recount after a change, the same steps find a wrong number."""
    monkeypatch.setattr(stats, "refresh_all", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        explore(database_url, examples=EXAMPLES["sqlite"], phases=[Phase.generate])
