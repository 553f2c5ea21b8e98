"""The threads that copy to Google: woken by a commit, apart from delivery, ended without delay."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from coachbook.jobs import copying, schedule
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.conftest import connected, google
from tests.services.google_calendar.connected import connection_of
from tests.services.google_calendar.fake_google import FakeGoogle

__all__ = ["connected", "google"]

WEDNESDAY = at("2026-11-18 10:00")


def until(happens: Callable[[], object]) -> None:
    last_moment = time.monotonic() + 10
    while not happens():
        assert time.monotonic() < last_moment, "it never happened"
        time.sleep(0.01)


def test_a_commit_wakes_them(
    connected: Practice, google: FakeGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "POLL_SECONDS", 60.0)
    with copying.running(google.google(), threads=2):
        until(lambda: "list" in google.calls)
        connected.booked(WEDNESDAY)
        connected.session.commit()
        until(google.standing)


def test_what_hangs_keeps_no_process_from_ending(
    connected: Practice, google: FakeGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "SECONDS_TO_FINISH", 0.1)
    hanging = [True]

    def hang(_: str) -> None:
        while hanging[0]:
            time.sleep(0.01)

    google.before_each = hang
    connected.booked(WEDNESDAY)
    connected.session.commit()
    with copying.running(google.google(), threads=1):
        until(lambda: google.calls)
        began = time.monotonic()
    assert time.monotonic() - began < 2
    hanging[0] = False
    until(lambda: not any(one.name == "google 1" for one in threading.enumerate()))


def test_every_night_google_is_compared(connected: Practice, google: FakeGoogle) -> None:
    connected.session.commit()
    with copying.running(google.google(), threads=1):
        until(lambda: is_compared(connected))
    record = schedule.run("google-calendar")
    assert (record.last_count, record.last_error) == (1, "")
    assert not is_compared(connected)
    job = schedule.job("google-calendar")
    assert job.when.after(NOW) - NOW < timedelta(days=1)


def is_compared(practice: Practice) -> bool:
    found = connection_of(practice.session, practice.coach).reconciled_at
    practice.session.commit()
    return found is not None
