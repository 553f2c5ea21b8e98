"""Click to changed page, in headless Chromium against the built site on SQLite.

Run it with python -m tests.benchmarks.bench_pages"""

import http.client
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from coachbook.serving import pages
from tests import factories
from tests.journeys import browser as browsers
from tests.journeys.practice import Practice, at_site, day_ahead, practice
from tests.journeys.site import Site, serve

ROUNDS = 10
HOUR_PIXELS = 48
VIEWPORT: Any = {"width": 1280, "height": 1500}
PATIENCE = "new Promise((_, fail) => setTimeout(() => fail('nothing changed'), 10000))"
WATCH = """([clicked, changed]) => Promise.race([PATIENCE, new Promise((resolve) => {
  const shown = () => [...document.querySelectorAll(changed)].map((e) => e.textContent).join("|");
  const before = shown();
  const began = performance.now();
  const watcher = new MutationObserver(() => {
    if (shown() === before) return;
    watcher.disconnect();
    resolve(performance.now() - began);
  });
  watcher.observe(document, { subtree: true, childList: true, characterData: true });
  document.querySelector(clicked).click();
})])""".replace("PATIENCE", PATIENCE)
DROP = """() => Promise.race([PATIENCE, new Promise((resolve) => {
  let began = 0;
  const note = () => { began = performance.now(); };
  addEventListener("pointerup", note, { capture: true, once: true });
  const isAnswered = () =>
    [...document.querySelectorAll("button")].some((each) => each.textContent.startsWith("Undo"));
  const watcher = new MutationObserver(() => {
    if (!began || !isAnswered()) return;
    watcher.disconnect();
    resolve(performance.now() - began);
  });
  watcher.observe(document, { subtree: true, childList: true, characterData: true });
})])""".replace("PATIENCE", PATIENCE)
TIMES = "section[aria-label='Times']"
FREE = "input[type=checkbox]:not(:checked):not([aria-disabled=true])"
BASKET = "section[aria-label='Chosen times']"
CONFIRM = f"{BASKET} button.bg-primary"
LEFT = "[aria-label='What you have left']"


def main() -> None:
    pages.build_if_changed(say=print)
    with tempfile.TemporaryDirectory() as place, _served(Path(place)) as site:
        harbor = practice(site, clients=2, capacity=20)
        with at_site(site) as session:
            factories.package(session, harbor.coach, harbor.clients[0], total=200)
        with _chromium() as open_page, _pinging(site) as pings:
            rows = [*_client_rows(open_page, harbor), *_coach_rows(open_page, harbor)]
    print("click                          times  median ms   p95 ms   max ms")
    for name, taken in rows:
        p95 = quantiles(taken, n=20)[18]
        print(f"{name:<30} {len(taken):>5} {median(taken):>10.1f} {p95:>8.1f} {max(taken):>8.1f}")
    print(f"longest answer of /ping meanwhile, {len(pings)} asked: {max(pings):.1f} ms")


@contextmanager
def _served(place: Path) -> Iterator[Site]:
    with serve(f"sqlite:///{place / 'coachbook.db'}", place) as site:
        yield site


@contextmanager
def _chromium() -> Iterator[Callable[[], Page]]:
    with sync_playwright() as playwright:
        found = browsers.chromium(playwright)
        browser = playwright.chromium.launch(executable_path=found, args=browsers.arguments())
        yield lambda: browser.new_context(
            viewport=VIEWPORT, timezone_id="America/New_York", reduced_motion="reduce"
        ).new_page()
        browser.close()


@contextmanager
def _pinging(site: Site) -> Iterator[list[float]]:
    """Asks every few milliseconds on one connection: the longest wait bounds the loop's gap."""
    taken: list[float] = []
    is_over = threading.Event()
    thread = threading.Thread(target=_ping, args=(site, taken, is_over))
    thread.start()
    yield taken
    is_over.set()
    thread.join()


def _ping(site: Site, taken: list[float], is_over: threading.Event) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc)
    while not is_over.is_set():
        began = perf_counter()
        connection.request("GET", "/ping")
        connection.getresponse().read()
        taken.append((perf_counter() - began) * 1000)
        sleep(0.005)


Row = tuple[str, list[float]]


def _client_rows(open_page: Callable[[], Page], harbor: Practice) -> Iterator[Row]:
    page = harbor.sign_in(open_page(), harbor.clients[0])
    page.goto(f"{harbor.site.url}/book")
    page.locator(f"{TIMES} {FREE}").first.wait_for()
    weeks, selecting, confirming = list[float](), list[float](), list[float]()
    for _ in range(ROUNDS):
        weeks.append(_watch(page, "button[aria-label='Next week']", f"{TIMES} [role=group]"))
        page.wait_for_timeout(300)
        for day in (2, 4, 6):
            chip = f"{TIMES} [role=group]:nth-child({day}) {FREE}"
            selecting.append(_watch(page, chip, BASKET))
            page.wait_for_timeout(400)  # the server has said which package is used
        confirming.append(_watch(page, CONFIRM, LEFT))
        page.wait_for_timeout(300)
        _close_dialog(page)
    yield "selecting a time", selecting
    yield "changing the week", weeks
    yield "confirming three sessions", confirming


def _watch(page: Page, clicked: str, changed: str) -> float:
    """Milliseconds from the click until the words there have changed."""
    return float(page.evaluate(WATCH, [clicked, changed]))


def _close_dialog(page: Page) -> None:
    if page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
        page.wait_for_timeout(200)


def _coach_rows(open_page: Callable[[], Page], harbor: Practice) -> Iterator[Row]:
    start = day_ahead(14 - day_ahead(0, hour=12).weekday(), 6)
    harbor.book(harbor.clients[1], start)
    page = harbor.sign_in(open_page(), harbor.coach)
    page.goto(f"{harbor.site.url}/coach/bookings")
    for _ in range(2):
        page.get_by_role("button", name="Next week").click()
    event = page.get_by_role("button", name=re.compile("Ben Okafor"))
    dropping = [_drop(page, event.first.bounding_box()) for _ in range(5)]
    yield "dropping an event", dropping


def _drop(page: Page, box: Any) -> float:
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(f"() => {{ window.dropped = ({DROP})(); }}")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x, y + HOUR_PIXELS * step / 10)
    page.wait_for_timeout(200)
    page.mouse.up()
    taken = float(page.evaluate("window.dropped"))
    page.wait_for_timeout(11_000)  # until "Undo" has gone
    return taken


if __name__ == "__main__":
    main()
