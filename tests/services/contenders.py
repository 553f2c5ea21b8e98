"""One process of many that fight for the same places; its answers go back as counts."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from coachbook import database
from coachbook.errors import Refusal
from coachbook.services.bookings import book, booking, records
from coachbook.services.people import Person

PAUSE_SECONDS = 0.02
PATIENCE_MILLISECONDS = 120_000  # SQLite lets processes wait without a queue


def fight(
    url: str, client: Person, coach_id: UUID, starts: list[int], attempts: int, is_locked: bool
) -> Counter[str]:
    """Book at random until `attempts` are used up. Unlocked, it pauses between check and write."""
    dice = random.Random(client.id.int)
    told: Counter[str] = Counter()
    patience = patch.object(database, "SQLITE_BUSY_MILLISECONDS", PATIENCE_MILLISECONDS)
    with patience, nullcontext() if is_locked else _without_locks():
        database.use(url)
        for _ in range(attempts):
            told[_try(client, coach_id, dice.choice(starts))] += 1
        database.engine().dispose()
    return told


def _try(client: Person, coach_id: UUID, start: int) -> str:
    starts_at = datetime.fromtimestamp(start, tz=UTC)
    try:
        with database.transaction() as session:
            outcome = book(
                session,
                by=client,
                coach_id=coach_id,
                client_id=client.id,
                kind="session",
                minutes=60,
                starts=[starts_at],
                request_id=uuid4().hex,
                now=starts_at - timedelta(days=7),
            )
    except Refusal:
        return "refused"
    return "booked" if outcome.is_booked else "closed"


@contextmanager
def _without_locks() -> Iterator[None]:
    """The guard switched off: no lock on the coach, no write lock, a pause after checking."""
    write = records.add_bookings

    def write_slowly(*rows: Any) -> None:
        time.sleep(PAUSE_SECONDS)
        write(*rows)

    with (
        patch.object(records, "add_bookings", write_slowly),
        patch.object(booking, "lock_coach", lambda *_, **__: None),
        patch.object(database, "_begin_sqlite", lambda _connection: None),
    ):
        yield
