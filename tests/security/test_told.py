"""What leaves, and what is logged of it: each message to its reader, with nothing of others."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from coachbook import config
from coachbook import database as databases
from coachbook.models import OneTimeToken, OutboxMessage, Profile, PushSubscription
from coachbook.notifications import delivery
from coachbook.notifications.delivery import Senders
from coachbook.notifications.sending import Device, Email, Push
from tests.conftest import NOW
from tests.security.arena import Arena
from tests.security.told import BLOCKED

LATER = NOW + timedelta(minutes=5)  # when every undo span is over
WORD = re.compile(r"zq\d{5}qz")


class Taken:
    """Takes every message, and keeps whom it went to and all that it says."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.told: list[tuple[str, str, str]] = []
        with Session(arena.engine) as session:
            self.names = self._addresses(session)
            self.devices = {
                one.id: arena.world.name_of(one.profile_id)
                for one in session.exec(select(PushSubscription))
            }

    def _addresses(self, session: Session) -> dict[str, str]:
        found = {one.email: one.id for one in session.exec(select(Profile))}
        found |= {one.new_email or "": one.profile_id for one in session.exec(select(OneTimeToken))}
        return {address: self.arena.world.name_of(one) for address, one in found.items()}

    def send(self, message: Email | Push, device: Device | None = None, **_: object) -> str:
        if isinstance(message, Email):
            files = b"".join(one.file for one in message.invitations).decode()
            said = (message.sender_name, message.subject, message.text, message.html, files)
            words = "\n".join(said).replace("\r\n ", "")
            self._keep(self.names[message.recipient_email], words, message.reply_to)
        else:
            assert device is not None
            self._keep(self.devices[device.id], f"{message.title}\n{message.body}", "")
        return ""

    def _keep(self, name: str, words: str, told: str) -> None:
        leaks = self.arena.world.leaks(words, to=name, told=told)
        self.told.append((name, words, f"{name} is told {leaks}" if leaks else ""))

    @property
    def leaks(self) -> list[str]:
        return [leak for _, _, leak in self.told if leak]


class Breaking:
    """Fails at every message, with words that name people and forge a line."""

    def send(self, message: Email | Push, device: Device | None = None, **_: object) -> str:
        raise RuntimeError(f"{message!r} {device!r}\nERROR zq99999qz somebody@example.com")


@pytest.fixture(autouse=True)
def production(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COACHBOOK_PRODUCTION", "yes")
    config.reset()
    yield
    config.reset()


def deliver(emails: Any, pushes: Any) -> int:
    return delivery.deliver_due(Senders(emails, pushes), now=lambda: LATER)


def test_messages_say_nothing_of_others(arena: Arena, caplog: pytest.LogCaptureFixture) -> None:
    emails, pushes = Taken(arena), Taken(arena)
    handled = deliver(emails, pushes)
    readers = {name for name, _, _ in emails.told}
    print(f"handled={handled} emails={len(emails.told)} pushes={len(pushes.told)}")
    assert emails.leaks + pushes.leaks == []
    assert not readers & {*BLOCKED}
    assert {"olga", "boris", "ivan", "otto"} <= readers
    assert len(emails.told) > 20
    assert len(pushes.told) > 30
    assert WORD.findall(caplog.text) == []
    arena.put_back()


def test_locked_screen_names_no_client(arena: Arena) -> None:
    """Anybody may read there, so that no word of a client's is on it, and of a coach the name."""
    pushes = Taken(arena)
    deliver(Taken(arena), pushes)
    arena.put_back()
    with Session(arena.engine) as session:
        coaches = select(Profile.name).where(Profile.is_coach)
        names = {word for name in session.exec(coaches) for word in WORD.findall(name)}
    shown = {(name, word) for name, words, _ in pushes.told for word in WORD.findall(words)}
    assert {word for _, word in shown} <= names
    assert {name for name, _ in shown}.isdisjoint({"anna", "berta", "otto"})


def test_scan_finds_a_message_that_is_about_another_client(arena: Arena) -> None:
    emails = Taken(arena)
    with databases.transaction() as session:
        foreign = session.get_one(OutboxMessage, arena.world.things["ada of anna"]["message"])
        row = foreign.model_dump(exclude={"id", "unique_key", "recipient_id"})
        olga = arena.world.people["olga"]
        session.add(
            OutboxMessage(
                **row | {"state": "waiting", "due_at": NOW},
                unique_key=uuid4().hex,
                recipient_id=olga.id,
            )
        )
    deliver(emails, Taken(arena))
    assert emails.leaks != []
    arena.put_back()


def test_failures_tell_the_log_nothing(arena: Arena, caplog: pytest.LogCaptureFixture) -> None:
    assert deliver(Breaking(), Breaking()) > 60
    with Session(arena.engine) as session:
        said = {one.last_error for one in session.exec(select(OutboxMessage)) if one.attempts == 1}
    assert "It failed unexpectedly: RuntimeError" in said
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) > 50
    assert [line for line in lines if WORD.search(line) or "@" in line or "\n" in line] == []
    arena.put_back()
