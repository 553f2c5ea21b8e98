"""A programme by keyboard alone: written fast, reordered, read once it is ticked off, copied."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from coachbook import clock
from coachbook.services import workouts
from coachbook.services.people import Person
from tests.journeys import accessibility
from tests.journeys.practice import Practice, at_site, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
LIST = "Goblet squat 3x8-10 16 kg\n- Romanian deadlift 3 x 10, 20 kg\nPlank 3x45s"
PASTE = """(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const how = { clipboardData, bubbles: true, cancelable: true };
  input.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture
def harbor(site: Site) -> Practice:
    return practice(site)


def press(where: Page | Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).first.press("Enter")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def parts(page: Page) -> list[str]:
    return [one.input_value() for one in dialog(page).locator("li input:not([type=hidden])").all()]


def programme_of(page: Page, client: Person) -> None:
    page.goto(f"/coach/clients/{client.id}/workouts")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Workouts of {client.name}")


def write_workout(page: Page) -> None:
    press(page, "Add workout")
    dialog(page).get_by_label("Title").press_sequentially("Lower body")
    first = dialog(page).get_by_label("Exercise 1", exact=True)
    first.press_sequentially("Squat 3x8 60 kg")
    first.press("Enter")
    expect(dialog(page).get_by_label("Load of Squat")).to_have_value("60 kg")
    second = dialog(page).get_by_label("Exercise 2", exact=True)
    expect(second).to_be_focused()
    second.evaluate(PASTE, LIST)
    expect(dialog(page).get_by_label("Reps of Plank")).to_have_value("45s")
    expect(dialog(page).get_by_label("Load of Romanian deadlift")).to_have_value("20 kg")


def reorder_and_remove(page: Page) -> None:
    page.keyboard.press("Alt+ArrowUp")
    expect(dialog(page).get_by_text("Plank is line 3 of 4 now.")).to_be_attached()
    expect(dialog(page).get_by_label("Exercise 3", exact=True)).to_be_focused()
    press(dialog(page), "Remove Goblet squat")
    expect(dialog(page).get_by_text("Goblet squat removed. 3 lines left.")).to_be_attached()
    assert parts(page) == [
        "Squat", "3", "8", "60 kg", "Plank", "3", "45s", "",
        "Romanian deadlift", "3", "10", "20 kg",
    ]  # fmt: skip
    assert accessibility.problems(page) == []


def save_for_weeks(page: Page, weeks: str) -> None:
    dialog(page).get_by_label("Sets of Plank").fill("99")
    dialog(page).get_by_label("Weeks in a row").fill(weeks)
    dialog(page).get_by_label("Sets of Plank").press("Control+Enter")
    expect(dialog(page).locator("li").get_by_text("Plank can have 1 to 20 sets")).to_be_visible()
    expect(dialog(page).get_by_label("Title")).to_have_value("Lower body")
    dialog(page).get_by_label("Sets of Plank").fill("3")
    press(dialog(page), "Add workout")
    expect(dialog(page)).to_have_count(0)


def tick_as(harbor: Practice, client: Person, note: str) -> None:
    """The client's calendar has a journey of its own."""
    today = clock.now().astimezone(client.zone).date()
    with at_site(harbor.site) as session:
        one = workouts.of_client(session, by=client, client_id=client.id, first=today, last=today)
        workouts.tick(
            session, one[0].id, by=client, is_done=True, note=note, version=one[0].version,
            now=clock.now(),
        )  # fmt: skip


def test_programme_by_keyboard(open_page: OpenPage, harbor: Practice) -> None:
    anna, ben = harbor.clients
    page = harbor.sign_in(open_page("/ping"), harbor.coach)
    programme_of(page, anna)
    assert accessibility.problems(page) == []
    write_workout(page)
    reorder_and_remove(page)
    save_for_weeks(page, "3")
    expect(page.get_by_text("Weekly, 2 more follow")).to_be_visible()
    tick_as(harbor, anna, "Felt light")
    expect(page.get_by_text("1 of 1 done (100%)").first).to_be_visible()
    expect(page.get_by_text("Felt light").first).to_be_visible()
    assert accessibility.problems(page) == []
    change_the_rest(page)
    copy_to(page, ben)
    assert offenders(harbor.site) == []


def change_the_rest(page: Page) -> None:
    row = page.get_by_role("button", name="Lower body").and_(page.locator("[aria-label$=Planned]"))
    row.first.press("Enter")
    expect(dialog(page)).to_contain_text("Romanian deadlift 3 × 10, 20 kg")
    assert accessibility.problems(page) == []
    press(dialog(page), "Save as template")
    dialog(page).get_by_label("Title").press("Enter")
    expect(page.get_by_text("stands among your templates now")).to_be_visible()
    row.first.press("Enter")
    press(dialog(page), "Remove")
    dialog(page).get_by_label("This one and the 1 that follow").press("Space")
    assert accessibility.problems(page) == []
    press(dialog(page), "Remove workout")
    expect(page.get_by_text("2 workouts removed.")).to_be_visible()


def copy_to(page: Page, client: Person) -> None:
    programme_of(page, client)
    press(page, "Copy from a client")
    expect(dialog(page).get_by_label("From")).to_contain_text("Anna Perez (1 workout)")
    assert accessibility.problems(page) == []
    press(dialog(page), "Copy workouts")
    expect(page.get_by_text("1 workout copied")).to_be_visible()


def test_templates_by_keyboard(open_page: OpenPage, harbor: Practice) -> None:
    page = harbor.sign_in(open_page("/ping"), harbor.coach)
    page.goto("/coach/workout-templates")
    press(page, "Add the first template")
    dialog(page).get_by_label("Title").press_sequentially("Core")
    dialog(page).get_by_label("Exercise 1", exact=True).press_sequentially("Plank 3x45s")
    assert accessibility.problems(page) == []
    press(dialog(page), "Save template")
    expect(page.get_by_text("Plank 3 × 45s")).to_be_visible()
    assert accessibility.problems(page) == []
    programme_of(page, harbor.clients[0])
    press(page, "Add workout")
    template = dialog(page).get_by_label("Begin with a template")
    template.focus()
    template.press_sequentially("Core")
    expect(dialog(page).get_by_label("Reps of Plank")).to_have_value("45s")
    page.keyboard.press("Escape")
    page.goto("/coach/workout-templates")
    press(page, "Remove Core")
    press(dialog(page), "Remove this template")
    expect(page.get_by_text("No templates yet")).to_be_visible()


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_workout_pages_fit(open_page: OpenPage, harbor: Practice, width: int) -> None:
    today = clock.now().astimezone(harbor.coach.zone).date()
    with at_site(harbor.site) as session:
        workouts.plan(
            session, workouts.Draft("Word" * 40, "", workouts.parsed("Squat" * 30 + " 3x8")),
            by=harbor.coach, client_id=harbor.clients[0].id, on=today - timedelta(days=8),
            weeks=5, request_id="wide", now=clock.now(),
        )  # fmt: skip
    page = harbor.sign_in(
        open_page("/ping", viewport={"width": width, "height": 844}), harbor.coach
    )
    for path in ("/workouts", ""):
        page.goto(f"/coach/clients/{harbor.clients[0].id}{path}")
        expect(page.get_by_text("of 2 done").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility.problems(page) == []
