"""Workers that are killed at any moment, and what a provider got from them.

Run as a program of its own: it forks workers, which is only safe where nothing else runs.
"""

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlmodel import Session, col, select

from coachbook import clock, database
from coachbook.models import DeliveryReport, OutboxMessage, Profile
from coachbook.models.columns import table_of
from coachbook.notifications import claims, delivery, outbox
from coachbook.notifications.delivery import Senders
from coachbook.notifications.making import Making
from coachbook.notifications.outbox import Queued
from coachbook.notifications.outcomes import Outcome
from coachbook.notifications.sending import Email

WORKERS = 2
READERS = 50
BATCH = 5
SHORT_LEASE = timedelta(seconds=4)
SHORTEST_LIFE_SECONDS = 0.005
LONGEST_LIFE_SECONDS = 0.15  # of work, so that a busy machine makes no difference
REPORTS_EVERY_SECONDS = 0.02


@dataclass(frozen=True)
class Toll:
    """What it came to. `unlisted` arrived twice and aren't in doubt."""

    kills: int
    keys: int
    lost: int
    unfinished: int
    doubles: int
    unlisted: int
    in_doubt: int

    def line(self) -> str:
        return (
            f"kills={self.kills} keys={self.keys} never_sent={self.lost} "
            f"unfinished={self.unfinished} doubles={self.doubles} "
            f"doubles_not_in_doubt={self.unlisted} in_doubt={self.in_doubt}"
        )


@dataclass(frozen=True)
class Provider:
    """Takes what it is sent: a line for each, which no kill of the sender can take back."""

    taken: Path

    def send(self, email: Email) -> str:
        _dawdle()
        file = os.open(self.taken, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, f"{email.id}\n".encode())
        os.close(file)
        _dawdle()
        return ""

    def ids(self) -> Counter[UUID]:
        lines = self.taken.read_text().splitlines() if self.taken.exists() else []
        return Counter(UUID(line) for line in lines)


def _dawdle() -> None:
    """Long enough for some to die of it right before and after the provider has it."""
    last_moment = time.process_time() + random.uniform(0, 0.002)
    while time.process_time() < last_moment:
        pass


def fill(session: Session, keys: int) -> None:
    """As many messages that are due, to a few readers."""
    now = clock.now()
    readers = [
        Profile(email=f"reader{number}@example.com", name="Robin", time_zone="UTC", created_at=now)
        for number in range(READERS)
    ]
    session.add_all(readers)
    session.flush()
    messages = [
        Queued(
            event="email_changed",
            recipient_id=readers[number % READERS].id,
            coach_id=None,
            subject_id=uuid4(),
            due_at=now,
            created_at=now,
        )
        for number in range(keys)
    ]
    outbox.queue_many(session, messages)


# --- In the program that forks -------------------------------------------------


@dataclass
class Nursery:
    """Keeps workers running, and each is killed after a random while, until all is delivered."""

    url: str
    provider: Provider
    marks_first: bool
    longest_life: float
    kills: int = 0
    workers: set[int] = field(default_factory=set)
    is_done: bool = False

    def run(self) -> int:
        self._warm_up()
        while not self.is_done or self.workers:
            while len(self.workers) < WORKERS and not self.is_done:
                self.workers.add(_forked(self._work))
            self._bury(*os.wait())
        return self.kills

    def _bury(self, child: int, status: int) -> None:
        if child not in self.workers:
            return
        self.workers.remove(child)
        if os.WIFSIGNALED(status):
            self.kills += 1
        elif os.WEXITSTATUS(status) == 0:
            self.is_done = True
        else:
            sys.exit("a worker failed")

    def _warm_up(self) -> None:
        """What was compiled once needn't be by each worker; connections can't be shared."""
        database.use(self.url)
        delivery.deliver_batch(Senders(self.provider, None), "email", now=clock.now, size=1)
        database.engine().dispose()

    def _work(self) -> None:
        """Until everything is delivered."""
        random.seed()
        signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process as SIGKILL does
        senders = Senders(self.provider, None)
        with patch.object(claims, "LEASE", SHORT_LEASE):
            if self.marks_first:
                delivery._deliver = _marked_first
            _is_all_done()  # connects: life is for work
            _die_in(random.uniform(SHORTEST_LIFE_SECONDS, self.longest_life))
            while not _is_all_done():
                if not delivery.deliver_batch(senders, "email", now=clock.now, size=BATCH):
                    time.sleep(0.1)


def _die_in(seconds: float) -> None:
    """The kernel ends the process, wherever it is by then."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _marked_first(senders: Senders, claim: claims.Claim, making: Making, now: delivery.Now) -> None:
    """The control: what is noted as sent before it is sent is lost with whoever dies between."""
    delivery._note(claim, Outcome("sent"), now())
    delivery._attempted(senders, claim, making, now)


def _is_all_done() -> bool:
    with database.reading() as session:
        unfinished = col(OutboxMessage.state).in_(("waiting", "claimed"))
        return session.exec(select(OutboxMessage.id).where(unfinished).limit(1)).first() is None


def _report(url: str, provider: Provider) -> None:
    """The provider tells of what it took, a moment later; nobody kills it."""
    database.use(url)
    told: set[UUID] = set()
    while True:
        fresh = set(provider.ids()) - told
        if fresh:
            with database.transaction() as session:
                session.connection().execute(
                    insert(table_of(DeliveryReport)), [_told(one) for one in fresh]
                )
            told |= fresh
        time.sleep(REPORTS_EVERY_SECONDS)


def _told(message_id: UUID) -> dict[str, object]:
    now = clock.now()
    return {
        "id": str(message_id), "event": "processed", "message_id": message_id,
        "happened_at": now, "received_at": now,
    }  # fmt: skip


def _forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def toll(kills: int, provider: Provider) -> Toll:
    taken = provider.ids()
    doubles = {one for one, times in taken.items() if times > 1}
    with database.reading() as session:
        found = session.exec(
            select(OutboxMessage.id, OutboxMessage.state, OutboxMessage.in_doubt_at)
        ).all()
    in_doubt = {one for one, _, doubted_at in found if doubted_at}
    return Toll(
        kills=kills,
        keys=len(found),
        lost=sum(one not in taken for one, _, _ in found),
        unfinished=sum(state != "sent" for _, state, _ in found),
        doubles=len(doubles),
        unlisted=len(doubles - in_doubt),
        in_doubt=len(in_doubt),
    )


def main(url: str, place: str, mode: str, longest_life: str = f"{LONGEST_LIFE_SECONDS}") -> None:
    provider = Provider(Path(place) / "taken")
    reporter = _forked(lambda: _report(url, provider)) if mode == "asked" else None
    try:
        marks_first = mode == "marked first"
        print(Nursery(url, provider, marks_first, float(longest_life)).run())
    finally:
        if reporter:
            os.kill(reporter, signal.SIGKILL)
            os.waitpid(reporter, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
