"""Makes the messages of a batch together, right before the first of them is sent.

So each tells of the rows as they were at most FRESH_SECONDS before it left: what was made earlier
is made again, alone. Whoever cancels within that second gets the message of a second ago, as if it
had been the first of its batch, and then the one about the cancellation.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.database import reading
from coachbook.models import OutboxMessage
from coachbook.notifications import emailing, pushing, reading_ahead
from coachbook.notifications.outcomes import Outcome
from coachbook.notifications.pushing import Pushed
from coachbook.notifications.sending import Email

FRESH_SECONDS = 1.0

Made = Email | Pushed | Outcome


class Making:
    """`leaves`: whether there is a way out."""

    def __init__(self, *, leaves: bool) -> None:
        self._leaves = leaves
        self._made: dict[UUID, Made] = {}
        self._made_at = time.monotonic()

    def make(self, messages: Sequence[OutboxMessage], *, now: datetime) -> None:
        """What fails of something here fails of it once more by itself, when its turn comes."""
        self._made_at = time.monotonic()
        with suppress(Exception), reading() as session:
            reading_ahead.read(session, messages)
            for message in messages:
                with suppress(Exception):
                    self._made[message.id] = self._one(session, message, now)

    def forget(self) -> None:
        """What was learned just now may concern the rest: it is made again."""
        self._made = {}

    def of(self, message: OutboxMessage, *, now: datetime) -> Made:
        """As fresh as it is to be."""
        known = self._made.pop(message.id, None)
        if known is not None and time.monotonic() - self._made_at <= FRESH_SECONDS:
            return known
        with reading() as session:
            return self._one(session, message, now)

    def _one(self, session: Session, message: OutboxMessage, now: datetime) -> Made:
        make = emailing.made if message.channel == "email" else pushing.made
        return make(session, message, now=now, leaves=self._leaves)
