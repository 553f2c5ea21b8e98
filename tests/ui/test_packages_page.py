"""The coach's packages: templates, what was sold, everything extended for a holiday."""

from typing import Any

import pytest

from coachbook.errors import Invalid
from coachbook.ui.coach_packages.extension_state import HolidayExtension
from coachbook.ui.coach_packages.sales_state import SalesHistory
from coachbook.ui.coach_packages.state import TemplateShelf
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.packages import money
from tests import factories
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

SHELF, EXTENSION = TemplateShelf.get_full_name(), HolidayExtension.get_full_name()
EIGHT = {"name": "Eight", "total_sessions": "8", "session_duration_minutes": "60",
         "valid_months": "3", "price": "480"}  # fmt: skip


async def page(tab: Opener, cookie: str = "coach") -> Tab:
    coach = tab(cookie=cookie, path="/coach/packages")
    await coach.send(TemplateShelf.load)
    return coach


async def shelf(coach: Tab) -> Any:
    return await coach.state(TemplateShelf)


async def create(coach: Tab, **more: str) -> None:
    await coach.send(TemplateShelf.start_creating)
    await coach.send(f"{SHELF}.save", form={**EIGHT, **more})


async def test_template_is_created_and_listed_with_its_price(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab)
    await create(coach)
    (row,) = (await shelf(coach)).templates
    assert row["about"] == "8 sessions of 60 min, 3 months"
    assert (row["price"], row["is_first"], row["is_last"]) == ("$480.00", True, True)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter a name."),
        ({"total_sessions": "1.5"}, "Enter the sessions as a whole number."),
        ({"total_sessions": "-1"}, "A package has 1 to 1000 sessions."),
        ({"valid_months": "0"}, "A package runs for 1 to 60 months."),
        ({"price": "a lot"}, "Enter the price as a number, like 480 or 480.50."),
    ],
)
async def test_senseless_template_is_refused_and_the_dialog_stays(
    tab: Opener, practice: Practice, wrong: dict[str, str], sentence: str
) -> None:
    coach = await page(tab)
    await create(coach, **wrong)
    assert await coach.sentences() == [sentence]
    found = await shelf(coach)
    assert (found.is_editing, found.templates) == (True, [])


async def test_second_tab_sees_what_changed_and_saves_knowingly(
    tab: Opener, practice: Practice
) -> None:
    first = await page(tab)
    await create(first)
    second = await page(tab)
    key = (await shelf(second)).templates[0]["id"]
    for one in (first, second):
        await one.send(f"{SHELF}.start_editing", template_id=key)
    await first.send(f"{SHELF}.save", form={**EIGHT, "total_sessions": "10"})
    await second.send(f"{SHELF}.save", form={**EIGHT, "price": ""})
    assert "10 sessions (was 8 sessions)" in (await second.sentences())[0]
    assert (await shelf(second)).is_editing
    await second.send(f"{SHELF}.save", form={**EIGHT, "price": ""})
    assert (await shelf(second)).templates[0]["price"] == ""


async def test_templates_move_and_say_where_they_are(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await create(coach)
    await create(coach, name="Ten")
    key = (await shelf(coach)).templates[1]["id"]
    await coach.send(f"{SHELF}.move", template_id=key, places=-1)
    found = await shelf(coach)
    assert [one["name"] for one in found.templates] == ["Ten", "Eight"]
    assert found.moved == "Ten is number 1 of 2 now."


async def test_template_is_archived_after_asking_and_restored(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab)
    await create(coach)
    key = (await shelf(coach)).templates[0]["id"]
    await coach.send(f"{SHELF}.start_archiving", template_id=key)
    assert (await shelf(coach)).archiving_name == "Eight"
    await coach.send(TemplateShelf.archive)
    assert [one["id"] for one in (await shelf(coach)).archived] == [key]
    await coach.send(f"{SHELF}.restore", template_id=key)
    assert len((await shelf(coach)).templates) == 1


async def test_empty_page_offers_a_starting_set(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await coach.send(TemplateShelf.add_usual)
    assert len((await shelf(coach)).templates) == 3


async def test_sales_stand_with_their_client(tab: Opener, practice: Practice) -> None:
    practice.session.commit()
    coach = await page(tab)
    await coach.send(SalesHistory.load)
    (row,) = (await coach.state(SalesHistory)).sold
    assert (row["name"], row["label"]) == ("Robin Fields", "12 sessions, 60 min")
    assert row["href"] == f"/coach/clients/{practice.client.id}"


async def test_everything_is_extended_after_a_look(tab: Opener, practice: Practice) -> None:
    other = practice.another_client("Ann")
    factories.package(practice.session, practice.coach, other, expires_on="2026-11-30")
    practice.session.commit()
    coach = await page(tab)
    await coach.send(HolidayExtension.start)
    await coach.send(f"{EXTENSION}.look", form={"days": "7", "reason": "Holiday"})
    found = await coach.state(HolidayExtension)
    assert found.sentence.startswith("1 package of 1 client runs 7 days longer.")
    assert (found.extended[0]["was"], found.extended[0]["will_be"]) == ("Mon, Nov 30", "Mon, Dec 7")
    for _ in range(2):
        await coach.send(HolidayExtension.extend)
    assert await coach.sentences() == ["1 package runs 7 days longer."]


@pytest.mark.parametrize("days", ["0", "-3", "1.5", "366", ""])
async def test_senseless_days_are_refused(tab: Opener, practice: Practice, days: str) -> None:
    other = practice.another_client("Ann")
    factories.package(practice.session, practice.coach, other, expires_on="2026-11-30")
    practice.session.commit()
    coach = await page(tab)
    await coach.send(HolidayExtension.start)
    await coach.send(f"{EXTENSION}.look", form={"days": days, "reason": ""})
    assert len(await coach.sentences()) == 1
    assert not (await coach.state(HolidayExtension)).is_sure


async def test_packages_page_is_the_coachs(tab: Opener, practice: Practice) -> None:
    client = await page(tab, cookie="client")
    assert await client.sentences() == [WRONG_ROLE]


# Money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("", None), ("480", 48_000), ("480.5", 48_050), ("480,50", 48_050), ("$1,250.00", 125_000),
        ("1.250,00", 125_000), ("1,250", 125_000), ("1 250,5", 125_050), ("0", 0),
    ],
)  # fmt: skip
def test_price_is_read_as_people_write_it(typed: str, cents: int | None) -> None:
    assert money.cents_or_none({"price": typed}, "price") == cents


@pytest.mark.parametrize(
    "typed", ["-5", "1.2.3", "12,34,56", "abc", "1e5", "9" * 12, "1.,5", "0.001"]
)
def test_price_that_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        money.cents_or_none({"price": typed}, "price")
    assert refused.value.field == "price"
