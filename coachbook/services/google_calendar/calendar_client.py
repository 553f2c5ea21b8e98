"""What a coach's Google Calendar and Google's consent are asked for, and how that can fail.

Events are dictionaries as Google's Calendar API v3 has them. No call is made within a transaction.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Event = Mapping[str, Any]


class GoogleFailed(Exception):
    """It didn't work; `words` say why, to the coach. Nothing of a token is ever in them."""

    def __init__(self, words: str, *, after_seconds: float | None = None) -> None:
        super().__init__(words)
        self.words, self.after_seconds = words, after_seconds


class NeedsReconnect(GoogleFailed):
    """The coach's consent is gone: no call makes sense until they connect again."""


class TryLater(GoogleFailed):
    """Down, slow, or asked too often: for all of this coach's events, not before `after_seconds`.
    It may have been carried out all the same."""


class Refused(GoogleFailed):
    """This request never works as it is; the others may."""


class EventExists(GoogleFailed):
    """The id is or was in use."""


class EventGone(GoogleFailed):
    """No event has the id, or it was deleted."""


class EventChanged(GoogleFailed):
    """Somebody else wrote it since its etag was read."""


class CalendarClient(Protocol):
    """One coach's calendar. `notifies`: Google tells the guests. Each call raises GoogleFailed."""

    def insert(self, calendar_id: str, event: Event, *, notifies: bool) -> Event: ...

    def get(self, calendar_id: str, event_id: str) -> Event: ...

    def patch(
        self, calendar_id: str, event_id: str, fields: Event, *, etag: str, notifies: bool
    ) -> Event:
        """Changes these fields only; with an etag, only if it is still that one."""
        ...

    def delete(self, calendar_id: str, event_id: str, *, notifies: bool) -> None:
        """An event that isn't there raises EventGone."""
        ...

    def ours(self, calendar_id: str, *, since: datetime, until: datetime) -> Iterator[Event]:
        """What coachbook has put there and starts within that span, page by page."""
        ...


@dataclass(frozen=True)
class Granted:
    """What a coach has consented to, as whom. `subject` names the account for good."""

    subject: str
    email: str
    refresh_token: str = field(repr=False)


class ConsentFailed(Exception):
    """It didn't come to a consent; the message is a sentence for the coach."""


class ConsentIncomplete(ConsentFailed):
    """A box was left unticked, so that we may not write events."""


class Consent(Protocol):
    def address(self, *, state: str, verifier: str, nonce: str) -> str:
        """Where the browser is sent to."""
        ...

    def exchange(self, code: str, *, verifier: str, nonce: str) -> Granted:
        """Raises ConsentFailed."""
        ...

    def revoke(self, refresh_token: str) -> None:
        """What Google has forgotten already is fine; raises GoogleFailed if it can't be reached."""
        ...


# A client for whoever has this refresh token, in this thread.
Opening = Callable[[str], CalendarClient]
