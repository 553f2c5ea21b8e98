"""A client begins the form before a check-in on a phone and ends it on a laptop, by keyboard."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from coachbook import clock
from coachbook.models import CheckinFormQuestion
from coachbook.services import bookings
from tests import factories
from tests.journeys import accessibility, screenshots
from tests.journeys.practice import Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
QUESTIONS = (
    ("How was the week?", "textarea", None, "Two sentences are enough.", True),
    ("Hours of sleep", "number", None, "", False),
    ("How much energy?", "scale", None, "10 is most", True),
    ("What did you do?", "multiple", ["Run", "Row", "Swim"], "", False),
    ("Any pain?", "select", ["No", "A little", "Yes"], "", False),
    ("Next race", "date", None, "", False),
    ("I read the plan", "checkbox", None, "", True),
)


@pytest.fixture
def harbor(site: Site) -> Practice:
    made = practice(site)
    with at_site(site) as session:
        factories.hours(
            session, made.coach, days=range(7), start="06:00", end="22:00", kind="checkin"
        )
        for order, (words, kind, options, help_text, is_required) in enumerate(QUESTIONS):
            session.add(
                CheckinFormQuestion(
                    coach_id=made.coach.id, question=words, question_type=kind, options=options,
                    help_text=help_text, is_required=is_required, sort_order=order,
                )
            )  # fmt: skip
    return made


@pytest.fixture
def chain(harbor: Practice) -> UUID:
    """Of a check-in in three days."""
    with at_site(harbor.site) as session:
        outcome = bookings.book(
            session, by=harbor.clients[0], coach_id=harbor.coach.id,
            client_id=harbor.clients[0].id, kind="checkin", minutes=30, starts=[day_ahead(3)],
            request_id=factories.request_id(), now=clock.now(),
        )  # fmt: skip
    return outcome.bookings[0].chain_id


def form_page(open_page: OpenPage, harbor: Practice, chain: UUID, **options: object) -> Page:
    page = harbor.sign_in(
        open_page("/ping", timezone_id="America/New_York", **options), harbor.clients[0]
    )
    page.goto(f"/client/check-in/{chain}")
    expect(page.get_by_label("How was the week?")).to_be_visible()
    return page


def saved(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text=re.compile("^ ?Saved"))


def test_begun_on_a_phone_and_finished_on_a_laptop_by_keyboard(
    open_page: OpenPage, harbor: Practice, chain: UUID
) -> None:
    phone = form_page(open_page, harbor, chain, viewport=PHONE, has_touch=True, is_mobile=True)
    assert accessibility.problems(phone) == []
    phone.get_by_label("How was the week?").fill("Good. <b>Really</b>")
    phone.get_by_role("radio", name="7").check(force=True)
    expect(saved(phone)).to_be_visible()
    expect(phone.get_by_text("Saving…")).to_have_count(0)
    phone.close()
    laptop = form_page(open_page, harbor, chain)
    expect(laptop.get_by_label("How was the week?")).to_have_value("Good. <b>Really</b>")
    expect(laptop.get_by_role("radio", name="7")).to_be_checked()
    finish_by_keyboard(laptop)
    assert accessibility.problems(laptop) == []
    screenshots.take(laptop, "checkin-form-sent")
    read_by_the_coach(open_page, harbor, chain)
    assert offenders(harbor.site) == []


def finish_by_keyboard(page: Page) -> None:
    sleep = page.get_by_role("textbox", name="Hours of sleep")
    sleep.focus()
    page.keyboard.type("7,5")
    page.keyboard.press("Tab")
    energy = page.get_by_role("radiogroup", name="How much energy? Required")
    expect(energy).to_have_accessible_description("10 is most")
    page.keyboard.press("ArrowRight")
    expect(energy.get_by_role("radio", name="8")).to_be_checked()
    page.keyboard.press("Tab")
    if page.get_by_role("button", name="Clear this answer").count():
        page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Run")).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    send = page.get_by_role("button", name="Send to my coach")
    send.focus()
    page.keyboard.press("Enter")
    plan = page.get_by_role("checkbox", name="I read the plan Required")
    expect(plan).to_be_focused()
    expect(plan).to_have_accessible_description("Your coach needs this to be ticked.")
    page.keyboard.press("Space")
    send.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save changes")).to_be_visible()
    expect(page.get_by_text("Sent. Ruth Adeyemi is told.")).to_be_visible()


def read_by_the_coach(open_page: OpenPage, harbor: Practice, chain: UUID) -> None:
    """The panel has the answers as text and nothing else."""
    page = harbor.sign_in(open_page("/ping", timezone_id="America/New_York"), harbor.coach)
    page.goto(f"/coach/bookings?booking={chain}")
    panel = page.get_by_role("dialog", name="Anna Perez")
    expect(panel.get_by_role("heading", name="Answers")).to_be_visible()
    expect(panel.get_by_text("Good. <b>Really</b>")).to_be_visible()
    for words in ("7.5", "8", "Run, Swim", "Yes"):
        expect(
            panel.get_by_role("definition").filter(has_text=re.compile(f"^{words}$"))
        ).to_be_visible()
    assert accessibility.problems(page) == []


def test_two_devices_with_one_answer_each_lose_neither(
    open_page: OpenPage, harbor: Practice, chain: UUID
) -> None:
    phone = form_page(open_page, harbor, chain, viewport=PHONE, has_touch=True, is_mobile=True)
    laptop = form_page(open_page, harbor, chain)
    phone.get_by_label("Hours of sleep").fill("6")
    expect(saved(phone)).to_be_visible()
    expect(phone.get_by_text("Saving…")).to_have_count(0)
    laptop.get_by_label("Hours of sleep").fill("8")
    expect(laptop.get_by_text("On another device you answered: 6")).to_be_visible()
    expect(laptop.get_by_label("Hours of sleep")).to_have_value("8")
    assert accessibility.problems(laptop) == []
    laptop.get_by_role("button", name=re.compile("^Keep this one ?: 8$")).click()
    expect(saved(laptop)).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("Hours of sleep")).to_have_value("8")


def test_a_question_that_goes_while_it_is_answered_keeps_its_answer(
    open_page: OpenPage, harbor: Practice, chain: UUID
) -> None:
    page = form_page(open_page, harbor, chain)
    page.get_by_label("How was the week?").fill("Good")
    expect(saved(page)).to_be_visible()
    with at_site(harbor.site) as session:
        found = session.connection().exec_driver_sql(
            "UPDATE checkin_form_questions SET archived_at = '2026-01-01' WHERE sort_order = 0"
        )
        assert found.rowcount
    page.get_by_label("Hours of sleep").fill("8")
    expect(page.get_by_role("heading", name="No longer asked")).to_be_visible()
    expect(page.get_by_text("Your coach changed the form a moment ago.")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="Good")).to_be_visible()


def test_a_text_that_is_too_long_is_said_before_it_is_sent(
    open_page: OpenPage, harbor: Practice, chain: UUID
) -> None:
    page = form_page(open_page, harbor, chain)
    page.get_by_label("How was the week?").fill("x" * 1_000_000)
    expect(page.get_by_text("Keep it under 5,000 characters; these are 1,000,000.")).to_be_visible()
    page.get_by_role("button", name="Send to my coach").click()
    expect(page.get_by_label("How was the week?")).to_be_focused()


def test_changes_that_wait_for_the_button_are_not_lost_unasked(
    open_page: OpenPage, harbor: Practice, chain: UUID
) -> None:
    page = form_page(open_page, harbor, chain)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.get_by_label("How was the week?").fill("Good")
    page.get_by_role("radio", name="7").check(force=True)
    page.get_by_role("checkbox", name="I read the plan").check(force=True)
    page.get_by_role("button", name="Send to my coach").click()
    expect(page.get_by_role("button", name="Save changes")).to_be_visible()
    page.reload()
    assert asked == []
    page.get_by_label("Hours of sleep").click()
    page.keyboard.type("6")
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Hours of sleep")).to_have_value("")
