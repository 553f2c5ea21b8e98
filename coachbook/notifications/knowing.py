"""People and practices that were read a moment ago, for messages that leave one after another.

Bookings, packages and links are never kept: each message reads them as they are then.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, SQLModel

from coachbook.models import CoachSettings, Profile

KEPT_SECONDS = 2.0
KINDS = (Profile, CoachSettings)


class Known:
    """Belongs to one thread: a row is in one session at a time."""

    def __init__(self) -> None:
        self._rows: list[SQLModel] = []
        self._since = time.monotonic()

    @contextmanager
    def within(self, session: Session) -> Iterator[None]:
        """The session finds them without asking the database."""
        if time.monotonic() - self._since > KEPT_SECONDS:
            self._rows, self._since = [], time.monotonic()
        session.add_all(self._rows)
        yield
        self._rows = [row for row in session if isinstance(row, KINDS)]
