"""Whoever reads the log is told once that something stopped, and once that it works again."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook.database import transaction
from coachbook.jobs import schedule, ticking, watching
from coachbook.jobs.watching import Watch
from coachbook.models import OutboxMessage
from coachbook.services import schedules
from coachbook.services.vitals import LATE, TROUBLE
from tests.conftest import NOW
from tests.factories import at
from tests.jobs.clocks import Clock
from tests.practices import open_practice

STUCK = f"Something stopped. {TROUBLE['messages']}"
SCHEDULER = f"Something stopped. {TROUBLE['scheduler']}"
WELL = "All is well again."


@pytest.fixture
def clock(
    database: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Clock:
    """Somebody leads, and messages have been due for long."""
    caplog.set_level(logging.WARNING, logger="coachbook.health")
    monkeypatch.setattr(watching, "this_process", Watch())
    monkeypatch.setattr(schedules, "_schedules", [])
    with Session(database.execution_options(is_writing=True)) as session:
        open_practice(session).book(at("2026-11-18 09:00"))
        session.commit()
    return Clock(NOW + timedelta(minutes=1) + LATE).used(monkeypatch)


def settle() -> None:
    with transaction() as session:
        for one in session.exec(select(OutboxMessage)):
            one.state = "sent"


def test_what_stops_is_told_once_and_so_is_that_it_works(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        ticking.watch("first")
    assert caplog.messages == [STUCK]
    settle()
    for _ in range(3):
        ticking.watch("first")
    assert caplog.messages == [STUCK, WELL]


def test_second_trouble_is_told_too(
    clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking.watch("first")
    monkeypatch.setattr(schedules, "_schedules", [schedule])
    for name in [one.name for one in schedule.JOBS]:
        schedule.run(name)
    clock.at += timedelta(days=3)
    ticking.watch("first")
    assert caplog.messages == [STUCK, SCHEDULER]


def test_only_the_leader_tells(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    ticking.beat("first")
    ticking.watch("second")
    assert caplog.messages == []


def test_while_all_is_well_nothing_is_said(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    settle()
    ticking.watch("first")
    assert caplog.messages == []
