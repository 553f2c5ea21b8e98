"""The shelf of workout templates: made, changed with what others changed told, removed."""

from typing import Any

from coachbook.services import workouts
from coachbook.services.workouts import Draft
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.workouts.shelf_state import WorkoutShelf
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

SHELF = WorkoutShelf.get_full_name()
FORM: dict[str, Any] = {
    "title": "Legs", "notes": "", "exercise_name": ["Squat"], "exercise_sets": ["3"],
    "exercise_reps": ["8"], "exercise_load": [""],
}  # fmt: skip


async def page(tab: Opener, cookie: str = "coach") -> Tab:
    coach = tab(cookie=cookie, path="/coach/workout-templates")
    await coach.send(WorkoutShelf.load)
    return coach


async def create(coach: Tab, **more: Any) -> str:
    await coach.send(WorkoutShelf.start_creating)
    await coach.send(f"{SHELF}.save", form={**FORM, **more})
    rows = (await coach.state(WorkoutShelf)).templates
    return str(rows[0]["id"]) if rows else ""


async def test_template_is_added_and_told(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await create(coach)
    (row,) = (await coach.state(WorkoutShelf)).templates
    assert (row["title"], row["about"]) == ("Legs", "Squat 3 × 8")
    assert await coach.sentences() == ["“Legs” is saved."]


async def test_senseless_template_is_refused_and_the_dialog_stays(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab)
    await create(coach, exercise_sets=["0"])
    assert await coach.sentences() == ['Squat can have 1 to 20 sets, as in "3" or "3-4".']
    assert (await coach.state(WorkoutShelf)).is_editing


async def test_second_tab_sees_what_changed_and_saves_knowingly(
    tab: Opener, practice: Practice
) -> None:
    first, second = await page(tab), await page(tab)
    key = await create(first)
    for one in (first, second):
        await one.send(f"{SHELF}.start_editing", template_id=key)
    await first.send(f"{SHELF}.save", form={**FORM, "title": "Lower"})
    await second.send(f"{SHELF}.save", form={**FORM, "notes": "Slow"})
    assert '"Lower" (was "Legs")' in (await second.sentences())[0]
    await second.send(f"{SHELF}.save", form={**FORM, "notes": "Slow"})
    assert [one["title"] for one in (await second.state(WorkoutShelf)).templates] == ["Legs"]


async def test_template_is_removed_after_asking(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    key = await create(coach)
    await coach.send(f"{SHELF}.start_removing", template_id=key)
    assert (await coach.state(WorkoutShelf)).first["title"] == "Legs"
    await coach.send(WorkoutShelf.remove)
    assert (await coach.state(WorkoutShelf)).templates == []


async def test_other_coaches_templates_are_absent(tab: Opener, practice: Practice) -> None:
    other = people.coach(practice.session, "Eve Other")
    theirs = workouts.create_template(practice.session, Draft("Secret"), by=other, now=NOW)
    practice.session.commit()
    coach = await page(tab)
    await coach.send(f"{SHELF}.start_editing", template_id=str(theirs.id))
    found = await coach.state(WorkoutShelf)
    assert (found.templates, found.is_editing) == ([], False)


async def test_clients_have_no_shelf(tab: Opener, practice: Practice) -> None:
    client = await page(tab, cookie="client")
    assert await client.sentences() == [WRONG_ROLE]
