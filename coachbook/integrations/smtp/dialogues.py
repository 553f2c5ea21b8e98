"""A dialogue with a mail server that ends in time, however slowly the server gets its words out."""

import io
import smtplib
import time
from typing import Any

TIMEOUT_SECONDS = 10  # for one step
DIALOGUE_SECONDS = 30  # for all of them: less than what is left of a message's lease when it begins


def last_moment() -> float:
    """Of a dialogue that begins now."""
    return time.monotonic() + DIALOGUE_SECONDS


class Dialogue(smtplib.SMTP):
    """The library waits anew for each byte; this one also counts all of them together."""

    def __init__(self, host: str, port: int, own_host: str, *, ends_at: float, **more: Any) -> None:
        self.ends_at = ends_at
        super().__init__(host, port, own_host, timeout=TIMEOUT_SECONDS, **more)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = io.BufferedReader(_Replies(self))
        return super().getreply()

    def send(self, s: Any) -> None:
        self.hurry()
        super().send(s)

    def hurry(self) -> None:
        """The next step gets what is left. Raises OSError, as when nothing is heard; what is being
        read can't be closed here."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("The mail server takes too long.")
        if self.sock is not None:
            self.sock.settimeout(min(left, TIMEOUT_SECONDS))


class SecureDialogue(Dialogue, smtplib.SMTP_SSL):
    """The same over TLS from the first byte on."""


class _Replies(io.RawIOBase):
    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._dialogue.hurry()
        sock = self._dialogue.sock
        return sock.recv_into(buffer) if sock is not None else 0
