"""Senders that take what they are given, or fail as they are told to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from coachbook.notifications.delivery import Senders
from coachbook.notifications.sending import Device, Email, Push


@dataclass
class Mail:
    """Takes every email; first it raises what it was given, one after another."""

    failures: Iterable[Exception | None] = ()
    taken: list[Email] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self._failures = iter(self.failures)

    def send(self, email: Email) -> str:
        self.asked += 1
        if failure := next(self._failures, None):
            raise failure
        self.taken.append(email)
        return f"ref-{len(self.taken)}"

    @property
    def ids(self) -> list[UUID]:
        return [email.id for email in self.taken]


@dataclass
class Pushes:
    """Takes every push; what is to go wrong is said for each device."""

    failures: dict[UUID, Exception] = field(default_factory=dict)
    taken: list[tuple[Push, Device]] = field(default_factory=list)

    def send(self, push: Push, device: Device, *, now: datetime) -> None:
        if failure := self.failures.get(device.id):
            raise failure
        self.taken.append((push, device))


def carriers(*failures: Exception | None) -> tuple[Senders, Mail]:
    mail = Mail(failures)
    return Senders(mail, Pushes()), mail
