"""Connections to one mail server, kept open between emails. Any thread may take one."""

import smtplib
import ssl
import threading
import time

from coachbook.integrations.smtp import dialogues
from coachbook.integrations.smtp.dialogues import Dialogue, SecureDialogue
from coachbook.integrations.smtp.servers import Server
from coachbook.notifications.sending import TryLater

IDLE_SECONDS = 5  # after that the server is asked whether it is still there
SETTING_SECONDS = 900  # what somebody has to mend first: a password, a certificate

Connection = Dialogue


class Connections:
    def __init__(self, server: Server, host: str) -> None:
        self._server, self._host = server, host
        self._idle: list[tuple[Connection, float]] = []
        self._lock = threading.Lock()

    def kept(self, ends_at: float) -> Connection | None:
        """One that has been used before and is still alive."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection, since = self._idle.pop()
            connection.ends_at = ends_at
            if time.monotonic() - since < IDLE_SECONDS or _is_alive(connection):
                return connection
            connection.close()

    def new(self, ends_at: float) -> Connection:
        try:
            return self._opened(ends_at)
        except ssl.SSLCertVerificationError as problem:
            reason = "The mail server's certificate isn't trusted."
            raise TryLater(reason, after_seconds=SETTING_SECONDS) from problem
        except (OSError, smtplib.SMTPException) as problem:
            reason = f"The mail server can't be reached ({type(problem).__name__})."
            raise TryLater(reason) from problem

    def keep(self, connection: Connection) -> None:
        with self._lock:
            self._idle.append((connection, time.monotonic()))

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection, _ in idle:
            _leave(connection)

    def _opened(self, ends_at: float) -> Connection:
        connection = self._connected(ends_at)
        try:
            self._secure(connection)
            self._sign_in(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self, ends_at: float) -> Connection:
        where = (self._server.host, self._server.port, self._host)
        if self._server.is_tls:
            return SecureDialogue(*where, ends_at=ends_at, context=ssl.create_default_context())
        return Dialogue(*where, ends_at=ends_at)

    def _secure(self, connection: Connection) -> None:
        connection.ehlo_or_helo_if_needed()
        if self._server.is_tls:
            return
        if connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        elif self._server.needs_tls:
            raise TryLater(
                "The mail server offers no TLS, and a password isn't sent without.",
                after_seconds=SETTING_SECONDS,
            )

    def _sign_in(self, connection: Connection) -> None:
        if not self._server.user:
            return
        try:
            connection.login(self._server.user, self._server.password)
        except smtplib.SMTPAuthenticationError as problem:
            reason = f"The mail server refused the user or password ({problem.smtp_code})."
            raise TryLater(reason, after_seconds=SETTING_SECONDS) from problem


def _is_alive(connection: Connection) -> bool:
    try:
        return connection.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _leave(connection: Connection) -> None:
    connection.ends_at = dialogues.last_moment()
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
