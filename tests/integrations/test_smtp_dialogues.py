"""A mail server that takes its time over each letter, or never stops, holds nobody up for long."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from coachbook.integrations.smtp import dialogues
from coachbook.integrations.smtp.sender import Smtp
from coachbook.notifications import claims
from coachbook.notifications.sending import TryLater
from tests.integrations.letters import ORIGIN, email

LETTER_SECONDS = 0.06
ANSWER = b"250 This is what I have to say about it\r\n"
STEPS = ("", "EHLO", "MAIL", "RCPT", "DATA", ".")
SHORT, LONG = 1.5, 25.0
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("now")]  # they wait for real seconds


@contextmanager
def dripping(step: str) -> Iterator[str]:
    """Its URL. At this step it takes more than a second for its answer; "" is the greeting."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_talk, args=(listening, step), daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)


def _talk(listening: socket.socket, slow: str) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as lines:
        try:
            _say(connection, b"220 Hello\r\n" if slow else ANSWER.replace(b"250", b"220"), not slow)
            is_data = False
            for line in lines:
                step = "." if line == b".\r\n" else "" if is_data else line[:4].decode().upper()
                if step:
                    is_data = step == "DATA"
                    answer = ANSWER.replace(b"250", b"354") if is_data else ANSWER
                    _say(connection, answer, step == slow)
        except OSError:
            return


def _say(connection: socket.socket, words: bytes, is_slow: bool) -> None:
    for letter in [words[at : at + 1] for at in range(len(words))] if is_slow else [words]:
        connection.sendall(letter)
        time.sleep(LETTER_SECONDS if is_slow else 0)


def _say_without_end(connection: socket.socket, words: bytes, is_endless: bool) -> None:
    while is_endless:
        connection.sendall(words.replace(b" ", b"-", 1))
        time.sleep(0.001)
    connection.sendall(words)


def send(url: str) -> str:
    smtp = Smtp(url, ORIGIN)
    try:
        return smtp.send(email())
    finally:
        smtp.close()


@pytest.mark.parametrize("step", STEPS)
def test_dialogue_as_a_whole_has_a_limit(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    monkeypatch.setattr(dialogues, "DIALOGUE_SECONDS", SHORT)
    with dripping(step) as url, pytest.raises(TryLater) as caught:
        send(url)
    assert caught.value.is_in_doubt == (step in ("DATA", "."))


@pytest.mark.parametrize("step", STEPS)
def test_server_that_never_stops_talking_has_the_same(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """There is always something to read: the limit is met between two looks, not while waiting."""
    monkeypatch.setattr(dialogues, "DIALOGUE_SECONDS", SHORT)
    monkeypatch.setitem(globals(), "_say", _say_without_end)
    with dripping(step) as url, pytest.raises(TryLater) as caught:
        send(url)
    assert caught.value.is_in_doubt == (step in ("DATA", "."))


@pytest.mark.parametrize("step", ["", "."])
def test_slow_server_has_the_email_where_there_is_time(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The control: each letter comes in time, it is all of them together that take too long."""
    monkeypatch.setattr(dialogues, "DIALOGUE_SECONDS", LONG)
    with dripping(step) as url:
        assert send(url)


def test_it_ends_within_the_lease() -> None:
    left = claims.LEASE.total_seconds() * claims.TO_FINISH
    assert left > dialogues.DIALOGUE_SECONDS
