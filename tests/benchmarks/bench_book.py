"""The client's booking page: how soon times are there, the week changes and a tick is drawn.

Three months, 1,000 bookings, favourites; headless Chromium against the built site on SQLite.
Run it with python -m tests.benchmarks.bench_book"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from sqlmodel import col, select

from coachbook import clock
from coachbook.models import ClientBookingStats
from coachbook.services import sign_ins
from coachbook.serving import pages
from tests.benchmarks.practice import spread
from tests.journeys import browser as browsers
from tests.journeys.practice import at_site
from tests.journeys.site import Site, serve

CLIENTS, BOOKINGS = 200, 1_000
ROUNDS = 20
VIEWPORT: Any = {"width": 1280, "height": 1200}
TIMES = "section[aria-label='Times']"
CHIP = f"{TIMES} input[type=checkbox]"
FREE = f"{CHIP}:not([aria-disabled=true])"
FIRST_TIMES = """
const look = () => {
  const found = document.querySelector("CHIP");
  if (window.timesAt || !found?.getClientRects().length) return;
  requestAnimationFrame(() => { window.timesAt ??= performance.now(); });
};
new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
""".replace("CHIP", CHIP)
NOTED = """() => new Promise((resolve) => {
  const timer = setInterval(() => {
    if (!window.timesAt) return;
    clearInterval(timer);
    resolve(window.timesAt);
  }, 20);
})"""
CHANGE_WEEK = """([button, chips]) => new Promise((resolve, fail) => {
  const shown = () => document.querySelector(chips)?.getAttribute("aria-label");
  const before = shown();
  const began = performance.now();
  const watcher = new MutationObserver(() => {
    if (!shown() || shown() === before) return;
    watcher.disconnect();
    resolve(performance.now() - began);
  });
  watcher.observe(document, { subtree: true, childList: true, attributes: true });
  document.querySelector(button).click();
  setTimeout(() => fail("nothing changed"), 10000);
})"""
TICK = """([chips, at]) => new Promise((resolve) => {
  const chip = document.querySelectorAll(chips)[at];
  const began = performance.now();
  chip.click();
  requestAnimationFrame(() => {
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => resolve(chip.checked ? performance.now() - began : -1);
    drawn.port2.postMessage(0);
  });
})"""

Row = tuple[str, list[float], float]


def main() -> None:
    pages.build_if_changed(say=print)
    with tempfile.TemporaryDirectory() as place, _served(Path(place)) as site:
        cookie = _fill(site)
        with _chromium() as browser:
            rows = list(_rows(browser, site, cookie))
    print(f"{BOOKINGS:,} bookings ahead, one coach, a client with favourite times, SQLite")
    print(
        "what                        times  median ms   p95 ms   max ms  target ms  p95 of target"
    )
    for name, taken, target in rows:
        p95 = quantiles(taken, n=20)[18]
        print(
            f"{name:<27} {len(taken):>5} {median(taken):>10.1f} {p95:>8.1f} {max(taken):>8.1f}"
            f" {target:>10.0f} {p95 / target:>14.2f}"
        )


@contextmanager
def _served(place: Path) -> Iterator[Site]:
    with serve(f"sqlite:///{place / 'coachbook.db'}", place) as site:
        yield site


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = browsers.chromium(playwright)
        browser = playwright.chromium.launch(executable_path=found, args=browsers.arguments())
        yield browser
        browser.close()


def _fill(site: Site) -> str:
    """The cookie of a client who has usual times."""
    now = clock.now()
    with at_site(site) as session:
        spread(session, clients=CLIENTS, bookings=BOOKINGS, now=now)
        known = session.exec(select(ClientBookingStats).order_by(col(ClientBookingStats.client_id)))
        usual = next(one for one in known if one.favorite_times)
        return sign_ins.start(session, usual.client_id, user_agent="bench", now=now)


def _rows(browser: Browser, site: Site, cookie: str) -> Iterator[Row]:
    cold = []
    for _ in range(ROUNDS):
        page = _opened(browser, site, cookie)
        cold.append(float(page.evaluate(NOTED)))
        page.context.close()
    yield "first times, cold", cold, 1_200
    page = _opened(browser, site, cookie)
    yield "changing the week", list(_weeks(page)), 100
    yield "a tick drawn", list(_ticks(page)), 16


def _opened(browser: Browser, site: Site, cookie: str) -> Page:
    """Nothing is known from an earlier visit but who one is."""
    context = browser.new_context(
        viewport=VIEWPORT, timezone_id="America/New_York", reduced_motion="reduce"
    )
    context.add_cookies([{"name": "coachbook", "value": cookie, "url": site.url}])
    context.add_init_script(FIRST_TIMES)
    page = context.new_page()
    page.goto(f"{site.url}/book")
    page.locator(FREE).first.wait_for()
    return page


def _weeks(page: Page) -> Iterator[float]:
    for number in range(ROUNDS):
        button = "Next week" if number % 8 < 4 else "Previous week"
        page.wait_for_timeout(300)
        asked = [f"button[aria-label='{button}']", CHIP]
        yield float(page.evaluate(CHANGE_WEEK, asked))


def _ticks(page: Page) -> Iterator[float]:
    """Each on a chip that isn't chosen yet; the server hears of it a moment later."""
    for number in range(ROUNDS):
        page.wait_for_timeout(500)
        free = f"{FREE}:not(:checked)"
        taken = float(page.evaluate(TICK, [free, number % 3]))
        assert taken >= 0, "the time was not chosen"
        yield taken
        page.wait_for_timeout(200)
        page.evaluate("(chosen) => document.querySelector(chosen)?.click()", f"{CHIP}:checked")


if __name__ == "__main__":
    main()
