"""Who runs the jobs: one at a time, another when that one stops, and no harm in two."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook.database import transaction
from coachbook.jobs import leading, schedule, ticking
from coachbook.models import Heartbeat, Lease
from tests.conftest import NOW
from tests.jobs.clocks import Clock


@pytest.fixture
def clock(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(NOW).used(monkeypatch)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    done: list[int] = []
    monkeypatch.setattr(schedule, "run_due", lambda: done.append(1))
    return done


def test_one_of_two_leads(clock: Clock) -> None:
    assert [ticking.beat("first"), ticking.beat("second")] == [True, False]
    clock.at += timedelta(seconds=45)
    assert [ticking.beat("first"), ticking.beat("second")] == [True, False]


def test_another_leads_once_the_lease_has_run_out(clock: Clock) -> None:
    ticking.beat("first")
    clock.at += leading.LASTS
    assert [ticking.beat("second"), ticking.beat("first")] == [True, False]


def test_another_leads_at_once_after_an_orderly_end(clock: Clock) -> None:
    ticking.beat("first")
    ticking.end("first")
    assert ticking.beat("second")


def test_who_does_not_lead_takes_nothing_away(clock: Clock) -> None:
    ticking.beat("first")
    ticking.end("second")
    assert not ticking.beat("third")


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-1)])
def test_lease_of_a_clock_that_was_wrong_counts_for_nothing(clock: Clock, jump: timedelta) -> None:
    ticking.beat("first")
    clock.at += jump
    assert ticking.beat("second")


def test_clocks_that_differ_a_little_take_no_turns(clock: Clock) -> None:
    ticking.beat("first")
    clock.at -= timedelta(seconds=30)
    assert [ticking.beat("second"), ticking.beat("first")] == [False, True]


def test_only_the_leader_runs_what_is_due(clock: Clock, turns: list[int]) -> None:
    ticking.tick("first")
    ticking.tick("second")
    assert len(turns) == 1


def test_each_process_says_that_it_lives(clock: Clock, database: Engine) -> None:
    ticking.beat("first")
    clock.at += timedelta(seconds=15)
    ticking.beat("first")
    ticking.beat("second")
    with Session(database) as session:
        rows = session.exec(select(Heartbeat).order_by(Heartbeat.worker)).all()
    assert [(row.worker, row.is_leader) for row in rows] == [("first", True), ("second", False)]
    assert (rows[0].started_at, rows[0].beat_at) == (NOW, clock.at)


def test_orderly_end_leaves_nothing_behind(clock: Clock, database: Engine) -> None:
    ticking.beat("first")
    ticking.end("first")
    with Session(database) as session:
        left = [*session.exec(select(Heartbeat)), *session.exec(select(Lease))]
    assert left == []


def test_lease_belongs_to_its_name(clock: Clock) -> None:
    with transaction() as session:
        taken = [
            leading.take(session, name, holder=holder, now=NOW)
            for name, holder in (("jobs", "first"), ("rest", "second"), ("jobs", "second"))
        ]
    assert taken == [True, True, False]


def test_scheduler_runs_as_long_as_the_process(clock: Clock, turns: list[int]) -> None:
    with ticking.running():
        for _ in range(100):
            if turns:
                break
            time.sleep(0.02)
    assert turns
    with transaction() as session:
        assert not session.exec(select(Heartbeat)).all()
