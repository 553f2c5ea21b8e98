"""An email as its bytes: text and HTML as two forms of one thing, the calendar file beside them.

A single invitation is a third form too, so that a mail app offers it at once.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any

from coachbook.integrations.envelopes import Origin, file_name, headers
from coachbook.notifications.sending import Email, Invitation


class Whole(EmailPolicy):
    """A long link stays in one piece: cut or encoded, no mail app would follow it."""

    def fold(self, name: str, value: Any) -> str:
        return f"{name}: {value}\r\n" if name in LINKS else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return (
            self.fold(name, value).encode() if name in LINKS else super().fold_binary(name, value)
        )


LINKS = ("List-Unsubscribe", "Message-ID")
SEVEN_BITS = Whole(linesep="\r\n", cte_type="7bit")
SEVEN_BITS_BUT_ADDRESSES = SEVEN_BITS.clone(utf8=True)


def written(email: Email, origin: Origin, *, to: str, now: datetime) -> bytes:
    """`to` is the recipient's address as servers take it."""
    message = EmailMessage(policy=SEVEN_BITS if to.isascii() else SEVEN_BITS_BUT_ADDRESSES)
    message["From"] = _party(email.sender_name, origin.address)
    message["To"] = _party(email.recipient_name, to)
    if email.reply_to:
        message["Reply-To"] = _party("", email.reply_to)
    message["Subject"] = email.subject
    message["Date"] = format_datetime(now)
    for name, value in headers(email, origin).items():
        message[name] = value
    message.set_content(email.text)
    message.add_alternative(email.html, subtype="html")
    _attach(message, email.invitations)
    return bytes(message)


def _party(name: str, address: str) -> Address:
    local_part, _, domain = address.rpartition("@")
    return Address(name, local_part.strip('"'), domain)


def _attach(message: EmailMessage, invitations: tuple[Invitation, ...]) -> None:
    if len(invitations) == 1:
        (one,) = invitations
        message.add_alternative(
            one.file.decode(), subtype="calendar", cte="base64", params={"method": one.method}
        )
    for position, one in enumerate(invitations, start=1):
        message.add_attachment(
            one.file,
            maintype="application",
            subtype="ics",
            filename=file_name(position, len(invitations)),
        )
