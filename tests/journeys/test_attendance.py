"""Marking without a mouse: one, all of them, a correction, a cancellation that asks who."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from coachbook import clock
from coachbook.services import bookings
from coachbook.services.people import Person
from tests.journeys import accessibility
from tests.journeys.practice import Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def harbor(site: Site) -> Practice:
    made = practice(site, clients=4)
    for hours, client in enumerate(made.clients, start=2):
        made.book(client, hours_ago(hours))
    return made


def hours_ago(hours: int) -> datetime:
    """A whole hour; recent enough not to be completed by itself."""
    return clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours)


def calendar(open_page: OpenPage, harbor: Practice, **options: object) -> Page:
    page = open_page("/ping", timezone_id="America/New_York", **options)
    harbor.sign_in(page, harbor.coach)
    page.goto("/coach/bookings")
    expect(to_mark(page)).to_have_count(4)
    return page


def to_mark(page: Page) -> Locator:
    return page.get_by_role("region", name="To mark").get_by_role("listitem")


def tab_to(page: Page, wanted: Locator, most: int = 80) -> None:
    """As somebody without a mouse gets there."""
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} can't be reached with Tab")


def press(page: Page, wanted: Locator) -> None:
    expect(wanted).to_be_visible()
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def test_everything_is_marked_and_corrected_by_keyboard(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = calendar(open_page, harbor)
    press(page, page.get_by_role("button", name="Completed: Anna Perez"))
    expect(to_mark(page)).to_have_count(3)
    expect(to_mark(page).first).to_be_focused()  # what took the place of the one that left
    press(page, page.get_by_role("button", name="Mark all 3 as completed"))
    dialog = page.get_by_role("dialog", name="Did everybody come?")
    tab_to(page, dialog.get_by_role("radio", name="Completed").first)
    page.keyboard.press("ArrowRight")
    assert accessibility.problems(page) == []
    press(page, dialog.get_by_role("button", name="Mark all 3"))
    expect(to_mark(page)).to_have_count(0)
    expect(page.get_by_text("3 bookings marked: 2 completed, 1 no-show.")).to_be_visible()
    open_past(page, harbor, harbor.clients[1])
    panel = page.get_by_role("dialog", name="Ben Okafor")
    expect(panel.get_by_text("No-show", exact=True)).to_be_visible()
    press(page, panel.get_by_role("button", name="Correct…"))
    correction = page.get_by_role("dialog", name="Correct this session of Ben Okafor")
    tab_to(page, correction.get_by_role("radio", name="Completed"))
    page.keyboard.press("Space")
    assert accessibility.problems(page) == []
    press(page, correction.get_by_role("button", name="Save the correction"))
    expect(panel.get_by_text("Completed", exact=True)).to_be_visible()
    assert accessibility.problems(page) == []
    assert offenders(harbor.site) == []


def open_past(page: Page, harbor: Practice, client: Person) -> None:
    """By the address that messages lead to."""
    with at_site(harbor.site) as session:
        (one,) = bookings.of_client(session, by=harbor.coach, client_id=client.id, now=clock.now())
    page.goto(f"/coach/bookings?booking={one.chain_id}")


def test_cancelling_asks_who_and_can_be_taken_back(open_page: OpenPage, harbor: Practice) -> None:
    harbor.book(harbor.clients[2], day_ahead(1, 15))
    page = calendar(open_page, harbor)
    tomorrow = page.get_by_role("region", name="Tomorrow")
    press(page, tomorrow.get_by_role("button", name="Chloe Martin"))
    panel = page.get_by_role("dialog", name="Chloe Martin")
    press(page, panel.get_by_role("button", name="Cancel…"))
    dialog = page.get_by_role("dialog", name="Cancel for Chloe Martin?")
    tab_to(page, dialog.get_by_role("radio", name="The client asked for it"))
    page.keyboard.press("Space")
    assert accessibility.problems(page) == []
    press(page, dialog.get_by_role("button", name="Cancel this session"))
    expect(panel.get_by_text("Cancelled by you, because the client asked")).to_be_visible()
    press(page, panel.get_by_role("button", name="Put back…"))
    back = page.get_by_role("dialog", name="Put back Chloe Martin's session?")
    press(page, back.get_by_role("button", name="Put this session back"))
    expect(panel.get_by_text("Confirmed", exact=True)).to_be_visible()
    assert offenders(harbor.site) == []


def test_what_waits_is_one_tap_away_on_a_phone(open_page: OpenPage, harbor: Practice) -> None:
    page = calendar(open_page, harbor, viewport=PHONE, has_touch=True)
    page.get_by_role("link", name="4 to mark").tap()
    first = to_mark(page).first
    expect(first).to_be_in_viewport()
    assert accessibility.problems(page) == []
    first.get_by_role("button", name="No-show").tap()
    expect(to_mark(page)).to_have_count(3)
    assert offenders(harbor.site) == []


def test_panel_over_a_phone_says_what_was_done(open_page: OpenPage, harbor: Practice) -> None:
    page = calendar(open_page, harbor, viewport=PHONE, has_touch=True)
    open_past(page, harbor, harbor.clients[1])
    panel = page.get_by_role("dialog", name="Ben Okafor")
    panel.get_by_role("button", name="Completed").tap()
    done = panel.get_by_text("Ben Okafor is marked as completed.")
    expect(done).to_be_in_viewport()
    assert accessibility.problems(page) == []
