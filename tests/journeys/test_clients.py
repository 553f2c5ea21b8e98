"""The list of clients and a client's page, by keyboard alone; axe on both."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import accessibility, screenshots
from tests.journeys.practice import Practice, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
WIDTHS = (390, 1280)


@pytest.fixture
def harbor(site: Site) -> Practice:
    made = practice(site, clients=3)
    made.book(made.clients[0], day_ahead(1), day_ahead(8))
    return made


def opened(open_page: OpenPage, harbor: Practice, path: str, width: int = 1280) -> Page:
    page = open_page("/ping", viewport={"width": width, "height": 900})
    harbor.sign_in(page, harbor.coach)
    page.goto(path)
    return page


def press(what: Locator, key: str = "Enter") -> None:
    """As one who came there with the Tab key."""
    what.focus()
    expect(what).to_be_focused()
    what.press(key)


def test_a_client_is_found_noted_archived_and_restored_by_keyboard(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = opened(open_page, harbor, "/coach/clients")
    page.get_by_label("Search clients").press_sequentially("anna")
    rows = page.get_by_role("list", name="Clients").get_by_role("listitem")
    expect(rows).to_have_count(1)
    press(page.get_by_role("radio", name="All"), "ArrowRight")
    expect(page.get_by_text("Nobody found")).to_be_visible()
    press(page.get_by_role("button", name="Show all clients"))
    expect(rows).to_have_count(3)
    press(page.get_by_role("link", name="Anna Perez"))
    heading = page.get_by_role("heading", name="Anna Perez", level=1)
    expect(heading).to_be_focused()
    page.get_by_label("Your notes").fill("Left knee first")
    press(page.get_by_role("button", name="Save notes"))
    expect(page.get_by_text("Your notes are saved.")).to_be_visible()
    archive(page)
    expect(page.get_by_text("Anna Perez is archived: 1 booking cancelled")).to_be_visible()
    press(page.get_by_role("button", name="Restore Anna Perez"))
    expect(page.get_by_text("Anna Perez is back on your list")).to_be_visible()
    expect(page.get_by_label("Your notes")).to_have_value("Left knee first")
    assert offenders(harbor.site) == []


def archive(page: Page) -> None:
    """One booking is cancelled, the other kept."""
    press(page.get_by_role("button", name="Archive this client"))
    dialog = page.get_by_role("dialog", name="Archive Anna Perez?")
    expect(dialog).to_be_visible()
    press(dialog.get_by_role("radio", name="Keep").first, "ArrowRight")
    expect(dialog.get_by_role("radio", name="Cancel").first).to_be_checked()
    press(dialog.get_by_role("button", name="Archive Anna Perez"))
    expect(dialog).to_be_hidden()


def test_address_keeps_the_filter(open_page: OpenPage, harbor: Practice) -> None:
    page = opened(open_page, harbor, "/coach/clients")
    press(page.get_by_role("radio", name="No package"), "Space")
    expect(page.get_by_text("Everybody has a package")).to_be_visible()
    expect(page).to_have_url(f"{harbor.site.url}/coach/clients?only=no_package")
    page.reload()
    expect(page.get_by_text("Everybody has a package")).to_be_visible()
    expect(page.get_by_role("radio", name="No package")).to_be_checked()


def test_booking_of_a_client_shows_on_the_open_dialog(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = opened(open_page, harbor, f"/coach/clients/{harbor.clients[1].id}")
    page.get_by_role("button", name="Archive this client").click()
    expect(page.get_by_role("dialog", name="Archive Ben Okafor?")).to_be_visible()
    page.wait_for_load_state("networkidle")
    harbor.book(harbor.clients[1], day_ahead(3))
    expect(page.get_by_role("heading", name="What is booked")).to_be_visible(timeout=5000)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_is_clean_on_the_list_the_page_and_the_dialog(
    open_page: OpenPage, harbor: Practice, width: int
) -> None:
    page = opened(open_page, harbor, "/coach/clients", width)
    expect(page.get_by_role("list", name="Clients")).to_be_visible()
    assert_clean(page)
    page.get_by_role("link", name="Anna Perez").click()
    expect(page.get_by_role("heading", name="Attendance")).to_be_visible()
    assert_clean(page)
    page.get_by_role("button", name="Archive this client").click()
    expect(page.get_by_role("dialog", name="Archive Anna Perez?")).to_be_visible()
    assert_clean(page)


def assert_clean(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    for scheme in screenshots.SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(400)  # colours fade into the other theme
        assert accessibility.problems(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
