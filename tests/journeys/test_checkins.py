"""A client without a package books a check-in on a phone: by keyboard, with the questions first."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import delete

from coachbook import clock
from coachbook.models import CheckinFormQuestion, ClientCheckinUsage
from coachbook.models.columns import table_of
from coachbook.services.people import Person
from coachbook.ui import words
from tests import factories, people
from tests.journeys import accessibility
from tests.journeys.practice import ZONE, Practice, at_site, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def harbor(site: Site) -> Practice:
    """Check-ins at any hour, and two questions before them."""
    made = practice(site, clients=0)
    with at_site(site) as session:
        factories.hours(
            session, made.coach, days=range(7), start="00:00", end="00:00", kind="checkin"
        )
        session.add(
            CheckinFormQuestion(
                coach_id=made.coach.id, question="How did you sleep?", question_type="scale",
                help_text="10 is like a stone", is_required=True,
            )
        )  # fmt: skip
        session.add(
            CheckinFormQuestion(
                coach_id=made.coach.id, question="Anything else?", question_type="textarea",
                sort_order=2,
            )
        )  # fmt: skip
    return made


@pytest.fixture
def anna(harbor: Practice) -> Person:
    """She has no package."""
    with at_site(harbor.site) as session:
        return people.client(session, harbor.coach, "Anna Perez", zone=ZONE)


def opened(open_page: OpenPage, harbor: Practice, anna: Person, path: str) -> Page:
    page = open_page("/ping", timezone_id=ZONE, viewport=PHONE, is_mobile=True, has_touch=True)
    harbor.sign_in(page, anna)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Book")
    return page


def reach(page: Page, wanted: Locator, most: int = 80) -> None:
    """As somebody without a mouse does."""
    expect(wanted).to_be_visible()
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} can't be reached with Tab")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def choose_a_time(page: Page) -> str:
    """The first that is open, by its whole name."""
    chip = page.get_by_role("checkbox", disabled=False).first
    name = chip.get_attribute("aria-label") or ""
    assert re.fullmatch(r"\w+day, \w+ \d+, \d+:\d\d.(AM|PM) to \d+:\d\d.(AM|PM)", name), name
    press(page, chip, "Space")
    expect(chip).to_be_checked()
    return name


def status_after(name: str) -> str:
    """The month's check-in is used if the time lies in this month."""
    today = clock.now().astimezone(ZoneInfo(ZONE)).date()
    is_this_month = f", {words.month(today, 'en').split()[0]} " in name
    return "Check-in: Used - resets" if is_this_month else "1 check-in available"


def test_check_in_is_booked_with_its_answers_by_keyboard(
    open_page: OpenPage, harbor: Practice, anna: Person
) -> None:
    page = opened(open_page, harbor, anna, "/book")
    expect(page.get_by_text("No package yet")).to_be_visible()
    expect(page.get_by_text("1 check-in available")).to_be_visible()
    assert accessibility.problems(page) == []
    press(page, page.get_by_role("button", name="Book a free check-in instead"))
    expect(page.get_by_role("radio", name="Virtual check-in")).to_be_checked()
    name = choose_a_time(page)
    expect(page.get_by_text("1 check-in:")).to_be_visible()
    assert accessibility.problems(page) == []

    press(page, page.get_by_role("button", name="Go to the questions"))
    form = page.get_by_role("dialog", name="A few questions first")
    expect(form).to_contain_text("Nothing is booked yet.")
    scale = form.get_by_role("radiogroup", name=re.compile("How did you sleep?"))
    expect(scale).to_have_accessible_description("10 is like a stone")
    press(page, form.get_by_role("button", name="Book and send answers"))
    expect(scale).to_have_accessible_description(
        re.compile("10 is like a stone.*Your coach needs an answer to this.")
    )
    expect(scale.get_by_role("radio", name="1", exact=True)).to_be_focused()
    assert accessibility.problems(page) == []
    page.keyboard.press("ArrowRight")
    expect(scale.get_by_role("radio", name="2", exact=True)).to_be_checked()
    press(page, form.get_by_role("button", name="Book and send answers"))

    booked = page.get_by_role("dialog", name="Your check-in is booked")
    expect(booked).to_contain_text("Ruth Adeyemi has your answers.")
    expect(booked).to_contain_text("Ruth Adeyemi will send you a link before it starts.")
    expect(booked.get_by_role("link", name="Add to calendar")).to_be_visible()
    assert accessibility.problems(page) == []
    press(page, booked.get_by_role("button", name="Back to the times"))
    expect(page.get_by_text(status_after(name))).to_be_visible()
    assert offenders(harbor.site) == []


def test_what_was_written_survives_a_reload_and_is_kept_when_skipped(
    open_page: OpenPage, harbor: Practice, anna: Person
) -> None:
    page = opened(open_page, harbor, anna, "/book")
    page.get_by_text("Virtual check-in", exact=True).click()
    choose_a_time(page)
    page.get_by_role("button", name="Go to the questions").click()
    page.get_by_label("Anything else?").fill("My <b>knee</b> is =better")
    page.reload()
    page.get_by_role("button", name="Go to the questions").click()
    expect(page.get_by_label("Anything else?")).to_have_value("My <b>knee</b> is =better")
    page.get_by_role("button", name="Skip for now").click()
    booked = page.get_by_role("dialog", name="Your check-in is booked")
    expect(booked).to_contain_text("What you wrote is kept.")
    booked.get_by_role("link", name="Answer the questions").click()
    page.wait_for_url("**/client/check-in/*")
    expect(page.get_by_label("Anything else?")).to_have_value("My <b>knee</b> is =better")
    assert offenders(harbor.site) == []


def test_page_that_stays_open_looks_again_at_the_coachs_midnight(
    open_page: OpenPage, harbor: Practice, anna: Person
) -> None:
    """What has changed until then without a word: its month is over, say."""
    this_minute = clock.now().replace(second=0, microsecond=0)
    with at_site(harbor.site) as session:
        factories.booked(session, harbor.coach, anna, this_minute, kind="checkin", now=clock.now())
    page = open_page("/ping", timezone_id=ZONE)
    sent: list[str] = []
    page.on("websocket", lambda one: one.on("framesent", lambda frame: sent.append(str(frame))))
    page.clock.install()
    harbor.sign_in(page, anna).goto("/book")
    expect(page.get_by_text("Check-in: Used - resets")).to_be_visible()
    with at_site(harbor.site) as session:
        session.execute(delete(table_of(ClientCheckinUsage)))
    assert not any("book_state.refresh" in frame for frame in sent)
    page.clock.fast_forward("25:01:00")
    expect(page.get_by_text("1 check-in available")).to_be_visible()
    assert any("book_state.refresh" in frame for frame in sent)
