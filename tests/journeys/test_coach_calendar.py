"""The coach's calendar: drag, undo, a refusal with its reason, keyboard, block and book."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import accessibility
from tests.journeys.practice import Practice, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
TALL = {"width": 1280, "height": 1500}
HOUR_PIXELS = 48  # four rows of 12


@pytest.fixture
def harbor(site: Site) -> Practice:
    """One client at a time."""
    return practice(site, clients=3, capacity=1)


def next_week(day: int, hour: int) -> datetime:
    """Day 0 is Monday."""
    return day_ahead(7 - day_ahead(0, hour=12).weekday() + day, hour)


def calendar(open_page: OpenPage, harbor: Practice) -> Page:
    page = harbor.sign_in(
        open_page("/ping", viewport=TALL, timezone_id="America/New_York"), harbor.coach
    )
    page.goto("/coach/bookings")
    page.get_by_role("button", name="Next week").click()
    return page


def at(page: Page, who: str, starts: str) -> Locator:
    """The booking of this client that begins at, say, "9:00 AM"."""
    return page.get_by_role("button", name=re.compile(rf"{who}.*, {starts.replace(' ', '.')} to"))


def drag_down(page: Page, what: Locator, hours: int) -> None:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x, y + hours * HOUR_PIXELS * step / 10)
    page.wait_for_timeout(300)  # FullCalendar follows the mouse by frames
    page.mouse.up()


def test_a_drag_moves_and_undo_takes_it_back(open_page: OpenPage, harbor: Practice) -> None:
    harbor.book(harbor.clients[0], next_week(1, 9))
    page = calendar(open_page, harbor)
    drag_down(page, at(page, "Anna Perez", "9:00 AM"), 2)
    expect(at(page, "Anna Perez", "11:00 AM")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(at(page, "Anna Perez", "9:00 AM")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Next week").click()
    expect(at(page, "Anna Perez", "9:00 AM")).to_be_visible()
    assert offenders(harbor.site) == []


def test_a_drag_to_a_full_hour_goes_back_and_says_why(
    open_page: OpenPage, harbor: Practice
) -> None:
    harbor.book(harbor.clients[0], next_week(2, 9))
    harbor.book(harbor.clients[1], next_week(2, 11))
    page = calendar(open_page, harbor)
    drag_down(page, at(page, "Anna Perez", "9:00 AM"), 2)
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("This hour is full: 1 of 1 booked.")
    question.get_by_role("button", name="Leave it where it is").click()
    expect(at(page, "Anna Perez", "9:00 AM")).to_be_visible()
    assert offenders(harbor.site) == []


def test_move_to_by_keyboard(open_page: OpenPage, harbor: Practice) -> None:
    harbor.book(harbor.clients[0], next_week(3, 9))
    page = calendar(open_page, harbor)
    at(page, "Anna Perez", "9:00 AM").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move to…").press("Enter")
    dialog = page.get_by_role("dialog").last
    dialog.get_by_role("button", name=re.compile(r", 2:00.PM to")).press("Enter")
    expect(at(page, "Anna Perez", "2:00 PM")).to_be_visible()
    assert offenders(harbor.site) == []


def test_month_leads_to_a_full_day_by_keyboard(open_page: OpenPage, harbor: Practice) -> None:
    harbor.book(harbor.clients[0], *(next_week(2, hour) for hour in range(8, 18)))
    page = calendar(open_page, harbor)
    page.get_by_role("button", name="Month").press("Enter")
    page.get_by_role("button", name=re.compile("more on this day")).press("Enter")
    expect(at(page, "Anna Perez", "5:00 PM")).to_be_visible()
    assert accessibility.problems(page) == []


def test_blocking_names_the_bookings_in_the_way(open_page: OpenPage, harbor: Practice) -> None:
    start = next_week(4, 9)
    harbor.book(harbor.clients[0], start)
    page = calendar(open_page, harbor)
    page.get_by_role("button", name="Block time").click()
    dialog = page.get_by_role("dialog")
    on = (start - timedelta(hours=5)).date()
    dialog.get_by_label("Date", exact=True).fill(f"{on:%Y-%m-%d}")
    dialog.get_by_role("button", name="Block this time").click()
    expect(page.get_by_role("dialog").last).to_contain_text("Anna Perez")
    page.get_by_role("dialog").last.get_by_role("button", name=re.compile("[Bb]lock")).last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(at(page, "Anna Perez", "9:00 AM")).to_be_visible()
    assert offenders(harbor.site) == []


def test_the_coach_books_several_for_a_client(open_page: OpenPage, harbor: Practice) -> None:
    page = calendar(open_page, harbor)
    page.get_by_role("button", name="Book session").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Anna Perez").click()
    dialog.get_by_role("button", name="Next week").click()
    days = dialog.get_by_role("group").filter(has=page.get_by_role("checkbox"))
    expect(days).to_have_count(7)
    for day in (1, 3):
        name = re.compile(r", 9:00.AM to")
        days.nth(day).get_by_role("checkbox", name=name).check(force=True)
    dialog.get_by_role("button", name="Book 2 sessions").click()
    expect(at(page, "Anna Perez", "9:00 AM")).to_have_count(2)
    assert offenders(harbor.site) == []


def test_others_bookings_appear_by_themselves(open_page: OpenPage, harbor: Practice) -> None:
    page = calendar(open_page, harbor)
    expect(page.get_by_role("heading", name=re.compile("20"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    harbor.book(harbor.clients[1], next_week(5, 10))
    expect(at(page, "Ben Okafor", "10:00 AM")).to_be_visible(timeout=5000)
