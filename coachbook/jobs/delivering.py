"""Threads that deliver what is due, as long as the process lives.

Each channel has threads of its own, so that a provider of one that hangs doesn't stop the other.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from coachbook import clock
from coachbook.errors import DatabaseUnreachable
from coachbook.notifications import delivery, waking
from coachbook.notifications.delivery import CHANNELS, Senders

POLL_SECONDS = 1.0
SECONDS_AFTER_A_FAILURE = 5.0
SECONDS_TO_FINISH = 3.0
SLOW_SECONDS = 0.05  # a message: what takes longer is a provider far away

log = logging.getLogger("coachbook.delivery")


@dataclass(frozen=True)
class Pace:
    """How much of the machine it takes. Between two messages a thread rests."""

    threads: int
    batch: int
    rest_seconds: float


ALONE = Pace(threads=4, batch=delivery.BATCH, rest_seconds=0.0)
BESIDE_PAGES = Pace(threads=2, batch=4, rest_seconds=0.02)  # whoever waits for a page goes first


@contextmanager
def running(senders: Senders, pace: Pace = ALONE) -> Iterator[None]:
    """What is being sent when it ends is brought to its end, if that doesn't take long."""
    stopping = threading.Event()
    lanes = [Lane(senders, channel, pace, stopping) for channel in CHANNELS]
    with ExitStack() as stack:
        for lane in lanes:
            stack.enter_context(waking.woken(lane.woken))
            lane.start()
        try:
            yield
        finally:
            stopping.set()
            _wait_for(lanes)


def _wait_for(lanes: list["Lane"]) -> None:
    """A thread whose provider hangs is left behind: its message has a lease that runs out."""
    for lane in lanes:
        lane.wake_all()
    last_moment = time.monotonic() + SECONDS_TO_FINISH
    for thread in [thread for lane in lanes for thread in lane.threads]:
        thread.join(max(0.0, last_moment - time.monotonic()))


@dataclass
class Lane:
    """The first thread looks whether anything is due; when there is much, it calls the second, and
    the others if it is the provider that they wait for: more would be in each other's way."""

    senders: Senders
    channel: str
    pace: Pace
    stopping: threading.Event
    woken: threading.Event = field(default_factory=threading.Event)
    much: threading.Event = field(default_factory=threading.Event)
    slow: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        works = (self._look, self._help_with_much, *[self._help_with_slow] * self.pace.threads)
        for number, work in enumerate(works[: self.pace.threads]):
            thread = threading.Thread(
                target=work, name=f"deliver {self.channel} {number + 1}", daemon=True
            )
            self.threads.append(thread)
            thread.start()

    def wake_all(self) -> None:
        self.woken.set()
        self.much.set()
        self.slow.set()

    def _look(self) -> None:
        while not self.stopping.is_set():
            self.woken.clear()
            if not self._deliver_some():
                self.woken.wait(POLL_SECONDS)

    def _help_with_much(self) -> None:
        self._help(self.much)

    def _help_with_slow(self) -> None:
        self._help(self.slow)

    def _help(self, called: threading.Event) -> None:
        while not self.stopping.is_set():
            called.wait()
            if not self._deliver_some() and not self.stopping.is_set():
                called.clear()

    def _deliver_some(self) -> bool:
        """Whether there may be more."""
        began = time.monotonic()
        try:
            handled = delivery.deliver_batch(
                self.senders,
                self.channel,
                now=clock.now,
                size=self.pace.batch,
                is_stopping=self._is_stopping,
            )
        except Exception as problem:
            self._note(problem)
            return False
        if handled >= self.pace.batch:
            self._call(seconds_each=(time.monotonic() - began) / handled)
        return handled > 0

    def _call(self, *, seconds_each: float) -> None:
        self.much.set()
        if seconds_each > SLOW_SECONDS + self.pace.rest_seconds:
            self.slow.set()

    def _is_stopping(self) -> bool:
        """Asked before each message: the moment to rest."""
        return self.stopping.wait(self.pace.rest_seconds)

    def _note(self, problem: Exception) -> None:
        known = isinstance(problem, DatabaseUnreachable)
        log.warning(
            "Delivery by %s pauses: %s",
            self.channel,
            "the database can't be reached" if known else type(problem).__name__,
        )
        self.stopping.wait(SECONDS_AFTER_A_FAILURE)
