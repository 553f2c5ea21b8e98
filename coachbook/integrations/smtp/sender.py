"""Hands emails to a mail server. What it answers says whether to try again, and with whom."""

import re
import smtplib

from coachbook import clock
from coachbook.integrations import envelopes
from coachbook.integrations.envelopes import Origin
from coachbook.integrations.smtp import dialogues, mime
from coachbook.integrations.smtp.connections import Connection, Connections
from coachbook.integrations.smtp.servers import server
from coachbook.notifications.sending import AddressRefused, Email, NeverWorks, TryLater

GOES_AWAY = 421
LOST = (OSError, smtplib.SMTPServerDisconnected)
ABOUT_THE_ADDRESS = (550, 551, 553)  # the others are about the connection, or a full mailbox
NO_SUCH_ADDRESS = re.compile(rb"\b5\.1\.([1-6]|10)\b")
NOT_ITS_FAULT = re.compile(
    rb"\b5\.(1\.[78]|7\.\d+|2\.2|3\.\d+|4\.\d+)\b"  # our sender, policy, a full mailbox ...
    rb"|relay|authenticat|sign in|log ?in",  # what many servers say without such a number
    re.IGNORECASE,
)
ENHANCED = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")


class Gone(TryLater):
    """The connection ended before the server had the email."""


class Smtp:
    """One for the whole process; threads may share it."""

    def __init__(self, url: str, origin: Origin) -> None:
        self._origin = origin
        self._connections = Connections(server(url), origin.host)

    def send(self, email: Email) -> str:
        to = envelopes.address(email.recipient_email)
        content = mime.written(email, self._origin, to=to, now=clock.now())
        ends_at = dialogues.last_moment()
        kept = self._connections.kept(ends_at)
        if kept is not None:
            try:
                return self._hand_over(kept, to, content)
            except Gone:
                pass  # it was open for long; a new one tells more
        return self._hand_over(self._connections.new(ends_at), to, content)

    def close(self) -> None:
        self._connections.close()

    def _hand_over(self, connection: Connection, to: str, content: bytes) -> str:
        """A connection that failed in any way isn't used again: who knows what it expects."""
        try:
            self._address(connection, to)
            answer = _data(connection, content)
        except BaseException:
            connection.close()
            raise
        self._connections.keep(connection)
        return answer

    def _address(self, connection: Connection, to: str) -> None:
        options = _options(connection, to)
        try:
            code, words = connection.mail(self._origin.address, options)
            _require(code, words, "sender", NeverWorks)
            code, words = connection.rcpt(to)
        except LOST as problem:
            raise Gone("The mail server ended the connection.") from problem
        _require(code, words, "address", _refusal(code, words))


def _refusal(code: int, words: bytes) -> type[NeverWorks]:
    """Nothing more is sent to an address only if the server says that it is the address."""
    if NO_SUCH_ADDRESS.search(words):
        return AddressRefused
    is_about_it = code in ABOUT_THE_ADDRESS and not NOT_ITS_FAULT.search(words)
    return AddressRefused if is_about_it else NeverWorks


def _options(connection: Connection, to: str) -> list[str]:
    if to.isascii():
        return []
    if not connection.has_extn("smtputf8"):
        raise NeverWorks("The mail server takes no address with such letters.")
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _data(connection: Connection, content: bytes) -> str:
    """Once the text is on its way, a cut doesn't tell whether the server has it."""
    try:
        code, words = connection.data(content)
    except smtplib.SMTPDataError as refusal:
        code, words = refusal.smtp_code, _bytes(refusal.smtp_error)
    except LOST as problem:
        reason = "The connection ended before the mail server said that it has it."
        raise TryLater(reason, is_in_doubt=True) from problem
    _require(code, words, "email", NeverWorks)
    return words.decode("ascii", "replace")[:200]


def _require(code: int, words: bytes, what: str, refusal: type[NeverWorks]) -> None:
    if 200 <= code < 300:
        return
    found = ENHANCED.search(words)
    which = f"{code} {found[0].decode()}" if found else str(code)
    if code == GOES_AWAY:
        raise Gone(f"The mail server goes away ({which}).")
    if 500 <= code < 600:
        raise refusal(f"The mail server refused the {what} ({which}).")
    raise TryLater(f"The mail server doesn't take the {what} now ({which}).")


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode("ascii", "replace")
