"""The site as a whole: it comes alive on any port and either database, and stays light."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket

from tests.journeys.practice import practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
FIRST_LOAD_BYTES = 250_000
CALENDAR_SCRIPT = re.compile(r"/calendar-[\w-]{8}\.js$")


def test_page_talks_to_the_port_it_came_from(open_page: OpenPage, site: Site) -> None:
    socket = _socket_of(open_page("/ping"))
    assert socket.url.startswith(site.url.replace("http", "ws"))


def test_page_comes_alive_on_postgresql(open_page_on_postgresql: OpenPage) -> None:
    assert not _socket_of(open_page_on_postgresql("/ping")).is_closed()


def _socket_of(page: Page) -> WebSocket:
    """The first page's connection to the server, once the server has spoken."""
    with page.expect_websocket() as opened:
        page.goto("/", wait_until="commit")
    opened.value.wait_for_event("framereceived")
    return opened.value


def test_unknown_page_says_so(open_page: OpenPage, complaints: list[str]) -> None:
    page = open_page("/")
    answer = page.goto("/no-such-page")
    assert answer
    assert answer.status == 404
    page.get_by_role("heading", level=1).wait_for()
    complaints.clear()  # the browser reports the status itself


def test_first_load_of_the_booking_page_is_light(open_page: OpenPage, site: Site) -> None:
    those = practice(site)
    page = those.sign_in(open_page("/ping"), those.clients[0])
    received = _files_received(page, "/book")
    page.get_by_role("checkbox").first.wait_for()
    assert sum(received.values()) <= FIRST_LOAD_BYTES
    assert not [name for name in received if CALENDAR_SCRIPT.search(name)]


def _files_received(page: Page, path: str) -> dict[str, float]:
    """Bytes that came over the network for each address, as the browser counts them."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    names: dict[str, str] = {}
    received: dict[str, float] = {}
    network.on(
        "Network.responseReceived",
        lambda event: names.update({event["requestId"]: event["response"]["url"]}),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: received.update({names[event["requestId"]]: event["encodedDataLength"]}),
    )
    page.goto(path, wait_until="load")
    return received


@pytest.mark.parametrize(
    "path", ["/_all_routes", "/_upload", "/.git/config", "/..%2f..%2fpyproject.toml", "/env.json"]
)
def test_nothing_is_served_that_is_not_a_page(site: Site, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(site.url + path)
