"""Packages by keyboard alone: a template, sold, adjusted, extended, voided; axe on each page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import accessibility
from tests.journeys.practice import Practice, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]


@pytest.fixture
def harbor(site: Site) -> Practice:
    return practice(site, clients=1)


def press(where: Page | Locator, name: str) -> None:
    where.get_by_role("button", name=name).first.press("Enter")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def type_into(where: Locator, label: str, words: str) -> None:
    field = where.get_by_label(label, exact=True)
    field.focus()
    field.press("ControlOrMeta+a")
    field.press_sequentially(words)


def create_template(page: Page) -> None:
    page.goto("/coach/packages")
    press(page, "Create template")
    type_into(dialog(page), "Name", "Spring eight")
    type_into(dialog(page), "Sessions", "8")
    type_into(dialog(page), "Price", "480.50")
    assert accessibility.problems(page) == []
    dialog(page).get_by_label("Price").press("Enter")
    expect(page.get_by_text("Spring eight", exact=True)).to_be_visible()
    expect(dialog(page)).to_have_count(0)


def sell(page: Page) -> None:
    press(page, "Add package")
    chosen = dialog(page).get_by_label("Package", exact=True)
    chosen.focus()
    chosen.press_sequentially("Spring")
    expect(dialog(page).get_by_label("Price")).to_have_value("480.50")
    press(dialog(page), "Add package")
    expect(page.get_by_text("8 of 8 sessions remaining")).to_be_visible()


def test_packages_by_keyboard(open_page: OpenPage, harbor: Practice) -> None:
    page = harbor.sign_in(open_page("/ping"), harbor.coach)
    create_template(page)
    page.goto(f"/coach/clients/{harbor.clients[0].id}")
    sell(page)
    adjust(page)
    extend(page)
    void(page)
    assert offenders(harbor.site) == []


def adjust(page: Page) -> None:
    press(page, "Adjust sessions: 8 sessions, 60 min")
    type_into(dialog(page), "Sessions", "2")
    assert accessibility.problems(page) == []
    press(dialog(page), "Add these sessions")
    expect(page.get_by_text("10 of 10 sessions remaining")).to_be_visible()


def extend(page: Page) -> None:
    press(page, "Change expiry: 8 sessions, 60 min")
    type_into(dialog(page), "Days longer", "14")
    type_into(dialog(page), "Why", "Holiday")
    assert accessibility.problems(page) == []
    press(dialog(page), "Change expiry")
    expect(page.get_by_text("The package runs until")).to_be_visible()


def void(page: Page) -> None:
    press(page, "Void: 8 sessions, 60 min")
    type_into(dialog(page), "Why", "Sold by mistake")
    assert accessibility.problems(page) == []
    press(dialog(page), "Void this package")
    expect(page.get_by_text("The package is voided.")).to_be_visible()
    page.locator("summary", has_text="1 earlier package").press("Enter")
    expect(page.get_by_text("0 of 10 sessions remaining, voided")).to_be_visible()
    press(page, "Ledger: 8 sessions, 60 min")
    expect(dialog(page)).to_contain_text("Sold by mistake")
    assert accessibility.problems(page) == []
    page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [390, 1280])
def test_package_pages_are_clean(open_page: OpenPage, harbor: Practice, width: int) -> None:
    size = {"width": width, "height": 844}
    for who, path in ((harbor.coach, "/coach/packages"), (harbor.clients[0], "/client/history")):
        page = harbor.sign_in(open_page("/ping", viewport=size), who)
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert accessibility.problems(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width


def test_same_package_is_added_again_from_the_calendar(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = harbor.sign_in(open_page("/ping"), harbor.coach)
    page.goto(f"/coach/clients/{harbor.clients[0].id}")
    press(page, "Adjust sessions: 12 sessions, 60 min")
    dialog(page).get_by_role("radio", name="Take away").press("Space")
    type_into(dialog(page), "Sessions", "11")
    press(dialog(page), "Take these sessions away")
    expect(page.get_by_text("1 of 1 session remaining")).to_be_visible()
    page.goto("/coach/bookings")
    press(page, "Add the same package again for Anna Perez")
    expect(dialog(page)).to_contain_text("Sells 12 sessions, 60 min, without an end.")
    press(dialog(page), "Add this package")
    expect(page.get_by_text("Anna Perez has the same package again.")).to_be_visible()
    assert offenders(harbor.site) == []
