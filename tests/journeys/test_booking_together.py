"""Two clients at the same pages: what one takes closes for the other, who books the rest."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.practice import Practice, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def harbor(site: Site) -> Practice:
    """One place at a time, so that one client is enough to take it."""
    return practice(site, capacity=1)


def chip(page: Page, starts: str) -> Locator:
    """A time of the third day of next week, as "9:00 AM"."""
    days = page.get_by_role("group").filter(has=page.get_by_role("checkbox"))
    return days.nth(2).get_by_role("checkbox", name=re.compile(rf", {starts.replace(' ', '.')} to"))


def book_page(open_page: OpenPage, harbor: Practice, who: int, **options: object) -> Page:
    page = harbor.sign_in(
        open_page("/ping", timezone_id="America/New_York", **options), harbor.clients[who]
    )
    page.goto("/book")
    expect(page.get_by_text("12 of 12 sessions left")).to_be_visible()
    page.get_by_role("button", name="Next week").click()
    expect(chip(page, "9:00 AM")).to_be_visible()
    return page


def test_a_slot_taken_meanwhile_and_the_others_booked(
    open_page: OpenPage, harbor: Practice
) -> None:
    anna = book_page(open_page, harbor, 0, viewport=PHONE, has_touch=True)
    ben = book_page(open_page, harbor, 1)
    for starts in ("9:00 AM", "11:00 AM", "1:00 PM"):
        chip(anna, starts).check(force=True)
    chip(ben, "11:00 AM").check(force=True)
    ben.get_by_role("button", name="Book 1 session").click()
    expect(ben.get_by_text("11 of 12 sessions left")).to_be_visible()
    rest = anna.get_by_role("button", name="Book the other 2")
    expect(rest).to_be_visible(timeout=5000)  # live, without a click of Anna's
    rest.click()
    expect(anna.get_by_text("10 of 12 sessions left")).to_be_visible()
    assert offenders(harbor.site) == []


def test_the_basket_stays_while_weeks_are_browsed(open_page: OpenPage, harbor: Practice) -> None:
    page = book_page(open_page, harbor, 0)
    chip(page, "9:00 AM").check(force=True)
    page.get_by_role("button", name="Next week").click()
    expect(page.get_by_role("button", name="Book 1 session")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Book 1 session")).to_be_visible()


def test_a_double_click_books_once(open_page: OpenPage, harbor: Practice) -> None:
    page = book_page(open_page, harbor, 0)
    chip(page, "9:00 AM").check(force=True)
    page.get_by_role("button", name="Book 1 session").dblclick()
    expect(page.get_by_text("11 of 12 sessions left")).to_be_visible()
    page.goto("/client/calendar")
    expect(page.get_by_role("button", name="Session with Ruth Adeyemi")).to_have_count(1)


def test_a_client_moves_and_cancels(open_page: OpenPage, harbor: Practice) -> None:
    anna = harbor.clients[0]
    harbor.book(anna, day_ahead(3), day_ahead(4))
    page = harbor.sign_in(open_page("/ping", timezone_id="America/New_York"), anna)
    page.goto("/client/calendar")
    mine = page.get_by_role("button", name="Session with Ruth Adeyemi")
    mine.first.click()
    page.get_by_role("button", name="Move to another time").click()
    page.get_by_role("checkbox", name="2:00").first.check(force=True)
    page.get_by_role("button", name="Move").last.click()
    expect(page.get_by_role("button", name="2:00")).to_have_count(1)
    mine.last.click()
    page.get_by_role("button", name="Cancel this session").first.click()
    expect(page.get_by_text("returns to your 12-session package")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Cancel this session").last.click()
    expect(mine).to_have_count(1)
    assert offenders(harbor.site) == []
