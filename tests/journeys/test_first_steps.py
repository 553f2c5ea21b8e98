"""From nothing to a booked client: set-up, invitation out of the outbox, three sessions at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.practice import offenders
from tests.journeys.site import Site, serve

PHONE: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "three blue lamps glow"


def set_up_a_practice(page: Page) -> None:
    page.get_by_role("link", name="Set up my practice").click()
    page.wait_for_url("**/setup")
    expect(page.get_by_label("Time zone")).to_have_value("America/New_York")
    page.get_by_label("Practice").fill("Harbor Strength")
    page.get_by_label("Your name").fill("Ruth Adeyemi")
    page.get_by_label("Email").fill("ruth@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/setup/hours")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/setup/client")


def invite_a_client(page: Page) -> None:
    page.get_by_label("Name").fill("Anna Perez")
    page.get_by_label("Email").fill("anna@example.com")
    expect(page.get_by_label("Package")).to_contain_text("12 sessions, 60 min, 3 months")
    page.get_by_role("button", name="Send invitation").click()
    page.wait_for_url("**/coach/bookings*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Calendar")


def link_in_the_outbox(page: Page) -> str:
    page.goto("/outbox")
    page.get_by_role("button", name="Ruth Adeyemi invites you").click()
    letter = page.get_by_role("dialog")
    return letter.get_by_role("link", name="Open the link").get_attribute("href") or ""


def accept(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_label("Your name")).to_have_value("Anna Perez")
    page.get_by_label("Password").fill("green doors open wide")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/client")


def book_three(page: Page) -> None:
    page.get_by_role("link", name="Book a session").first.click()
    expect(page.get_by_text("12 of 12 sessions left")).to_be_visible()
    page.get_by_role("button", name="Next week").click()
    days = page.get_by_role("group").filter(has=page.get_by_role("checkbox"))
    expect(days).to_have_count(5)
    for day in range(3):
        days.nth(day).get_by_role("checkbox").nth(2).check(force=True)
    page.get_by_role("button", name="Book 3 sessions").click()
    expect(page.get_by_text("9 of 12 sessions left")).to_be_visible()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_site(request: pytest.FixtureRequest, built: None, tmp_path: Path) -> Iterator[Site]:
    url = f"sqlite:///{tmp_path / 'coachbook.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_server").create("first_steps")
    with serve(url, tmp_path) as site:
        yield site
    if request.param == "postgresql":
        request.getfixturevalue("postgresql_server").drop("first_steps")


def test_a_practice_from_nothing(empty_site: Site, browser: Browser) -> None:
    site = empty_site
    office = browser.new_context(base_url=site.url, timezone_id="America/New_York")
    phone = browser.new_context(
        base_url=site.url, timezone_id="America/New_York", viewport=PHONE, has_touch=True
    )
    coach, client = office.new_page(), phone.new_page()
    coach.goto("/")
    set_up_a_practice(coach)
    invite_a_client(coach)
    accept(client, link_in_the_outbox(coach))
    book_three(client)
    client.goto("/client/calendar")
    expect(client.get_by_role("button", name="Session with Ruth Adeyemi")).to_have_count(3)
    assert offenders(site) == []
    office.close()
    phone.close()
