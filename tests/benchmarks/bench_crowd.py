"""200 open booking pages of one coach: how soon a booking closes its time on all the others.

Each page is a websocket and an event stream of its own, as a browser has them, without the browser.
Run it with python -m tests.benchmarks.bench_crowd"""

import http.client
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any
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
        days = next((value for name, value in delta.items() if name.startswith("days")), None)
        if not days:
            return
        slots = [slot for day in days for slot in day["slots"]]
        for slot in slots:
            if self.shown.get(slot["starts_at"]) and not slot["is_open"]:
                self.closed_at[slot["starts_at"]] = at
        self.shown = {slot["starts_at"]: slot["is_open"] for slot in slots}
        self.is_there.set()

    def _follow(self, port: int) -> None:
        connection = http.client.HTTPConnection("localhost", port)
        connection.request(
            "GET", f"/live?coach={self.coach_id}", headers={"Cookie": f"coachbook={self.cookie}"}
        )
        stream, is_first = connection.getresponse(), True
        while not self.is_over and (line := stream.readline()):
            if line.startswith(b"data:"):
                if not is_first:
                    time.sleep(SETTLES_SECONDS)
                    self.socket.send(f"{STATE}.refresh")
                is_first = False

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
    taken = [ms for told, _ in rounds for ms in told]
    p95 = quantiles(taken, n=20)[18]
    print(f"{PAGES} open pages of one coach with {BOOKINGS:,} bookings, SQLite")
    print(f"opening one after the other: {took / PAGES * 1000:.0f} ms each")
    print(f"closed elsewhere: {len(taken)} of {sum(asked for _, asked in rounds)} pages told")
    print(f"  median {median(taken):.0f} ms, p95 {p95:.0f} ms, max {max(taken):.0f} ms,"
          f" target {TARGET_MS} ms, p95 of target {p95 / TARGET_MS:.2f}")  # fmt: skip
    print(f"server: {before:.0f} MB before, {after:.0f} MB with them, target {TARGET_MB} MB,"
          f" of target {after / TARGET_MB:.2f}")  # fmt: skip


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


def _round(opened: list[OpenPage]) -> tuple[list[float], int]:
    """Milliseconds from the booking's commit until each page that offered the time had it closed;
    and how many such pages there were."""
    booker = opened[1]  # the first has no credit to spare
    start = next(one for one, is_open in sorted(booker.shown.items()) if is_open)
    others = [page for page in opened if page is not booker and page.shown.get(start)]
    _book(booker, start)
    booked_at = time.monotonic()
    give_up_at = booked_at + PATIENCE_SECONDS
    while time.monotonic() < give_up_at and not all(start in one.closed_at for one in others):
        time.sleep(0.02)
    time.sleep(1)
    told = [one.closed_at[start] for one in others if start in one.closed_at]
    return [(at - booked_at) * 1000 for at in told], len(others)


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


def _megabytes(site: Site) -> float:
    """Resident memory of the server and its worker."""
    return sum(_resident(pid) for pid in _family(site.pid))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
