"""The check-in form by keyboard alone, by mouse and by finger; two tabs; axe on every dialog."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from coachbook import clock
from coachbook.services.bookings import BookingView
from tests import factories
from tests.journeys import accessibility
from tests.journeys.practice import Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
HERE = "/coach/settings/checkin-form"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def harbor(site: Site) -> Practice:
    return practice(site, clients=1)


def press(where: Page | Locator, name: str, key: str = "Enter") -> None:
    where.get_by_role("button", name=name, exact=True).press(key)


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def questions(page: Page) -> list[str]:
    rows = page.get_by_role("list", name="Questions in order").get_by_role("listitem")
    return rows.locator("bdi").all_inner_texts()


def expect_questions(page: Page, *wanted: str) -> None:
    rows = page.get_by_role("list", name="Questions in order").get_by_role("listitem")
    expect(rows.locator("bdi")).to_have_text(list(wanted))


def write(page: Page, question: str) -> None:
    press(page, "Add a question")
    dialog(page).get_by_label("Question", exact=True).press_sequentially(question)
    dialog(page).get_by_label("Help (optional)").press("Enter")
    expect(dialog(page)).to_have_count(0)


def test_form_is_built_by_keyboard(open_page: OpenPage, harbor: Practice) -> None:
    page = harbor.sign_in(open_page("/ping"), harbor.coach)
    page.goto(HERE)
    choose_suggestions(page)
    ask_my_own(page)
    put_in_order(page)
    archive_and_restore(page)
    assert accessibility.problems(page) == []
    assert offenders(harbor.site) == []


def choose_suggestions(page: Page) -> None:
    expect(page.get_by_text("No questions yet")).to_be_visible()
    assert accessibility.problems(page) == []
    press(page, "Choose from suggestions")
    boxes = dialog(page).get_by_role("checkbox")
    assert accessibility.problems(page) == []
    for number in range(2, boxes.count()):
        boxes.nth(number).press("Space")
    press(dialog(page), "Add these questions")
    expect(page.get_by_text("2 questions are added.")).to_be_visible()


def ask_my_own(page: Page) -> None:
    press(page, "Add a question")
    within = dialog(page)
    within.get_by_label("Question", exact=True).press_sequentially("Any pain?")
    within.get_by_role("radio", name="Short text").press("ArrowDown")
    within.get_by_role("radio", name="Long text").press("ArrowDown")
    expect(within.get_by_role("radio", name="One of several")).to_be_checked()
    within.get_by_role("textbox", name="Option 1").press_sequentially("None")
    within.get_by_role("textbox", name="Option 2").press_sequentially("Back")
    within.get_by_role("textbox", name="Option 2").press("Enter")
    page.keyboard.type("Knees")
    expect(within.get_by_role("combobox", name="Any pain?")).to_contain_text("Knees")
    assert accessibility.problems(page) == []
    within.get_by_role("checkbox", name="Required").press("Space")
    press(within, "Save question")
    expect(page.get_by_text("“Any pain?” is saved.")).to_be_visible()
    expect(within).to_have_count(0)


def put_in_order(page: Page) -> None:
    first, second, third = questions(page)
    up = page.get_by_role("button", name="Move up: Any pain?")
    up.press("Enter")
    expect(page.get_by_role("status").get_by_text("“Any pain?” is number 2 of 3")).to_be_attached()
    up.press("ArrowUp")
    expect(page.get_by_role("status").get_by_text("“Any pain?” is number 1 of 3")).to_be_attached()
    expect(up).to_be_focused()
    page.wait_for_load_state("networkidle")
    page.reload()
    expect_questions(page, third, first, second)
    seen = page.locator("section", has_text="What clients see").locator("[data-question]")
    expect(seen.first).to_contain_text("Any pain?")


def archive_and_restore(page: Page) -> None:
    before = questions(page)
    press(page, "Archive: Any pain?")
    expect(dialog(page)).to_contain_text("Forms that were sent keep the question")
    assert accessibility.problems(page) == []
    press(dialog(page), "Archive this question")
    expect(page.get_by_text("“Any pain?” is archived.")).to_be_visible()
    expect_questions(page, *before[1:])
    page.keyboard.press("Control+z")
    expect_questions(page, *before)
    press(page, "Archive: Any pain?")
    press(dialog(page), "Archive this question")
    press(page, "Show archived")
    press(page, "Restore: Any pain?")
    expect_questions(page, *before)


def test_questions_are_dragged(open_page: OpenPage, harbor: Practice) -> None:
    page = harbor.sign_in(open_page("/ping"), harbor.coach)
    page.goto(HERE)
    for letter in "ABC":
        write(page, letter)
    expect_questions(page, "A", "B", "C")
    drag(page, "A", onto="C")
    expect_questions(page, "B", "C", "A")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect_questions(page, "B", "C", "A")
    abandon_a_drag(page, "A", onto="B")
    expect_questions(page, "B", "C", "A")


def grip(page: Page, question: str) -> tuple[float, float]:
    row = page.get_by_role("listitem").filter(has=page.get_by_text(question, exact=True)).first
    box = row.get_by_title("Drag to another place").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, question: str, *, onto: str) -> None:
    carry(page, question, onto)
    page.mouse.up()


def abandon_a_drag(page: Page, question: str, *, onto: str) -> None:
    carry(page, question, onto)
    page.keyboard.press("Escape")
    page.mouse.up()


def carry(page: Page, question: str, onto: str) -> None:
    (x, y), (_, end) = grip(page, question), grip(page, onto)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, end, steps=8)


def test_questions_are_dragged_by_finger(open_page: OpenPage, harbor: Practice) -> None:
    page = harbor.sign_in(open_page("/ping", **PHONE), harbor.coach)
    page.goto(HERE)
    for letter in "ABC":
        write(page, letter)
    expect_questions(page, "A", "B", "C")
    page.evaluate("window.scrollTo(0, 120)")
    (x, y), (_, end) = grip(page, "C"), grip(page, "A")
    finger = page.context.new_cdp_session(page)
    touch = "Input.dispatchTouchEvent"
    finger.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 9):
        at = {"x": x, "y": y + (end - y) * part / 8}
        finger.send(touch, {"type": "touchMove", "touchPoints": [at]})
    finger.send(touch, {"type": "touchEnd", "touchPoints": []})
    expect_questions(page, "C", "A", "B")


def test_second_tab_sees_the_difference_and_keeps_what_it_typed(
    open_page: OpenPage, harbor: Practice
) -> None:
    first = harbor.sign_in(open_page("/ping"), harbor.coach)
    first.goto(HERE)
    write(first, "Sleep?")
    second = harbor.sign_in(open_page("/ping"), harbor.coach)
    second.goto(HERE)
    for page, words in ((first, " Really?"), (second, " Well?")):
        press(page, "Edit: Sleep?")
        dialog(page).get_by_label("Question", exact=True).press("End")
        page.keyboard.type(words)
    press(dialog(first), "Save question")
    expect_questions(first, "Sleep? Really?")
    press(dialog(second), "Save question")
    expect(dialog(second).get_by_role("alert").first).to_contain_text("is now “Sleep? Really?”")
    expect(dialog(second).get_by_label("Question", exact=True)).to_have_value("Sleep? Well?")
    assert accessibility.problems(second) == []
    press(dialog(second), "Keep these, save mine too")
    expect_questions(second, "Sleep? Well?")
    expect_questions(first, "Sleep? Well?")


def test_open_form_of_a_client_follows(open_page: OpenPage, harbor: Practice) -> None:
    """What the client typed stays while the coach changes what is asked."""
    coach = harbor.sign_in(open_page("/ping"), harbor.coach)
    coach.goto(HERE)
    for question in ("Sleep?", "Food?"):
        write(coach, question)
    client = harbor.sign_in(open_page("/ping"), harbor.clients[0])
    client.goto(f"/client/check-in/{checkin(harbor).chain_id}")
    client.get_by_label("Food?").press_sequentially("Plenty")
    press(coach, "Move up: Food?")
    press(coach, "Archive: Sleep?")
    press(dialog(coach), "Archive this question")
    expect(dialog(coach)).to_have_count(0)
    write(coach, "Anything else?")
    expect(client.get_by_label("Anything else?")).to_be_visible()
    expect(client.get_by_label("Sleep?")).to_have_count(0)
    expect(client.get_by_label("Food?")).to_have_value("Plenty")
    assert offenders(harbor.site) == []


def checkin(harbor: Practice) -> BookingView:
    with at_site(harbor.site) as session:
        start = day_ahead(3)
        (booking,) = factories.booked(
            session, harbor.coach, harbor.clients[0], start, minutes=30, kind="checkin",
            now=clock.now(),
        )  # fmt: skip
    return booking


@pytest.mark.parametrize("width", [390, 1280])
def test_builder_is_clean(open_page: OpenPage, harbor: Practice, width: int) -> None:
    size = {"width": width, "height": 844}
    page = harbor.sign_in(open_page("/ping", viewport=size), harbor.coach)
    page.goto(HERE)
    press(page, "Choose from suggestions")
    press(dialog(page), "Add these questions")
    expect(page.get_by_role("heading", name="What clients see").first).to_be_visible()
    assert accessibility.problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
