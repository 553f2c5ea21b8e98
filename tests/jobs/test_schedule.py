"""The jobs: what they forget and keep, and that a failure stops nothing."""

import logging
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook.jobs import schedule, tidying
from coachbook.models import SignInAttempt


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


def test_a_job_that_fails_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("no disk")

    with caplog.at_level(logging.ERROR):
        schedule.carry_out(schedule.Job("keep house", timedelta(hours=1), fail))
    assert "keep house" in caplog.text
    assert "no disk" in caplog.text


async def test_every_job_is_scheduled_while_the_app_lives() -> None:
    async with schedule.running():
        pass
    scheduler = schedule.started()
    assert {job.id for job in scheduler.get_jobs()} == {job.name for job in schedule.JOBS}
    scheduler.shutdown(wait=False)
