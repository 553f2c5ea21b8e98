"""What goes out and who carries it: integrations implement the two senders, jobs hand them in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from coachbook.notifications.matrix import Urgency


@dataclass(frozen=True)
class Invitation:
    """A calendar file of one appointment, that the reader's mail app offers to keep."""

    method: Literal["REQUEST", "CANCEL"]
    file: bytes = field(repr=False)


@dataclass(frozen=True)
class Email:
    """One email to one person. `id` is the outbox row's: the same message has it for ever.

    `reply_to` is empty where nobody waits for an answer. `link` is where its button leads, nothing
    if that was hidden. `unsubscribe_link` is empty where the reader can't go without the message.
    """

    id: UUID
    sender_name: str
    reply_to: str
    recipient_name: str
    recipient_email: str
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    link: str = field(default="", repr=False)
    unsubscribe_link: str = field(default="", repr=False)
    invitations: tuple[Invitation, ...] = ()


@dataclass(frozen=True)
class Device:
    """Where one browser of a person takes messages, and the keys that only it can read with."""

    id: UUID
    endpoint: str = field(repr=False)
    public_key: str = field(repr=False)
    auth_secret: str = field(repr=False)


@dataclass(frozen=True)
class Push:
    """One message on a locked screen: short, and nothing private. A newer one with the same `tag`
    takes its place. `path` is where a tap leads on our own site."""

    title: str
    body: str
    path: str
    tag: str
    urgency: Urgency
    expires_at: datetime


class EmailSender(Protocol):
    """Raises one of the failures below."""

    def send(self, email: Email) -> str:
        """The provider's own name for what it took; empty if it gives none."""
        ...


class PushSender(Protocol):
    """Raises one of the failures below."""

    def send(self, push: Push, device: Device, *, now: datetime) -> None: ...


class NotSent(Exception):
    """Something kept it from going out. `reason` is for the operator: no names, no tokens."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(NotSent):
    """It may work in a while. `after_seconds` is what the provider asked for; `is_in_doubt` if the
    provider may have taken it before the answer was lost."""

    def __init__(
        self, reason: str, *, after_seconds: float | None = None, is_in_doubt: bool = False
    ) -> None:
        super().__init__(reason)
        self.after_seconds = after_seconds
        self.is_in_doubt = is_in_doubt


class NeverWorks(NotSent):
    """Trying again would change nothing."""


class AddressRefused(NeverWorks):
    """This address takes no email; nothing more is sent there."""


class DeviceGone(NeverWorks):
    """The device doesn't take messages any more."""
