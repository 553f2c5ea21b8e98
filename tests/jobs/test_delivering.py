"""The threads that deliver: woken at once, each channel by itself, ended with nothing lost."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select, update

from coachbook import clock
from coachbook import database as databases
from coachbook.jobs import delivering
from coachbook.jobs.delivering import Pace
from coachbook.models import OutboxMessage, PushSubscription
from coachbook.notifications import outbox
from coachbook.notifications.delivery import Senders
from tests.conftest import NOW
from tests.factories import at
from tests.notifications.carriers import Mail, Pushes
from tests.practices import Practice, open_practice

NINE = at("2026-11-18 09:00")
QUICK = Pace(threads=2, batch=1, rest_seconds=0)


@pytest.fixture
def practice(database: Engine, now: datetime) -> Iterator[Practice]:
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        made = open_practice(session)
        session.commit()
        yield made


def book_all_due(practice: Practice) -> None:
    """A booking whose undo span is over."""
    practice.book(NINE)
    practice.session.connection().execute(update(OutboxMessage).values(due_at=NOW))
    practice.session.commit()


def tell(session: Session, practice: Practice) -> None:
    outbox.queue(
        session,
        "email_changed",
        recipient_id=practice.client.id,
        coach_id=None,
        subject_id=uuid4(),
        due_at=NOW,
        created_at=NOW,
    )


def rows(channel: str) -> list[OutboxMessage]:
    with databases.reading() as session:
        asked = select(OutboxMessage).where(OutboxMessage.channel == channel)
        return list(session.exec(asked))


def until(happens: Callable[[], Any]) -> None:
    last_moment = time.monotonic() + 10
    while not happens():
        assert time.monotonic() < last_moment, "it never happened"
        time.sleep(0.01)


def are_sent(channel: str) -> bool:
    return {row.state for row in rows(channel)} == {"sent"}


def test_what_is_due_leaves_by_itself(practice: Practice) -> None:
    book_all_due(practice)
    mail = Mail()
    with delivering.running(Senders(mail, Pushes()), QUICK):
        until(lambda: are_sent("email"))
    assert len(mail.taken) == 2


def test_commit_wakes_whoever_sends(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "POLL_SECONDS", 60.0)
    mail = Mail()
    with delivering.running(Senders(mail, Pushes()), QUICK):
        time.sleep(0.1)  # they have looked and found nothing
        with databases.transaction() as session:
            tell(session, practice)
        until(lambda: mail.taken)


@pytest.mark.parametrize(("slow_seconds", "least", "most"), [(0.0, 3, 4), (60.0, 1, 2)])
def test_all_threads_are_called_where_the_provider_is_slow(
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
    slow_seconds: float,
    least: int,
    most: int,
) -> None:
    monkeypatch.setattr(delivering, "SLOW_SECONDS", slow_seconds)
    with databases.transaction() as session:
        for _ in range(20):
            tell(session, practice)
    at_work: set[str] = set()

    class Watching(Mail):
        def send(self, email: object) -> str:
            at_work.add(threading.current_thread().name)
            time.sleep(0.05)
            return ""

    with delivering.running(Senders(Watching(), Pushes()), Pace(4, batch=1, rest_seconds=0)):
        until(lambda: are_sent("email"))
    assert least <= len(at_work) <= most


def test_hanging_mail_server_keeps_no_push_waiting(practice: Practice) -> None:
    book_all_due(practice)
    for person in (practice.client, practice.coach):
        practice.session.add(
            PushSubscription(
                profile_id=person.id,
                endpoint=f"https://push.example.com/{person.id}",
                public_key="key",
                auth_secret="secret",
                created_at=NOW,
            )
        )
    practice.session.commit()
    hanging = threading.Event()

    class Hanging(Mail):
        def send(self, email: object) -> str:
            hanging.wait(10)
            return ""

    with delivering.running(Senders(Hanging(), Pushes()), QUICK):
        until(lambda: are_sent("push"))
        assert "sent" not in {row.state for row in rows("email")}
        hanging.set()
        until(lambda: are_sent("email"))


def test_end_hands_back_what_was_not_begun(practice: Practice) -> None:
    book_all_due(practice)
    stopped, begun = threading.Event(), threading.Event()

    class Slow(Mail):
        def send(self, email: object) -> str:
            begun.set()
            stopped.wait(10)
            return ""

    with delivering.running(Senders(Slow(), Pushes()), Pace(1, batch=10, rest_seconds=0)) as _:
        begun.wait(10)
        threading.Timer(0.1, stopped.set).start()
    assert sorted((row.state, row.attempts) for row in rows("email")) == [
        ("sent", 1), ("waiting", 0)
    ]  # fmt: skip


def test_trouble_pauses_and_passes(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The clock fails twice, as anything might outside a message."""
    book_all_due(practice)
    monkeypatch.setattr(delivering, "SECONDS_AFTER_A_FAILURE", 0.01)
    failing = iter(range(2))

    def fail_first() -> datetime:
        if next(failing, None) is not None:
            raise OSError("no such clock")
        return NOW

    monkeypatch.setattr(clock, "now", fail_first)
    with delivering.running(Senders(Mail(), Pushes()), QUICK):
        until(lambda: are_sent("email"))
    assert "pauses: OSError" in caplog.text
