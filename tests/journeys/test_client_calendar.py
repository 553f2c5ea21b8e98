"""The client's calendar: by keyboard alone, by fingers on a phone, and while others change it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from coachbook import clock
from coachbook.models import CheckinFormQuestion
from tests import factories
from tests.journeys import accessibility, screenshots
from tests.journeys.practice import ZONE, Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site
from tests.workouts import planned

OpenPage = Callable[..., Page]
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
}  # fmt: skip
VIEWS = ("List", "Week", "Month")


@pytest.fixture
def harbor(site: Site) -> Practice:
    """Anna has a session, a check-in whose form is open, and workouts today and in the past."""
    made = practice(site, clients=1)
    with at_site(site) as session:
        factories.hours(
            session, made.coach, days=range(7), start="06:00", end="22:00", kind="checkin"
        )
        session.add(
            CheckinFormQuestion(
                coach_id=made.coach.id, question="How did you sleep?", question_type="text"
            )
        )
        for days in (-7, 0):
            planned(session, made.coach, made.clients[0], day(days))
        factories.booked(session, made.coach, made.clients[0], day_ahead(2), kind="checkin",
                         minutes=30, now=clock.now())  # fmt: skip
    made.book(made.clients[0], day_ahead(1))
    return made


def day(ahead: int) -> str:
    """By everybody's calendar here."""
    return f"{clock.now().astimezone(ZoneInfo(ZONE)) + timedelta(days=ahead):%Y-%m-%d}"


def opened(open_page: OpenPage, harbor: Practice, **options: Any) -> Page:
    page = open_page("/ping", timezone_id=ZONE, **options)
    harbor.sign_in(page, harbor.clients[0])
    page.goto("/client/calendar")
    expect(page.get_by_role("heading", name="Ahead")).to_be_visible()
    return page


def press(what: Locator, key: str = "Enter") -> None:
    """As one who came there with the Tab key."""
    what.focus()
    expect(what).to_be_focused()
    what.press(key)


def look_at(page: Page, view: str) -> None:
    page.get_by_role("group", name="View").get_by_text(view, exact=True).click()
    expect(page.get_by_role("radio", name=view)).to_be_checked()


def test_views_turn_and_are_read_out_whole(open_page: OpenPage, harbor: Practice) -> None:
    page = opened(open_page, harbor)
    session = page.get_by_role("button", name="session with Ruth Adeyemi")
    expect(session).to_have_accessible_name(
        re.compile(r"^\w+day, \w+ \d+, 10:00.AM to 11:00.AM, session with Ruth Adeyemi$")
    )
    expect(page.get_by_role("button", name="check-in with")).to_have_accessible_name(
        re.compile(r"10:00.AM to 10:30.AM, check-in with Ruth Adeyemi, form to fill in$")
    )
    press(page.get_by_role("radio", name="List"), "ArrowRight")
    expect(page.get_by_role("radio", name="Week")).to_be_checked()
    week = page.get_by_role("heading", level=2).inner_text()
    expect(page.get_by_role("listitem", name=re.compile(", today, 1 workout"))).to_be_visible()
    press(page.get_by_role("button", name="Next week"))
    expect(page.get_by_role("heading", level=2)).not_to_have_text(week)
    press(page.get_by_role("button", name="Today"))
    expect(page.get_by_role("heading", level=2)).to_have_text(week)
    press(page.get_by_role("radio", name="Week"), "ArrowRight")
    press(page.get_by_role("button", name="Previous month"))
    expect(page.get_by_role("button", name="Today")).to_be_visible()


