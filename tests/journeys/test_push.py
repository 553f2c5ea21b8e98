"""Notifications on a device: turned on by keyboard alone, sent to a push service that decrypts
them, shown by the service worker; and what is said where they can't be.

A browser without a screen never gets an address of its maker's push service, so that the stand-in
gives it one.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, Worker, expect

from coachbook.notifications import devices
from tests.integrations import push_service
from tests.integrations.push_service import PushService
from tests.journeys import accessibility
from tests.journeys.conftest import OpenPage
from tests.journeys.practice import Practice, at_site, offenders, practice
from tests.journeys.push_scripts import CHANGES, CLICK, LETS_GO, SHOWN, STAND_IN
from tests.journeys.site import Site, new_file, serve

COACHS, CLIENTS = "/coach/settings/notifications", "/client/settings/notifications"
SETTLES = 30_000
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service.serving() as found:
        yield found


@pytest.fixture(scope="module")
def site(
    built: None, service: PushService, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with serve(new_file(folder), folder, push_hosts=service.host) as site:
        yield site


@pytest.fixture(scope="module")
def ruths(site: Site) -> Practice:
    return practice(site)


@pytest.fixture
def sound(site: Site) -> Iterator[None]:
    yield
    assert offenders(site) == []


def opened(open_page: OpenPage, ruths: Practice, path: str, **options: Any) -> Page:
    """Of somebody who lets the site show notifications."""
    page = open_page("/sign-in", **options)
    page.context.grant_permissions(["notifications"], origin=ruths.site.url)
    who = ruths.coach if path == COACHS else ruths.clients[0]
    ruths.sign_in(page, who)
    return page


def press(page: Page, name: str) -> None:
    """By keyboard: the control gets the focus and Enter presses it."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def card(page: Page) -> Locator:
    return page.locator("#device-notifications")


def switch(page: Page) -> Locator:
    return card(page).get_by_role("button", name="Turn on notifications here")


@pytest.mark.usefixtures("sound")
def test_coach_turns_a_device_on_tries_it_and_turns_it_off(
    open_page: OpenPage, ruths: Practice, service: PushService
) -> None:
    given: list[dict[str, Any]] = []

    def stand_in(key: str) -> dict[str, Any]:
        given.append(service.subscribe(key))
        return given[-1]

    page = opened(open_page, ruths, COACHS, **PHONE)
    page.context.expose_function("standIn", stand_in)
    page.context.add_init_script(STAND_IN)
    page.goto(COACHS)
    press(page, "Turn on notifications here")
    here = card(page).get_by_role("status")
    expect(here).to_have_text("This device shows notifications.", timeout=SETTLES)
    devices = card(page).get_by_role("list", name="Devices that get notifications")
    expect(devices.get_by_role("listitem")).to_have_count(1)
    expect(devices).to_contain_text("This device")
    assert accessibility.problems(page) == []

    press(page, "Send a test message to A browser")
    expect(devices).to_contain_text("Last message", timeout=SETTLES)
    (message,) = service.messages(given[0])
    assert message["title"] == "Messages arrive here"
    assert message["path"] == COACHS

    page.reload()
    expect(here).to_have_text("This device shows notifications.", timeout=SETTLES)
    press(page, "Turn off notifications on A browser, this device")
    expect(devices).to_have_count(0, timeout=SETTLES)
    expect(switch(page)).to_be_visible()
    page.wait_for_function("() => localStorage.getItem('stand-in') === null", timeout=SETTLES)


def test_signing_in_again_goes_on_with_the_device(
    open_page: OpenPage, ruths: Practice, service: PushService
) -> None:
    page = opened(open_page, ruths, CLIENTS)
    page.context.expose_function("standIn", lambda key: service.subscribe(key))
    page.context.add_init_script(STAND_IN)
    page.goto(CLIENTS)
    press(page, "Turn on notifications here")
    here = card(page).get_by_role("status")
    expect(here).to_have_text("This device shows notifications.", timeout=SETTLES)
    ruths.sign_in(page, ruths.clients[0])
    page.reload()
    expect(here).to_have_text("This device shows notifications.", timeout=SETTLES)
    expect(card(page).get_by_role("listitem")).to_have_count(1)


def _worker(page: Page) -> Worker:
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=SETTLES)
    return page.context.service_workers[0]


