"""What journeys may ask for: a running site, and browsers that tell when a page complains."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

from coachbook.serving import pages
from tests import postgresql
from tests.journeys import browser as browsers
from tests.journeys.screenshots import DESKTOP
from tests.journeys.site import Site, new_file, serve

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args(playwright: Playwright) -> dict[str, Any]:
    return {"executable_path": browsers.chromium(playwright), "args": browsers.arguments()}


@pytest.fixture(scope="session")
def built() -> None:
    pages.build_if_changed(say=print)


@pytest.fixture(scope="module")
def site(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with an empty database, shared by the journeys of a module."""
    data_dir = tmp_path_factory.mktemp("site")
    with serve(new_file(data_dir), data_dir) as site:
        yield site


@pytest.fixture(scope="module")
def site_on_postgresql(
    built: None, postgresql_server: postgresql.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    url = postgresql_server.create("site")
    with serve(url, tmp_path_factory.mktemp("site")) as site:
        yield site
    postgresql_server.drop("site")


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What browsers wrote to their consoles. A journey that expects a complaint removes it."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def open_page(browser: Browser, site: Site, complaints: list[str]) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own: someone else, not signed in."""
    yield from _opener(browser, site, complaints)


@pytest.fixture
def open_page_on_postgresql(
    browser: Browser, site_on_postgresql: Site, complaints: list[str]
) -> Iterator[OpenPage]:
    yield from _opener(browser, site_on_postgresql, complaints)


def _opener(browser: Browser, site: Site, complaints: list[str]) -> Iterator[OpenPage]:
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} ({message.location})")

    def open_page(path: str = "/", **options: Any) -> Page:
        """`options` are Playwright's for a context: viewport, color_scheme, timezone_id ..."""
        wanted = {"base_url": site.url, "viewport": DESKTOP, "reduced_motion": "reduce"}
        context = browser.new_context(**(wanted | options))
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
