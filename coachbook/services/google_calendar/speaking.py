"""Whoever has a coach's turn: what they speak to Google with, and how they note what it said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from coachbook.database import transaction
from coachbook.encryption import Unreadable, decrypt
from coachbook.services import changes
from coachbook.services.google_calendar import notes
from coachbook.services.google_calendar.calendar_client import NeedsReconnect, Opening
from coachbook.services.google_calendar.turns import Turn

UNREADABLE = "coachbook can't read what Google gave it any more: its own key has changed."

Now = Callable[[], datetime]


@dataclass(frozen=True)
class Google:
    """What speaks to Google: a client for whoever has a token, and the end of a consent."""

    opening: Opening
    revoke: Callable[[str], None]


def never() -> bool:
    return False


@dataclass(frozen=True)
class Speaker:
    """Whoever has a coach's turn."""

    google: Google
    turn: Turn
    now: Now
    is_stopping: Callable[[], bool]

    def token(self) -> str:
        try:
            return decrypt(self.turn.token_encrypted)
        except Unreadable:
            raise NeedsReconnect(UNREADABLE) from None

    def note(self, write: Callable[[Session], bool | None]) -> None:
        """Write while the turn is ours; open pages are told once it is written, if it says so."""
        with transaction() as session:
            notes.begin(session, self.turn)
            is_news = write(session)
        if is_news:
            with transaction() as session:
                changes.touch(session, self.turn.coach_id, self.now())
