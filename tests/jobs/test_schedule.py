"""The table of jobs: what is due, how each run is noted, and that a failure stops nothing."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from coachbook.cli import app
from coachbook.errors import NotFound
from coachbook.jobs import schedule, tidying
from coachbook.jobs.schedule import Job
from coachbook.models import JobRecord, SignInAttempt
from tests.jobs.clocks import Clock

QUARTER = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(QUARTER).used(monkeypatch)


@pytest.fixture
def runs(database: Engine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the jobs as they run; none of them does anything."""
    done: list[str] = []

    def noted(job: Job) -> Job:
        return replace(job, run=lambda: note(done, job.name))

    monkeypatch.setattr(schedule, "JOBS", tuple(map(noted, schedule.JOBS)))
    return done


def note(done: list[str], name: str) -> int:
    done.append(name)
    return len(done)


def record(database: Engine, name: str) -> JobRecord:
    with Session(database) as session:
        return session.get_one(JobRecord, name)


def replaced(monkeypatch: pytest.MonkeyPatch, name: str, run: Callable[[], int]) -> None:
    jobs = (replace(one, run=run) if one.name == name else one for one in schedule.JOBS)
    monkeypatch.setattr(schedule, "JOBS", tuple(jobs))


def fail() -> int:
    raise RuntimeError("no disk for robin@example.com")


def test_names_are_unlike(database: Engine) -> None:
    assert len({job.name for job in schedule.JOBS}) == len(schedule.JOBS)


def test_everything_runs_that_never_ran(runs: list[str], clock: Clock) -> None:
    schedule.run_due()
    assert runs == [job.name for job in schedule.JOBS]


def test_job_runs_again_at_its_next_turn(runs: list[str], clock: Clock) -> None:
    schedule.run_due()
    runs.clear()
    for minute in range(1, 31):
        clock.at = QUARTER + minute * A_MINUTE
        schedule.run_due()
    assert (runs.count("reminders"), runs.count("completions"), runs.count("expired")) == (2, 6, 0)


def test_turn_that_was_missed_is_made_up_for_once(runs: list[str], clock: Clock) -> None:
    schedule.run_due()
    runs.clear()
    clock.at += timedelta(hours=30)
    schedule.run_due()
    schedule.run_due()
    assert sorted(runs) == sorted(job.name for job in schedule.JOBS)


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-1)])
def test_clock_that_is_put_back_stops_nothing(
    runs: list[str], clock: Clock, jump: timedelta
) -> None:
    schedule.run_due()
    runs.clear()
    clock.at += jump
    schedule.run_due()
    assert "reminders" in runs
    runs.clear()
    clock.at += timedelta(minutes=15)
    schedule.run_due()
    assert "reminders" in runs


def test_run_is_noted(runs: list[str], clock: Clock, database: Engine) -> None:
    for number in (1, 2):
        assert schedule.run("reminders").runs == number
    noted = record(database, "reminders")
    assert (noted.last_started_at, noted.last_finished_at) == (QUARTER, QUARTER)
    assert (noted.last_count, noted.last_error) == (2, "")


def test_failure_is_noted_without_its_words(
    runs: list[str],
    clock: Clock,
    database: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    replaced(monkeypatch, "expiries", fail)
    with caplog.at_level(logging.ERROR):
        schedule.run_due()
    assert record(database, "expiries").last_error == "RuntimeError"
    assert "'expiries' failed" in caplog.text
    assert len(runs) == len(schedule.JOBS) - 1


def test_job_that_died_is_tried_again(
    runs: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die() -> int:
        raise KeyboardInterrupt

    replaced(monkeypatch, "old-messages", die)
    with pytest.raises(KeyboardInterrupt):
        schedule.run("old-messages")
    replaced(monkeypatch, "old-messages", lambda: note(runs, "old-messages"))
    for minutes, times in ((1, 0), (5, 1), (6, 1)):
        clock.at = QUARTER + minutes * A_MINUTE
        schedule.run_due()
        assert runs.count("old-messages") == times


def test_unknown_job_is_refused(database: Engine) -> None:
    with pytest.raises(NotFound):
        schedule.run("housework")


def test_overview_says_how_each_went(runs: list[str], clock: Clock) -> None:
    before = {one.name: one for one in schedule.overview(now=clock.at)}
    assert (before["reminders"].is_overdue, before["reminders"].last_at) == (True, None)
    schedule.run_due()
    after = {one.name: one for one in schedule.overview(now=clock.at)}
    assert after["reminders"].next_at == QUARTER + timedelta(minutes=15)
    assert not any(one.is_overdue for one in after.values())
    assert after["reminders"].runs == 1


def test_command_lists_and_runs(runs: list[str], clock: Clock) -> None:
    printed = CliRunner().invoke(app, ["jobs"])
    assert "reminders       every quarter of an hour  has not run yet" in printed.output
    printed = CliRunner().invoke(app, ["jobs", "run", "reminders"])
    assert (printed.exit_code, runs) == (0, ["reminders"])
    assert "reminders is done: 1 in " in printed.output
    printed = CliRunner().invoke(app, ["jobs"])
    assert "last 2026-11-16 15:00 UTC, did 1 in " in printed.output


def test_command_says_what_failed(
    runs: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced(monkeypatch, "reminders", fail)
    printed = CliRunner().invoke(app, ["jobs", "run", "reminders"])
    assert (printed.exit_code, "reminders failed: RuntimeError" in printed.output) == (1, True)
    printed = CliRunner().invoke(app, ["jobs", "run", "housework"])
    assert (printed.exit_code, printed.output) == (1, "There is no job called housework.\n")


def tried(database: Engine, at: datetime) -> None:
    with Session(database.execution_options(is_writing=True)) as session:
        session.add(SignInAttempt(action="sign_in", subject="someone", attempted_at=at))
        session.commit()


def test_only_what_is_old_is_forgotten(database: Engine, now: datetime) -> None:
    recent = now - timedelta(hours=23)
    tried(database, recent)
    tried(database, now - timedelta(hours=25))
    assert tidying.forget_expired() == 1
    with Session(database) as session:
        assert [row.attempted_at for row in session.exec(select(SignInAttempt))] == [recent]


def test_running_twice_changes_nothing(database: Engine, now: datetime) -> None:
    tried(database, now - timedelta(days=3))
    assert [tidying.forget_expired(), tidying.forget_expired()] == [1, 0]


def test_job_is_late_once_it_has_missed_a_turn(runs: list[str], clock: Clock) -> None:
    schedule.run("reminders")
    for minutes, is_late in ((14, False), (29, False), (31, True)):
        now = clock.at + timedelta(minutes=minutes)
        found = {job.name: job for job in schedule.overview(now=now)}
        assert found["reminders"].is_late is is_late, minutes
        assert found["reminders"].is_overdue is (minutes > 14)
