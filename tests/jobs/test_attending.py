"""What happens to attendance by itself, and that doing it twice does it once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from coachbook import clock
from coachbook import database as databases
from coachbook.cli import app
from coachbook.jobs import attending
from coachbook.models import Booking, BookingHistory, ClientBookingStats
from coachbook.services import bookings
from coachbook.services.attendance import marking
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice

WEEKS = [at("2026-11-03 09:00"), at("2026-11-10 09:00")]
A_WEEK = timedelta(days=7)


@pytest.fixture
def practice(database: Engine, now: datetime) -> Iterator[Practice]:
    """Two sessions of two weeks, unmarked."""
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        made = open_practice(session)
        factories.booked(session, made.coach, made.client, *WEEKS)
        session.commit()
        yield made


def counts(practice: Practice) -> ClientBookingStats:
    key = (practice.client.id, practice.coach.id)
    found = practice.session.get_one(ClientBookingStats, key, populate_existing=True)
    practice.session.commit()  # it would keep the jobs from writing
    return found


def test_unmarked_sessions_are_completed_once(practice: Practice) -> None:
    assert [attending.complete_overdue(), attending.complete_overdue()] == [2, 0]
    assert counts(practice).current_streak_weeks == 2
    assert set(practice.session.exec(select(Booking.status))) == {"completed"}


def test_several_at_once_complete_each_session_once(practice: Practice) -> None:
    with ThreadPoolExecutor(4) as pool:
        counted = list(pool.map(lambda _: attending.complete_overdue(), range(4)))
    assert sum(counted) == 2
    asked = select(BookingHistory).where(BookingHistory.event == "completed")
    assert len(practice.session.exec(asked).all()) == 2


def test_what_was_completed_by_itself_names_nobody(practice: Practice) -> None:
    attending.complete_overdue()
    asked = select(BookingHistory.actor_id).where(BookingHistory.event == "completed")
    assert practice.session.exec(asked).all() == [None, None]


def test_streak_ends_by_itself_after_a_week_without(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    attending.complete_overdue()
    sunday = at("2026-11-22 23:59")
    for moment, weeks in ((sunday, 2), (sunday + timedelta(minutes=1), 0)):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        attending.recount()
        assert counts(practice).current_streak_weeks == weeks


def test_recounting_waits_for_the_next_day(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [attending.recount(), attending.recount()] == [0, 0]  # booking them counted them
    monkeypatch.setattr(clock, "now", lambda: NOW + A_WEEK)
    assert [attending.recount(), attending.recount()] == [1, 0]


def spoil(practice: Practice) -> None:
    counts(practice).no_show_count_90d = 9
    practice.session.commit()
    assert counts(practice).no_show_count_90d == 9


def test_command_prints_flags_and_streaks(practice: Practice) -> None:
    attending.complete_overdue()
    printed = CliRunner().invoke(app, ["stats"])
    assert "Anna Weiss: 1 client, 0 flagged, 1 on a streak" in printed.output
    assert "streak  Robin Fields: 2 weeks" in printed.output


def test_command_rebuilds(practice: Practice) -> None:
    asked = {"by": practice.coach, "client_id": practice.client.id, "now": NOW}
    for one in bookings.of_client(practice.session, **asked):  # type: ignore[arg-type]
        bookings.mark_no_show(practice.session, one.id, by=practice.coach, version=1, now=NOW)
    spoil(practice)
    printed = CliRunner().invoke(app, ["stats", "--rebuild"])
    assert printed.exit_code == 0
    assert counts(practice).no_show_count_90d == 2


def test_command_says_when_nothing_was_counted(database: Engine) -> None:
    assert "coachbook stats --rebuild" in CliRunner().invoke(app, ["stats"]).output


def test_trouble_with_one_coach_keeps_no_other_waiting(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_practice(practice.session)
    factories.booked(practice.session, other.coach, other.client, *WEEKS)
    practice.session.commit()
    complete, asked = marking.complete_overdue, list[UUID]()

    def fail_first(session: Session, coach_id: UUID, *, now: datetime) -> int:
        asked.append(coach_id)
        if len(asked) == 1:
            raise ValueError
        return complete(session, coach_id, now=now)

    monkeypatch.setattr(marking, "complete_overdue", fail_first)
    assert attending.complete_overdue() == 2
    assert set(asked) == {practice.coach.id, other.coach.id}


def test_command_asks_for_the_database_first(tmp_path: Path) -> None:
    databases.use(f"sqlite:///{tmp_path}/none.db")
    printed = CliRunner().invoke(app, ["stats"])
    assert (printed.exit_code, printed.output) == (
        1, "The database isn't there or not up to date: coachbook migrate\n"
    )  # fmt: skip