def test_a_workout_is_ticked_off_with_a_note_by_keyboard(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = opened(open_page, harbor)
    press(page.get_by_role("button", name="workout: Lower body"))
    dialog = page.get_by_role("dialog", name="Lower body")
    expect(dialog.get_by_role("list", name="Exercises")).to_contain_text("Squat")
    page.keyboard.press("Tab")
    dialog.get_by_label("How did it go?").focus()
    page.keyboard.type("Felt strong")
    assert accessibility.problems(page) == []
    press(dialog.get_by_role("button", name="Mark as done"))
    expect(page.get_by_text("Lower body is marked as done.")).to_be_visible()
    box = page.get_by_role("button", name="Done: Lower body")
    expect(box).to_have_attribute("aria-pressed", "true")
    press(box, "Space")
    expect(box).to_have_attribute("aria-pressed", "false")
    press(page.get_by_role("button", name="workout: Lower body"))
    expect(dialog.get_by_label("How did it go?")).to_have_value("Felt strong")
    page.keyboard.press("Escape")
    press(page.get_by_role("button", name="The last 4 weeks"))
    expect(page.get_by_role("button", name="Not ticked off")).to_have_count(1)
    assert offenders(harbor.site) == []


def test_a_checkin_shows_its_form_moves_and_is_cancelled_by_keyboard(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = opened(open_page, harbor)
    press(page.get_by_role("button", name="check-in with"))
    dialog = page.get_by_role("dialog", name="Check-in with Ruth Adeyemi")
    expect(dialog.get_by_text("Ruth Adeyemi will send you a link")).to_be_visible()
    form = dialog.get_by_role("link", name="Fill in the form")
    expect(form).to_have_attribute("href", re.compile("^/client/check-in/"))
    expect(dialog.get_by_role("link", name="Add to calendar")).to_be_visible()
    assert accessibility.problems(page) == []
    press(dialog.get_by_role("button", name="Move to another time"))
    move = page.get_by_role("dialog", name="Move this check-in")
    press(move.get_by_role("checkbox", name=re.compile(", 2:00.PM")).first, "Space")
    press(move.get_by_role("button", name="Move this check-in"))
    expect(page.get_by_text(re.compile("^Moved to"))).to_be_visible()
    press(page.get_by_role("button", name=re.compile(", 2:00.PM to 2:30.PM, check-in")))
    press(dialog.get_by_role("button", name="Cancel this check-in"))
    asked = page.get_by_role("dialog", name="Cancel this check-in?")
    expect(asked).to_contain_text(re.compile(r"Your check-in for \w+ \d{4} can be booked again"))
    press(asked.get_by_role("button", name="Cancel this check-in"))
    expect(page.get_by_role("button", name="check-in with")).to_have_count(0)
    assert offenders(harbor.site) == []


def test_what_the_coach_changes_appears_by_itself(open_page: OpenPage, harbor: Practice) -> None:
    page = opened(open_page, harbor)
    expect(page.get_by_role("button", name="session with")).to_have_count(1)
    harbor.book(harbor.clients[0], day_ahead(3))
    expect(page.get_by_role("button", name="session with")).to_have_count(2, timeout=5000)


@pytest.mark.parametrize("size", [PHONE, {"viewport": {"width": 1280, "height": 900}}])
def test_axe_finds_nothing_in_any_view(
    open_page: OpenPage, harbor: Practice, size: dict[str, Any]
) -> None:
    page = opened(open_page, harbor, **size)
    for view in VIEWS:
        look_at(page, view)
        expect(page.get_by_role("heading", level=2)).not_to_be_empty()
        assert accessibility.problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        screenshots.take(page, f"client-calendar-{view.lower()}")


def test_fingers_swipe_weeks_and_tap_days(open_page: OpenPage, harbor: Practice) -> None:
    page = opened(open_page, harbor, **PHONE)
    look_at(page, "Week")
    title = page.get_by_role("heading", level=2)
    week = title.inner_text()
    swipe(page, 300, 60)
    expect(title).not_to_have_text(week)
    swipe(page, 60, 300)
    expect(title).to_have_text(week)
    look_at(page, "Month")
    today = page.get_by_role("button", name=re.compile(", today, 1 workout"))
    today.click()
    expect(page.locator(f"#day-{day(0)}")).to_be_focused()


def swipe(page: Page, start: int, end: int) -> None:
    touch = page.context.new_cdp_session(page)
    places = [("touchStart", start), ("touchMove", (start + end) // 2), ("touchMove", end)]
    for kind, x in places:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 500}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()
