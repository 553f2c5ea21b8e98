"""Hours by keyboard alone: planned from a date, blocked for some days, and asked about."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from coachbook import clock
from coachbook.models import Booking
from coachbook.services import hours
from tests.factories import NEW_YORK
from tests.journeys import accessibility
from tests.journeys.practice import Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
TALL = {"width": 1280, "height": 1500}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def harbor(site: Site) -> Practice:
    return practice(site, clients=3)


def availability(open_page: OpenPage, harbor: Practice, **options: object) -> Page:
    wanted = {"viewport": TALL, "timezone_id": NEW_YORK, **options}
    page = harbor.sign_in(open_page("/ping", **wanted), harbor.coach)
    page.goto("/coach/settings/availability")
    expect(page.get_by_role("grid")).to_be_visible()
    return page


def press(where: Page | Locator, name: str | re.Pattern[str]) -> None:
    where.get_by_role("button", name=name).press("Enter")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog").last


def local(start: datetime) -> date:
    return start.astimezone(ZoneInfo(NEW_YORK)).date()


def test_hours_are_planned_from_a_date_by_keyboard(open_page: OpenPage, harbor: Practice) -> None:
    page = availability(open_page, harbor)
    press(page, "Plan other hours from a date")
    begins = clock.now().date() + timedelta(days=20)
    dialog(page).get_by_label("Other hours from").last.fill(begins.isoformat())
    press(dialog(page), "Plan these hours")
    expect(page.get_by_role("radio", name="From ")).to_be_checked()
    page.get_by_label("Monday, to").fill("12:00")
    press(page, "Copy Monday to other days")
    assert accessibility.problems(page) == []
    dialog(page).get_by_label("Tuesday").press("Space")
    press(dialog(page), "Copy hours")
    expect(page.get_by_label("Tuesday, to")).to_have_value("12:00")
    press(page, "Save hours")
    expect(page.get_by_text("Your session hours are saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Tuesday, to")).to_have_value("22:00")
    page.get_by_role("radio", name="Now").press("ArrowRight")
    expect(page.get_by_label("Tuesday, to")).to_have_value("12:00")
    assert planned(harbor) == [None, begins]


def planned(harbor: Practice) -> list[date | None]:
    with at_site(harbor.site) as session:
        found = hours.weeks(session, by=harbor.coach, kind="session", now=clock.now())
        return [one.starts_on for one in found]


def open_day(page: Page, on: date) -> None:
    """From today with the arrows, also into the next month."""
    today = page.locator('[data-day][aria-current="date"]')
    today.focus()
    days = (on - date.fromisoformat(str(today.get_attribute("data-day")))).days
    for _ in range(days // 7):
        step(page, "ArrowDown")
    for _ in range(days % 7):
        step(page, "ArrowRight")
    expect(page.locator(f'[data-day="{on}"]')).to_be_focused()
    page.keyboard.press("Enter")


def step(page: Page, key: str) -> None:
    """The next month takes a moment to come."""
    was = page.evaluate("() => document.activeElement.dataset.day")
    page.keyboard.press(key)
    page.wait_for_function("was => (document.activeElement.dataset.day ?? was) !== was", arg=was)


def test_some_days_are_blocked_one_booking_kept_one_cancelled(
    open_page: OpenPage, harbor: Practice
) -> None:
    anna, ben, _ = harbor.clients
    first, second = day_ahead(8), day_ahead(9)
    harbor.book(anna, first)
    harbor.book(ben, second)
    page = availability(open_page, harbor)
    open_day(page, local(first))
    dialog(page).get_by_label("Last day, if several").fill(local(second).isoformat())
    dialog(page).get_by_label("Note for yourself").fill("Sea")
    press(dialog(page), "Block this time")
    expect(dialog(page)).to_contain_text("Some bookings would no longer fit")
    assert accessibility.problems(page) == []
    dialog(page).get_by_role("group", name="Anna Perez").get_by_label("Keep").press("ArrowRight")
    press(dialog(page), "Block this time, cancel 1 booking")
    expect(page.get_by_text("1 booking is cancelled; Anna Perez will be told.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    with at_site(harbor.site) as session:
        found = session.exec(select(Booking).where(Booking.coach_id == harbor.coach.id))
        assert {one.client_id: one.status for one in found} == {
            anna.id: "cancelled",
            ben.id: "confirmed",
        }
    assert offenders(harbor.site) == []


def test_run_of_days_is_opened_and_removed_by_keyboard(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = availability(open_page, harbor)
    first, last = local(day_ahead(8)), local(day_ahead(11))
    open_day(page, first)
    dialog(page).get_by_label("Last day, if several").fill(last.isoformat())
    press(dialog(page), "Block this time")
    expect(page.get_by_text("The time is blocked.")).to_be_visible()
    page.goto(f"/coach/settings/availability?day={last}")
    expect(dialog(page)).to_contain_text("4 days")
    assert accessibility.problems(page) == []
    press(dialog(page), "Remove all its days")
    press(dialog(page), "Remove the block")
    expect(page.get_by_text("The change is removed.")).to_be_visible()
    expect(page.get_by_text("Nothing differs this month")).to_be_visible()


@pytest.mark.parametrize("viewport", [TALL, PHONE])
def test_closed_time_is_asked_about(
    open_page: OpenPage, harbor: Practice, viewport: dict[str, int]
) -> None:
    start = day_ahead(8)
    for client in harbor.clients[:2]:
        harbor.book(client, start)
    page = availability(open_page, harbor, viewport=viewport)
    press(page, "Ask about a time")
    page.get_by_label("To whom?").type("Chloe")
    press(dialog(page), re.compile("Chloe Martin"))
    dialog(page).get_by_label("Date").fill(local(start).isoformat())
    dialog(page).get_by_label("Time").fill("10:30")
    press(dialog(page), "Ask why")
    expect(dialog(page)).to_contain_text("Anna Perez and Ben Okafor are there at 10:30")
    expect(dialog(page)).to_contain_text("Setting: Clients at once, Availability")
    assert accessibility.problems(page) == []
