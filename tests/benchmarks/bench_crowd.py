"""200 open booking pages of one coach: how soon a booking closes its time on all the others.

Each page is a websocket and an event stream of its own, as a browser has them, without the browser.
Run it with python -m tests.benchmarks.bench_crowd"""

import http.client
import json
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import random
from statistics import median, quantiles
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import websocket

from coachbook import clock
from coachbook.services import bookings, sign_ins
from coachbook.services.sign_ins import recognise
from coachbook.serving import pages
from coachbook.ui.client_booking.state import BookState
from tests.benchmarks.practice import spread
from tests.journeys.practice import at_site
from tests.journeys.site import Site, serve
from tests.ui.raw_socket import NAMESPACE, RawSocket

PAGES, BOOKINGS, ROUNDS = 200, 1_000, 5
TARGET_MS, TARGET_MB = 2_000, 300
SETTLES_SECONDS = 0.15  # what a page waits for more news, see ui/components/live.jsx
PATIENCE_SECONDS = 30.0
STATE = BookState.get_full_name()
EVENT = f"42{NAMESPACE},"


@dataclass
class OpenPage:
    """What one client's browser keeps open, and which of the shown times are open in it."""

    site: Site
    cookie: str
    coach_id: UUID
    shown: dict[str, bool] = field(default_factory=dict)
    closed_at: dict[str, float] = field(default_factory=dict)
    read_at: dict[str, float] = field(default_factory=dict)
    minutes: int = 60
    pace: float = 0.0
    is_there: threading.Event = field(default_factory=threading.Event)
    is_over: bool = False

    def open(self) -> None:
        port = urlsplit(self.site.url).port
        assert port
        self.socket = RawSocket(port, cookie=f"coachbook={self.cookie}", path="/book")
        self.socket.socket.settimeout(None)
        self.socket.send(f"{STATE}.load")
        threading.Thread(target=self._listen, daemon=True).start()
        if not self.is_there.wait(PATIENCE_SECONDS):
            raise RuntimeError("the page never showed its times")
        threading.Thread(target=self._follow, args=(port,), daemon=True).start()

    def _listen(self) -> None:
        while not self.is_over:
            try:
                frame = str(self.socket.socket.recv())
            except (OSError, websocket.WebSocketException):
                return
            if frame == "2":
                self.socket.socket.send("3")
            elif frame.startswith(EVENT):
                self._note(json.loads(frame[len(EVENT) :]), time.monotonic())

    def _note(self, packet: Any, at: float) -> None:
        delta = packet[1].get("delta", {}).get(STATE, {}) if packet[0] == "event" else {}
        told = {name.partition("_rx_state_")[0]: value for name, value in delta.items()}
        self.minutes = told.get("minutes") or self.minutes
        if not told.get("days"):
            return
        slots = [slot for day in told["days"] for slot in day["slots"]]
        self._close((slot["starts_at"] for slot in slots if not slot["is_open"]), self.read_at, at)
        self.shown = {slot["starts_at"]: slot["is_open"] for slot in slots}
        self.is_there.set()

    def _close(self, starts: Iterable[str], where: dict[str, float], at: float) -> None:
        for start in starts:
            if start in self.shown:
                where.setdefault(start, at)

    def _follow(self, port: int) -> None:
        connection = http.client.HTTPConnection("localhost", port)
        address = f"/live?coach={self.coach_id}&kind=session&minutes={self.minutes}"
        connection.request("GET", address, headers={"Cookie": f"coachbook={self.cookie}"})
        stream, event, is_first = connection.getresponse(), "", True
        while not self.is_over and (line := stream.readline().decode()):
            name, _, value = line.strip().partition(": ")
            if name == "event":
                event = value
            elif name == "data":
                is_first = self._hear(event, value, is_first)
                event = ""

    def _hear(self, event: str, data: str, is_first: bool) -> bool:
        """As live.jsx and slot_closings.js do."""
        if event == "times":
            self._close(json.loads(data)["closed"], self.closed_at, time.monotonic())
        elif event == "pace":
            self.pace = int(data) / 1000
        elif not event:
            if not is_first:
                pause = SETTLES_SECONDS + random() * self.pace
                threading.Timer(pause, self.socket.send, [f"{STATE}.refresh"]).start()
            return False
        return is_first

    def close(self) -> None:
        self.is_over = True
        self.socket.socket.close()


