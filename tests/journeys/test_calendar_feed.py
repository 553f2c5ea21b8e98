"""A client's calendar elsewhere, and coachbook as an app that knows something without a connection.

The feed is made, read by another program, renewed and ended, by keyboard alone.
"""

import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from coachbook.services.people import Person
from tests.journeys import accessibility
from tests.journeys.conftest import OpenPage
from tests.journeys.practice import Practice, day_ahead, offenders, practice
from tests.journeys.site import Site

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SETTLES = 30_000


@pytest.fixture(scope="module")
def ruths(site: Site) -> Practice:
    made = practice(site)
    anna, _ = made.clients
    made.book(anna, day_ahead(2), day_ahead(9))
    return made


@pytest.fixture
def anna(ruths: Practice) -> Person:
    return ruths.clients[0]


@pytest.fixture
def sound(site: Site) -> Iterator[None]:
    yield
    assert offenders(site) == []


def opened(open_page: OpenPage, ruths: Practice, who: Person, path: str, **options: object) -> Page:
    page = open_page("/sign-in", **options)
    ruths.sign_in(page, who).goto(path)
    return page


def press(page: Page, name: str, *, within: str = "main") -> None:
    """By keyboard: the control gets the focus and Enter presses it."""
    area = page.get_by_role("dialog", name=within) if within != "main" else page.locator("main")
    control = area.get_by_role("button", name=name)
    control.focus()
    page.keyboard.press("Enter")


def status_of(page: Page, address: str) -> int:
    return page.context.request.get(address).status


@pytest.mark.usefixtures("sound")
def test_client_subscribes_renews_and_ends(
    open_page: OpenPage, ruths: Practice, anna: Person
) -> None:
    page = opened(open_page, ruths, anna, "/client/settings", **PHONE)
    press(page, "Make a feed address")
    field = page.get_by_label("Feed address")
    expect(field).to_have_value(re.compile(r"\.ics$"), timeout=SETTLES)
    assert accessibility.problems(page) == []
    first = field.input_value()
    subscribe = page.get_by_role("link", name="Subscribe on this device")
    assert subscribe.get_attribute("href") == first.replace("http:", "webcal:")
    events = Calendar.from_ical(page.context.request.get(first).text()).events
    assert [str(one["SUMMARY"]) for one in events] == ["Session with Ruth Adeyemi"] * 2

    press(page, "Make a new address")
    press(page, "Make a new address", within="Make a new address?")
    expect(field).not_to_have_value(first, timeout=SETTLES)
    second = field.input_value()
    assert (status_of(page, first), status_of(page, second)) == (404, 200)

    press(page, "Turn the feed off")
    asked = page.get_by_role("dialog", name="Turn the feed off?")
    expect(asked).to_contain_text("Your bookings stay as they are")
    press(page, "Turn the feed off", within="Turn the feed off?")
    expect(page.get_by_role("button", name="Make a feed address")).to_be_visible(timeout=SETTLES)
    assert status_of(page, second) == 404


def test_coach_has_a_feed_of_their_own(open_page: OpenPage, ruths: Practice) -> None:
    page = opened(open_page, ruths, ruths.coach, "/coach/settings/profile")
    press(page, "Make a feed address")
    address = page.get_by_label("Feed address")
    address.wait_for(timeout=SETTLES)
    events = Calendar.from_ical(page.context.request.get(address.input_value()).text()).events
    assert {str(one["SUMMARY"]) for one in events} == {"Anna Perez: session"}
    assert accessibility.problems(page) == []


def test_one_booking_goes_into_the_clients_calendar(
    open_page: OpenPage, ruths: Practice, anna: Person
) -> None:
    page = opened(open_page, ruths, anna, "/client")
    page.get_by_role("link", name="Add to calendar").first.focus()
    with page.expect_download(timeout=SETTLES) as downloaded:
        page.keyboard.press("Enter")
    assert downloaded.value.suggested_filename == "appointment.ics"
    (event,) = Calendar.from_ical(downloaded.value.path().read_text()).events
    assert day_ahead(2) == event.DTSTART
    assert urlsplit(page.url).path == "/client"


def kept(page: Page) -> str:
    return str(page.evaluate("caches.match('/upcoming.json').then((kept) => kept?.text() ?? '')"))


def until(page: Page, is_so: Callable[[str], bool]) -> None:
    """What the device keeps has come to that; it asks a moment after the page has opened."""
    give_up_at = time.monotonic() + SETTLES / 1000
    while not is_so(kept(page)):
        assert time.monotonic() < give_up_at, kept(page)
        page.wait_for_timeout(100)


@pytest.fixture
def phone(open_page: OpenPage, ruths: Practice, anna: Person) -> Page:
    page = opened(open_page, ruths, anna, "/client/settings", **PHONE)
    until(page, lambda words: "Session with Ruth Adeyemi" in words)
    return page


def go_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.goto("/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_without_connection_shows_the_next_sessions(
    phone: Page, scheme: str, complaints: list[str]
) -> None:
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    go_offline(phone)
    expect(phone.get_by_role("heading", name="You are offline")).to_be_visible()
    rows = phone.get_by_role("region", name="Your next appointments").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Session with Ruth Adeyemi")
    assert accessibility.problems(phone) == []
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="You are offline")).to_have_count(0, timeout=SETTLES)
    phone.wait_for_url(lambda url: urlsplit(url).path.startswith("/client"), timeout=SETTLES)
    complaints.clear()


def test_signing_out_leaves_nothing_on_the_device(phone: Page, complaints: list[str]) -> None:
    phone.evaluate(
        """() => { const form = document.createElement("form");
        Object.assign(form, { method: "post", action: "/auth/sign-out" });
        document.body.append(form); form.submit(); }"""
    )
    phone.wait_for_url("**/sign-in**")
    until(phone, lambda words: words == "")
    go_offline(phone)
    expect(phone.get_by_role("heading", name="You are offline")).to_be_visible()
    assert "Ruth Adeyemi" not in phone.content()
    complaints.clear()


def test_next_person_finds_their_own(phone: Page, ruths: Practice, complaints: list[str]) -> None:
    ruths.sign_in(phone, ruths.coach).goto("/coach/settings/profile")
    until(phone, lambda words: "Anna Perez: session" in words)
    assert "Session with Ruth Adeyemi" not in kept(phone)
    go_offline(phone)
    expect(phone.get_by_role("region", name="Your next appointments")).to_contain_text(
        "Ruth Adeyemi,"
    )
    complaints.clear()


def test_worker_touches_neither_stream_nor_events(
    open_page: OpenPage, ruths: Practice, anna: Person
) -> None:
    """With the worker in charge an open page still hears of a booking, and its events arrive."""
    page = opened(open_page, ruths, anna, "/book")
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=SETTLES)
    with page.expect_request(lambda request: "/live?coach=" in request.url, timeout=SETTLES):
        page.reload()
    assert page.evaluate("navigator.serviceWorker.controller.scriptURL").endswith("/sw.js")
    assert page.evaluate("caches.keys()") in ([], ["coachbook-upcoming"])
