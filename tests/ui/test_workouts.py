"""A client's programme on the coach's page: written, edited, moved, removed, copied."""

from datetime import date
from typing import Any

import pytest

from coachbook.services import workouts
from coachbook.ui.workouts.copy_state import ProgrammeCopy
from coachbook.ui.workouts.desk_state import WorkoutDesk
from coachbook.ui.workouts.editor import ExerciseReader
from coachbook.ui.workouts.state import ProgrammePage
from coachbook.ui.workouts.write_state import WorkoutWriter
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.harness import Opener
from tests.ui.programme_page import (
    COPY,
    DESK,
    FORM,
    READER,
    TODAY,
    WRITER,
    page,
    shown,
    stored,
    titles,
    write,
)
from tests.workouts import planned


async def test_workout_is_written_and_stands_in_its_week(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    assert (await shown(coach)).is_empty
    await write(coach)
    (row,) = (await shown(coach)).weeks[1]["workouts"]
    assert row["day"] == "Tue, Nov 17"
    assert row["exercises"] == "Squat 3 × 8, 60 kg, Plank 3 × 45s"
    assert row["spoken"] == "Lower body, Tuesday, November 17, Planned"
    assert await coach.sentences() == ["“Lower body” is planned for Tue, Nov 17."]


async def test_weekly_workouts_say_how_many_follow(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    await write(coach, weeks="4")
    assert (await shown(coach)).weeks[1]["workouts"][0]["repeats"] == "Weekly, 3 more follow"
    assert "and the 3 weeks after" in (await coach.sentences())[0]


async def test_form_that_arrives_twice_plans_once(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    await write(coach)
    await coach.send(f"{WRITER}.save", form=FORM)
    assert len(stored(practice)) == 1


async def test_page_turns_to_where_the_workout_is(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    await write(coach, scheduled_on="2027-03-04")
    assert await titles(coach) == ["Lower body"]
    assert not (await shown(coach)).is_from_now
    await coach.send(ProgrammePage.back_to_now)
    assert await titles(coach) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, 'Enter a title, such as "Lower body".'),
        ({"weeks": "0"}, "A workout can be repeated for 1 to 52 weeks."),
        ({"weeks": "1.5"}, "Enter the weeks as a whole number."),
        ({"scheduled_on": "2026-02-30"}, "Pick a date that exists."),
        ({"exercise_sets": ["3", "99", ""]}, 'Plank can have 1 to 20 sets, as in "3" or "3-4".'),
        ({"exercise_name": ["", "Plank", ""]}, "Enter a name for the exercise in line 1."),
    ],
)
async def test_bad_input_is_told_and_the_dialog_stays(
    tab: Opener, practice: Practice, wrong: dict[str, Any], sentence: str
) -> None:
    coach = await page(tab, practice.client.id)
    await write(coach, **wrong)
    assert await coach.sentences() == [sentence]
    assert (await coach.state(WorkoutWriter)).is_open
    assert stored(practice) == []


async def test_214_lines_are_told_as_such(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    parts = {f"exercise_{part}": ["3"] * 214 for part in ("name", "sets", "reps", "load")}
    await write(coach, **parts)
    assert "60 exercises at most; these are 214" in (await coach.sentences())[0]


async def test_lines_are_taken_apart_and_the_rest_left_alone(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab, practice.client.id)
    asked = {"id": "one", "lines": ["Squat 3x8 60 kg", "4x4 intervals", "Run 5 km"]}
    await coach.send(f"{READER}.read_lines", asked=asked)
    (answer,) = (await coach.state(ExerciseReader)).answers
    assert answer["id"] == "one"
    assert answer["rows"][0] == {"name": "Squat", "sets": "3", "reps": "8", "load": "60 kg"}
    assert [row["name"] for row in answer["rows"]] == ["Squat", "intervals", "Run 5 km"]


async def test_only_as_many_lines_are_taken_apart_as_a_workout_can_have(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab, practice.client.id)
    await coach.send(f"{READER}.read_lines", asked={"id": "one", "lines": ["Row 3x8"] * 61})
    (answer,) = (await coach.state(ExerciseReader)).answers
    assert [row["name"] for row in answer["rows"]] == ["Row"] * 60 + ["Row 3x8"]


async def test_line_that_is_sent_before_it_was_read_is_taken_apart(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab, practice.client.id)
    lines = {"exercise_name": ["Squat 3x8 60 kg", "4x4 intervals"], "exercise_whole": ["yes", ""]}
    nothing = {f"exercise_{part}": ["", ""] for part in ("sets", "reps", "load")}
    await write(coach, **lines, **nothing)
    (one,) = stored(practice)
    assert one.exercises == (
        workouts.Exercise("Squat", "3", "8", "60 kg"), workouts.Exercise("4x4 intervals"),
    )  # fmt: skip


async def test_template_fills_the_form(tab: Opener, practice: Practice) -> None:
    workouts.create_template(
        practice.session, workouts.Draft("Legs", "Slow", workouts.parsed("Squat 3x8")),
        by=practice.coach, now=NOW,
    )  # fmt: skip
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    await coach.send(WorkoutWriter.start(TODAY))
    options = (await coach.state(WorkoutWriter)).templates
    await coach.send(f"{WRITER}.pick_template", template=options[1]["value"])
    first = (await coach.state(WorkoutWriter)).first
    assert (first["title"], first["notes"]) == ("Legs", "Slow")
    assert first["lines"] == [{"name": "Squat", "sets": "3", "reps": "8", "load": ""}]


async def test_series_is_edited_from_one_on(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    await write(coach, weeks="3")
    key = (await shown(coach)).weeks[2]["workouts"][0]["id"]
    await coach.send(f"{WRITER}.start_editing", workout_id=key)
    assert (await coach.state(WorkoutWriter)).following == 1
    await coach.send(f"{WRITER}.save", form={**FORM, "title": "New", "scope": "following"})
    assert await titles(coach) == ["Lower body", "New", "New"]
    assert "2 workouts saved." in await coach.sentences()


async def test_second_tab_is_told_and_saves_knowingly(tab: Opener, practice: Practice) -> None:
    first = await page(tab, practice.client.id)
    await write(first)
    second = await page(tab, practice.client.id)
    key = (await shown(second)).weeks[1]["workouts"][0]["id"]
    for one in (first, second):
        await one.send(f"{WRITER}.start_editing", workout_id=key)
    await first.send(f"{WRITER}.save", form={**FORM, "title": "First"})
    await second.send(f"{WRITER}.save", form={**FORM, "title": "Second"})
    assert 'called "First" now. Save again' in (await second.sentences())[0]
    assert (await second.state(WorkoutWriter)).is_open
    await second.send(f"{WRITER}.save", form={**FORM, "title": "Second"})
    assert [one.title for one in stored(practice)] == ["Second"]


async def test_workout_is_moved_and_removed(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    await write(coach, weeks="3")
    key = (await shown(coach)).weeks[1]["workouts"][0]["id"]
    await coach.send(f"{DESK}.start_moving", workout_id=key)
    await coach.send(f"{DESK}.move", form={"scheduled_on": "2026-11-18"})
    assert stored(practice)[0].scheduled_on == date(2026, 11, 18)
    await coach.send(f"{DESK}.start_removing", workout_id=key)
    assert (await coach.state(WorkoutDesk)).following == 2
    await coach.send(f"{DESK}.remove", form={"scope": "following"})
    assert stored(practice) == []
    assert "3 workouts removed." in await coach.sentences()


async def test_workout_is_kept_as_a_template(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    await write(coach)
    key = (await shown(coach)).weeks[1]["workouts"][0]["id"]
    await coach.send(f"{DESK}.start_keeping", workout_id=key)
    await coach.send(f"{DESK}.keep", form={"title": "Legs"})
    practice.session.rollback()
    (kept,) = workouts.templates(practice.session, by=practice.coach)
    assert (kept.title, kept.notes) == ("Legs", "Slowly")


async def test_details_tell_all_of_it(tab: Opener, practice: Practice) -> None:
    seen = planned(practice.session, practice.coach, practice.client)
    workouts.tick(
        practice.session, seen.id, by=practice.client, is_done=True, note="Light", version=1,
        now=NOW,
    )  # fmt: skip
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    await coach.send(f"{DESK}.open", workout_id=str(seen.id))
    told = (await coach.state(WorkoutDesk)).details
    assert told["status"].startswith("Done Mon, Nov 16, 10:00")
    assert (told["client_note"], told["exercises"]) == ("Light", ["Squat 3 × 8, 60 kg"])


async def test_weeks_and_adherence_are_in_words(tab: Opener, practice: Practice) -> None:
    planned(practice.session, practice.coach, practice.client, "2026-11-10", is_done=True)
    planned(practice.session, practice.coach, practice.client, "2026-11-12")
    planned(practice.session, practice.coach, practice.client, "2026-11-26")
    practice.session.commit()
    found = await shown(await page(tab, practice.client.id))
    assert [(one["title"], one["summary"]) for one in found.weeks[:3]] == [
        ("Last week", "1 of 2 done"), ("This week", ""), ("Next week", "1 planned"),
    ]  # fmt: skip
    assert [row["status"] for row in found.weeks[0]["workouts"]] == ["Done", "Not done"]
    assert (found.lately, found.in_all) == ("1 of 2 done (50%)",) * 2
    assert found.bars[-2]["words"] == "Nov 9–15: 1 of 2 done (50%)"


async def test_weeks_are_copied_from_another_client(tab: Opener, practice: Practice) -> None:
    other = people.client(practice.session, practice.coach, "Kim Source")
    for on in ("2026-11-10", "2026-11-12"):
        planned(practice.session, practice.coach, other, on)
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    await coach.send(ProgrammeCopy.start)
    begun = await coach.state(ProgrammeCopy)
    assert begun.options == [{"value": str(other.id), "label": "Kim Source (2 workouts)"}]
    assert (begun.first, begun.last, begun.start_on) == ("2026-11-09", "2026-11-15", "2026-11-23")
    form = {"source": begun.picked, "first": begun.first, "last": begun.last,
            "start_on": begun.start_on}  # fmt: skip
    await coach.send(f"{COPY}.copy", form=form)
    await coach.send(f"{COPY}.copy", form=form)
    assert [one.scheduled_on.day for one in stored(practice)] == [24, 26]
    assert "2 workouts copied, from Tue, Nov 24 on." in await coach.sentences()