def main() -> None:
    pages.build_if_changed(say=print)
    with tempfile.TemporaryDirectory() as place, _served(Path(place)) as site:
        coach_id, cookies = _fill(site)
        before = _megabytes(site)
        opened = [OpenPage(site, cookie, coach_id) for cookie in cookies]
        began = time.monotonic()
        for page in opened:
            page.open()
        took = time.monotonic() - began
        rounds = [_round(opened) for _ in range(ROUNDS)]
        after = _megabytes(site)
        for page in opened:
            page.close()
    print(f"{PAGES} open pages of one coach with {BOOKINGS:,} bookings, SQLite")
    print(f"opening one after the other: {took / PAGES * 1000:.0f} ms each")
    asked = sum(len(one.others) for one in rounds)
    closed = [ms for one in rounds for ms in one.taken("closed_at")]
    p95 = quantiles(closed, n=20)[18]
    print(f"time closed on {len(closed)} of {asked} other pages: median {median(closed):.0f} ms,"
          f" p95 {p95:.0f} ms, max {max(closed):.0f} ms, target {TARGET_MS} ms,"
          f" p95 of target {p95 / TARGET_MS:.2f}")  # fmt: skip
    read = [ms for one in rounds for ms in one.taken("read_at")]
    print(f"  and all their times read anew on {len(read)}: median {median(read):.0f} ms,"
          f" max {max(read):.0f} ms")  # fmt: skip
    print(f"memory, supervisor and worker: {before} MB before, {after} MB with them, target"
          f" {TARGET_MB} MB, of target {after.worker / TARGET_MB:.2f}")  # fmt: skip


@contextmanager
def _served(place: Path) -> Iterator[Site]:
    with serve(f"sqlite:///{place / 'coachbook.db'}", place) as site:
        yield site


def _fill(site: Site) -> tuple[UUID, list[str]]:
    """The coach, and a cookie for each of the clients."""
    now = clock.now()
    with at_site(site) as session:
        made = spread(session, clients=PAGES, bookings=BOOKINGS, now=now)
        cookies = [
            sign_ins.start(session, one, user_agent="bench", now=now) for one in made.client_ids
        ]
    return made.coach_ids[0], cookies


@dataclass
class Round:
    """One booking, and the other pages that offered its time."""

    start: str
    booked_at: float
    others: list[OpenPage]

    def taken(self, where: str) -> list[float]:
        """Milliseconds from the commit, for those pages that have it closed."""
        known = [getattr(page, where).get(self.start) for page in self.others]
        return [(at - self.booked_at) * 1000 for at in known if at]


def _round(opened: list[OpenPage]) -> Round:
    booker = opened[1]  # the first has no credit to spare
    start = next(one for one, is_open in sorted(booker.shown.items()) if is_open)
    others = [page for page in opened if page is not booker and page.shown.get(start)]
    _book(booker, start)
    found = Round(start, time.monotonic(), others)
    give_up_at = found.booked_at + PATIENCE_SECONDS
    while time.monotonic() < give_up_at and len(found.taken("read_at")) < len(others):
        time.sleep(0.02)
    time.sleep(1)
    return found


def _book(page: OpenPage, start: str) -> None:
    """The last places of this time, by the page's own client and the coach's leave."""
    with at_site(page.site) as session:
        now = clock.now()
        by = recognise(page.cookie, now=now)
        assert by
        outcome = bookings.book(
            session, by=by, coach_id=page.coach_id, client_id=by.id, kind="session", minutes=60,
            starts=[datetime.fromisoformat(start).astimezone(UTC)], request_id=start, now=now,
        )  # fmt: skip
        assert outcome.is_booked


class Memory(NamedTuple):
    """Resident megabytes: of the process that was started, and of the one that serves."""

    supervisor: float
    worker: float

    def __str__(self) -> str:
        return f"{self.supervisor:.0f} + {self.worker:.0f}"


def _megabytes(site: Site) -> Memory:
    children = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split()
    return Memory(_resident(site.pid), max(_resident(int(child)) for child in children))


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
