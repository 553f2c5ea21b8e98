"""A mail server that we did not write, on this machine, with the moods that real ones have."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 OK"
A_WHILE = 60  # longer than anybody waits


@dataclass
class MailServer:
    """What it says to an address, to an email; what came; how often somebody connected."""

    to_address: Callable[[str], str] = lambda _: OK
    to_sender: Callable[[], str] = lambda: OK
    to_email: Callable[[], str] = lambda: "250 2.0.0 Taken as 4711"
    cuts: bool = False
    hangs: bool = False
    received: list[EmailMessage] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    greetings: int = 0
    port: int = 0
    connections: list[SMTP] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        self.greetings += 1
        self.connections.append(server)
        session.host_name = host
        return answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.to_sender()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.to_address(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        found = message_from_bytes(content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        answer = self.to_email()
        if answer.startswith("2"):
            self.received.append(found)
            self.contents.append(content)
            self.recipients += envelope.rcpt_tos
        if self.cuts:
            self.hang_up()
            await asyncio.sleep(0)
        if self.hangs:
            await asyncio.sleep(A_WHILE)
        return answer

    def hang_up(self) -> None:
        """Every connection ends without a word."""
        for connection in self.connections:
            if isinstance(connection.transport, asyncio.Transport):
                connection.loop.call_soon_threadsafe(connection.transport.abort)


class AnyPort(Controller):
    """Listens on whichever port is free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def serving(server: MailServer, **options: Any) -> Iterator[MailServer]:
    """Until the end of the block, on a port that is free."""
    controller = AnyPort(
        server, hostname="127.0.0.1", port=0, **{"enable_SMTPUTF8": False, **options}
    )
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


def guarded_by(user: str, password: str) -> Callable[..., AuthResult]:
    def check(
        server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        is_right = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=is_right, handled=is_right)

    return check