def _registered(cdp: CDPSession) -> str:
    found: list[str] = []

    def note(event: dict[str, Any]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"])

    cdp.on("ServiceWorker.workerRegistrationUpdated", note)
    cdp.send("ServiceWorker.enable")
    for _ in range(50):
        if found:
            return found[0]
        cdp.send("Runtime.evaluate", {"expression": "0"})
    raise AssertionError("The service worker isn't registered.")


def _pushed(context: BrowserContext, page: Page, text: str, *, url: str) -> None:
    cdp = context.new_cdp_session(page)
    asked = {"origin": url, "registrationId": _registered(cdp), "data": text}
    cdp.send("ServiceWorker.deliverPushMessage", asked)
    cdp.detach()


def shows(page: Page, wanted: list[dict[str, str]]) -> None:
    """Soon, these and no others; each with at least what is wanted of it."""
    give_up_at = time.monotonic() + SETTLES / 1000
    while True:
        shown = page.evaluate(SHOWN)
        if len(shown) == len(wanted) and all(map(_holds, shown, wanted)):
            return
        assert time.monotonic() < give_up_at, shown
        page.wait_for_timeout(50)


def _holds(one: dict[str, str], wanted: dict[str, str]) -> bool:
    return one.items() >= wanted.items()


def test_worker_shows_a_push_and_a_tap_opens_its_page(open_page: OpenPage, ruths: Practice) -> None:
    page = opened(open_page, ruths, CLIENTS)
    page.goto(CLIENTS)
    worker = _worker(page)
    told = {"title": "Session moved", "body": "New time: Tue.", "path": "/book", "tag": "a" * 32}
    _pushed(page.context, page, json.dumps(told), url=ruths.site.url)
    shows(page, [told])

    newer = told | {"body": "New time: Wed."}
    _pushed(page.context, page, json.dumps(newer), url=ruths.site.url)
    shows(page, [newer])

    worker.evaluate(CLICK)
    shows(page, [])
    assert worker.evaluate("self.opened") == [f"{ruths.site.url}/book"]


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_tap_never_leaves_the_site(open_page: OpenPage, ruths: Practice, path: str) -> None:
    page = opened(open_page, ruths, CLIENTS)
    page.goto(CLIENTS)
    worker = _worker(page)
    told = {"title": "Session moved", "body": "", "path": path, "tag": "b" * 32}
    _pushed(page.context, page, json.dumps(told), url=ruths.site.url)
    shows(page, [told])
    worker.evaluate(CLICK)
    shows(page, [])
    assert worker.evaluate("self.opened") == [ruths.site.url]


def test_what_is_not_ours_still_shows_something(open_page: OpenPage, ruths: Practice) -> None:
    page = opened(open_page, ruths, CLIENTS)
    page.goto(CLIENTS)
    _worker(page)
    _pushed(page.context, page, "no json", url=ruths.site.url)
    shows(page, [{"title": "coachbook"}])


def _turned_on(page: Page, ruths: Practice, service: PushService) -> dict[str, Any]:
    """The client's browser gets notifications; what it has of the push service."""
    given: list[dict[str, Any]] = []

    def stand_in(key: str) -> dict[str, Any]:
        given.append({**service.subscribe(key), "key": key})
        return given[-1]

    page.context.expose_function("standIn", stand_in)
    page.context.add_init_script(STAND_IN)
    page.goto(CLIENTS)
    press(page, "Turn on notifications here")
    here = card(page).get_by_role("status")
    expect(here).to_have_text("This device shows notifications.", timeout=SETTLES)
    return given[0]


def _reached(ruths: Practice) -> set[str]:
    with at_site(ruths.site) as session:
        return {one.endpoint for one in devices.devices(session, ruths.clients[0].id)}


def test_signing_out_lets_go_of_the_device(
    open_page: OpenPage, ruths: Practice, service: PushService
) -> None:
    page = opened(open_page, ruths, CLIENTS)
    mine = _turned_on(page, ruths, service)
    assert mine["endpoint"] in _reached(ruths)
    worker = _worker(page)
    worker.evaluate(LETS_GO, mine["endpoint"])
    page.evaluate("fetch('/auth/sign-out', { method: 'POST', redirect: 'manual' })")
    worker.evaluate("async () => { while (!self.hasLetGo) await new Promise(setTimeout); }")
    assert mine["endpoint"] not in _reached(ruths)


def test_browser_that_changes_its_address_is_followed(
    open_page: OpenPage, ruths: Practice, service: PushService
) -> None:
    page = opened(open_page, ruths, CLIENTS)
    mine = _turned_on(page, ruths, service)
    wanted = {**service.subscribe(mine["key"]), "key": mine["key"]}
    _worker(page).evaluate(CHANGES, {"former": mine["endpoint"], "wanted": wanted})
    with page.expect_response("**/push/seen") as answer:
        page.reload()
    assert answer.value.ok
    assert wanted["endpoint"] in _reached(ruths)
    assert mine["endpoint"] not in _reached(ruths)


def test_push_service_that_never_answers_is_said(open_page: OpenPage, ruths: Practice) -> None:
    page = opened(open_page, ruths, CLIENTS)
    page.clock.install()
    page.context.add_init_script("PushManager.prototype.subscribe = () => new Promise(() => {});")
    page.goto(CLIENTS)
    press(page, "Turn on notifications here")
    said = card(page).get_by_role("status")
    expect(said).to_contain_text("Asking your browser's push service", timeout=SETTLES)
    page.clock.fast_forward(21_000)
    expect(said).to_contain_text("push service doesn't answer")
    expect(switch(page)).not_to_have_attribute("aria-disabled", "true")


def test_question_that_nobody_answers_is_said(open_page: OpenPage, ruths: Practice) -> None:
    page = opened(open_page, ruths, CLIENTS)
    page.clock.install()
    page.context.add_init_script("Notification.requestPermission = () => new Promise(() => {});")
    page.goto(CLIENTS)
    press(page, "Turn on notifications here")
    said = card(page).get_by_role("status")
    expect(said).to_contain_text("Your browser asks now", timeout=SETTLES)
    page.clock.fast_forward(31_000)
    expect(said).to_contain_text("No answer so far")


def test_refused_permission_is_explained(open_page: OpenPage, ruths: Practice) -> None:
    page = opened(open_page, ruths, CLIENTS)
    refused = "Object.defineProperty(Notification, 'permission', { get: () => 'denied' });"
    page.context.add_init_script(refused)
    page.goto(CLIENTS)
    said = card(page).get_by_role("status")
    expect(said).to_contain_text("blocked in this browser", timeout=SETTLES)
    expect(switch(page)).to_have_count(0)
    assert accessibility.problems(page) == []


def test_iphone_is_told_to_install_first(open_page: OpenPage, ruths: Practice) -> None:
    page = opened(open_page, ruths, CLIENTS, user_agent=IPHONE, **PHONE)
    page.context.add_init_script("delete window.PushManager; delete window.Notification;")
    page.goto(CLIENTS)
    said = card(page).get_by_role("status")
    expect(said).to_contain_text("Add to Home Screen", timeout=SETTLES)
    expect(switch(page)).to_have_count(0)
