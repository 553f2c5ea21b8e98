"""A client at home on a phone: what comes next, and times that one press books; by keyboard."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from coachbook import clock
from coachbook.services import bookings
from tests import factories
from tests.journeys import accessibility
from tests.journeys.practice import ZONE, Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
HELD = ((-2, 10), (-9, 10), (-16, 10), (-4, 17), (-11, 17))


@pytest.fixture
def harbor(site: Site) -> Practice:
    """The first client came on two days of each of the last weeks, and is booked for none."""
    made = practice(site, clients=1)
    with at_site(site) as session:
        starts = [day_ahead(days, hour) for days, hour in HELD]
        for one in factories.booked(session, made.coach, made.clients[0], *starts, now=clock.now()):
            bookings.complete(session, one.id, by=made.coach, version=one.version, now=clock.now())
    return made


def at_home(open_page: OpenPage, harbor: Practice) -> Page:
    page = open_page("/ping", timezone_id=ZONE, viewport=PHONE, is_mobile=True, has_touch=True)
    harbor.sign_in(page, harbor.clients[0])
    page.goto("/")
    page.wait_for_url("**/client")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Anna")
    return page


def press(page: Page, wanted: Locator, most: int = 60) -> None:
    """As somebody without a mouse does."""
    expect(wanted).to_be_visible()
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} can't be reached with Tab")


def spoken(days: int, hour: int) -> re.Pattern[str]:
    start = day_ahead(days, hour).astimezone(ZoneInfo(ZONE))
    clock_words = f"{start:%I}".lstrip("0") + f":{start:%M}"
    return re.compile(f"Book it: {start:%A}, {start:%B} {start.day}, {clock_words}.+ to ")


def test_same_time_and_usual_times_are_booked_from_home_by_keyboard(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = at_home(open_page, harbor)
    expect(page.get_by_role("region", name="Streak")).to_contain_text("3 weeks in a row")
    assert accessibility.problems(page) == []
    again = page.get_by_role("region", name="Book same time next week")
    press(page, again.get_by_role("button", name=spoken(5, 10)))
    expect(page.get_by_text("1 session booked")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Move or cancel .+ to "))).to_be_visible()
    expect(again).to_have_count(0)
    usual = page.get_by_role("region", name="Your usual times")
    press(page, usual.get_by_role("button", name=re.compile("^Book it: .+ 5:00.+ to 6:00")))
    expect(page.get_by_text("You have 5 sessions left.")).to_be_visible()
    upcoming = page.get_by_role("region", name="Next up")
    expect(upcoming).to_contain_text("Session with Ruth Adeyemi · 1 h")
    expect(upcoming.get_by_role("time")).to_have_text("In 3 days")
    coming = page.get_by_role("region", name="Coming up").get_by_role("listitem")
    expect(coming).to_have_count(1)
    assert accessibility.problems(page) == []
    press(page, coming.first.get_by_role("link", name=re.compile("Session with Ruth Adeyemi, .+")))
    page.wait_for_url("**/client/calendar?booking=*")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert offenders(harbor.site) == []


def test_favourites_are_named_in_week_and_month(open_page: OpenPage, harbor: Practice) -> None:
    page = at_home(open_page, harbor)
    page.goto("/book")
    usual = day_ahead(5, 10).astimezone(ZoneInfo(ZONE))
    chip = page.get_by_role("checkbox", name=re.compile("10:00.+, your favourite time$"))
    if not chip.count():
        page.get_by_role("button", name="Next week").click()
    expect(chip.first).to_be_visible()
    day = page.get_by_role("button", name=re.compile(
        f"{usual:%B} {usual.day}.*, your favourite time is open$"))  # fmt: skip
    if not day.count():
        page.get_by_role("button", name="Next month").click()
    expect(day).to_be_visible()
    assert accessibility.problems(page) == []
    both = page.get_by_role("button", name=re.compile("^Book both: .+ to .+ and .+ to "))
    press(page, both, most=90)
    expect(page.get_by_text("2 sessions booked")).to_be_visible()
    expect(page.get_by_text("5 of 12 sessions left")).to_be_visible()


def test_home_follows_a_cancellation_by_the_coach(open_page: OpenPage, harbor: Practice) -> None:
    harbor.book(harbor.clients[0], day_ahead(1))
    page = at_home(open_page, harbor)
    upcoming = page.get_by_role("region", name="Next up")
    expect(upcoming).to_contain_text("Session with Ruth Adeyemi")
    with at_site(harbor.site) as session:
        ahead = bookings.of_client(session, by=harbor.coach, client_id=harbor.clients[0].id,
                                   now=clock.now(), first=clock.now())  # fmt: skip
        bookings.cancel(
            session, ahead[0].id, by=harbor.coach, version=ahead[0].version, now=clock.now()
        )
    expect(upcoming).to_contain_text("Nothing booked")
