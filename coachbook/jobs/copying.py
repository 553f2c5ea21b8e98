"""Threads that copy appointments to Google Calendar, as long as the process lives.

They are apart from those that deliver, so that a Google that hangs keeps no message waiting.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from coachbook import clock
from coachbook.errors import DatabaseUnreachable
from coachbook.notifications import waking
from coachbook.services.google_calendar import syncing
from coachbook.services.google_calendar.speaking import Google

POLL_SECONDS = 1.0
SECONDS_AFTER_A_FAILURE = 5.0
SECONDS_TO_FINISH = 3.0

log = logging.getLogger("coachbook.google")


@contextmanager
def running(google: Google, *, threads: int, rest_seconds: float = 0.0) -> Iterator[None]:
    """What is being said to Google when it ends is brought to its end, if that doesn't take long;
    if it does, its lease runs out and the next process does it again."""
    lane = Lane(google, rest_seconds)
    with waking.woken(lane.woken):
        lane.start(threads)
        try:
            yield
        finally:
            lane.end()


@dataclass
class Lane:
    """Each thread speaks for another coach; between two calls it rests."""

    google: Google
    rest_seconds: float
    stopping: threading.Event = field(default_factory=threading.Event)
    woken: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, count: int) -> None:
        for number in range(count):
            thread = threading.Thread(target=self._work, name=f"google {number + 1}", daemon=True)
            self.threads.append(thread)
            thread.start()

    def end(self) -> None:
        self.stopping.set()
        self.woken.set()
        last_moment = time.monotonic() + SECONDS_TO_FINISH
        for thread in self.threads:
            thread.join(max(0.0, last_moment - time.monotonic()))

    def _work(self) -> None:
        while not self.stopping.is_set():
            self.woken.clear()
            if not self._serve():
                self.woken.wait(POLL_SECONDS)

    def _serve(self) -> bool:
        """Whether there may be more."""
        try:
            return syncing.serve_next(self.google, now=clock.now, is_stopping=self._is_stopping)
        except Exception as problem:
            self._note(problem)
            return False

    def _is_stopping(self) -> bool:
        return self.stopping.wait(self.rest_seconds)

    def _note(self, problem: Exception) -> None:
        known = isinstance(problem, DatabaseUnreachable)
        log.warning(
            "Copying to Google Calendar pauses: %s",
            "the database can't be reached" if known else type(problem).__name__,
        )
        self.stopping.wait(SECONDS_AFTER_A_FAILURE)


def have_compared() -> int:
    """Have each connected coach's calendar looked through, by the threads; how many they are."""
    return syncing.have_compared()
