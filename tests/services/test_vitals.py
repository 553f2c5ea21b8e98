"""Health turns red by itself when something stops, and says what."""

import shutil
from collections import namedtuple
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlmodel import Session, select

from coachbook.models import Heartbeat, OutboxMessage
from coachbook.services import schedules, vitals
from coachbook.services.vitals import BEATS_EVERY, LATE, TROUBLE
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice

SECOND = timedelta(seconds=1)


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)


def _beat(session: Session, ago: timedelta = SECOND, *, is_leader: bool = True) -> None:
    session.merge(
        Heartbeat(
            worker=f"worker {is_leader}", started_at=NOW, beat_at=NOW - ago, is_leader=is_leader
        )
    )
    session.flush()


def _troubles(session: Session) -> tuple[str, ...]:
    return vitals.vitals(session, now=NOW).troubles()


def test_all_is_well_while_somebody_works(session: Session) -> None:
    _beat(session)
    found = vitals.vitals(session, now=NOW)
    assert found.is_well
    assert [sign.part for sign in found.signs] == [
        "database", "workers", "scheduler", "messages", "disk",
    ]  # fmt: skip


def test_stopped_worker_shows_within_two_intervals(session: Session) -> None:
    _beat(session, 2 * BEATS_EVERY - SECOND)
    assert not _troubles(session)
    _beat(session, 2 * BEATS_EVERY)
    assert _troubles(session) == (TROUBLE["workers"], TROUBLE["scheduler"])


def test_nobody_ever_worked(session: Session) -> None:
    assert _troubles(session) == (TROUBLE["workers"], TROUBLE["scheduler"])


def test_workers_without_a_leader_run_no_jobs(session: Session) -> None:
    _beat(session, 10 * BEATS_EVERY)
    _beat(session, is_leader=False)
    assert _troubles(session) == (TROUBLE["scheduler"],)


def test_job_that_missed_a_turn_shows(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    _beat(session)
    for is_late in (False, True):
        table = SimpleNamespace(overview=lambda now, late=is_late: [SimpleNamespace(is_late=late)])
        monkeypatch.setattr(schedules, "_schedules", [table])
        assert _troubles(session) == ((TROUBLE["scheduler"],) if is_late else ())


def test_message_that_nobody_takes_gets_late(practice: Practice) -> None:
    practice.book(at("2026-11-24 09:00"), now=NOW - LATE - timedelta(minutes=1))
    _beat(practice.session)
    assert _troubles(practice.session) == (TROUBLE["messages"],)


@pytest.mark.parametrize("state", ["sent", "kept", "void", "withdrawn", "dead"])
def test_message_that_is_done_with_is_never_late(practice: Practice, state: str) -> None:
    practice.book(at("2026-11-24 09:00"), now=NOW - timedelta(days=3))
    for row in practice.session.exec(select(OutboxMessage)):
        row.state = state
    practice.session.flush()
    _beat(practice.session)
    assert not _troubles(practice.session)


def test_message_behind_one_that_is_tried_again_later_is_not_late(practice: Practice) -> None:
    _beat(practice.session)
    practice.cancel(practice.booked(at("2026-11-24 09:00")), now=NOW + LATE)
    for one in practice.session.exec(select(OutboxMessage)):
        is_first = one.event in ("session_booked", "new_booking")
        one.created_at = NOW - LATE - (SECOND if is_first else timedelta())
        one.due_at = NOW + LATE if is_first else NOW - LATE
    practice.session.flush()
    assert not _troubles(practice.session)


def test_disk_that_is_nearly_full_shows(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    _beat(session)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1000, 899, 101))
    assert not _troubles(session)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1000, 901, 99))
    assert _troubles(session) == (TROUBLE["disk"],)
