"""Workouts in the client's calendar: opened, ticked off with a note, taken back."""

from typing import Any

import pytest

from coachbook.models import Workout
from coachbook.services import workouts
from coachbook.services.workouts import Exercise, WorkoutView
from coachbook.ui.client_calendar.workout_rows import _line
from coachbook.ui.client_calendar.workout_state import MyWorkoutState
from coachbook.ui.gate import NOT_UNDERSTOOD
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.client_calendar_page import (
    GONE,
    WORKOUTS,
    entries,
    mark,
    opened_page,
    opened_workout,
)
from tests.ui.harness import Opener, Tab
from tests.workouts import planned


@pytest.fixture
def legs(practice: Practice) -> WorkoutView:
    """Today's."""
    made = planned(practice.session, practice.coach, practice.client, "2026-11-16")
    practice.session.commit()
    return made


def stored(practice: Practice, workout: WorkoutView) -> WorkoutView:
    found = workouts.one(practice.session, workout.id, by=practice.client)
    practice.session.commit()
    return found


async def save(client: Tab, note: Any) -> None:
    await client.send(f"{WORKOUTS}.save", form={"note": note})


async def test_link_opens_the_workout_with_its_exercises(tab: Opener, legs: WorkoutView) -> None:
    page = await opened_workout(await opened_page(tab, f"?workout={legs.id}"))
    assert (page.is_open, page.workout["title"]) == (True, "Lower body")
    assert page.workout["when"] == "Monday, November 16"
    assert page.workout["lines"] == [
        {"name": "Squat", "amount": "3 \N{MULTIPLICATION SIGN} 8, 60 kg"}
    ]


@pytest.mark.parametrize(
    ("exercise", "amount"),
    [
        (Exercise("Walk", "", "", ""), ""),
        (Exercise("Plank", "3", "", ""), "3 sets"),
        (Exercise("Plank", "1", "", "bodyweight"), "1 set, bodyweight"),
        (Exercise("Run", "", "5 km", ""), "5 km"),
        (Exercise("Squat", "3-4", "8-10", "60 kg"), "3-4 \N{MULTIPLICATION SIGN} 8-10, 60 kg"),
    ],
)
def test_exercise_says_how_much(exercise: Exercise, amount: str) -> None:
    assert _line(exercise) == {"name": exercise.name, "amount": amount}


@pytest.mark.parametrize("asked", ["", "x", "00000000-0000-0000-0000-000000000007"])
async def test_link_to_no_workout_shows_the_calendar(
    tab: Opener, legs: WorkoutView, asked: str
) -> None:
    client = await opened_page(tab, f"?workout={asked}")
    assert (await opened_workout(client)).is_open is False
    assert len(await entries(client)) == 1


async def test_one_tap_ticks_off_and_another_takes_it_back(
    tab: Opener, practice: Practice, legs: WorkoutView
) -> None:
    client = await opened_page(tab)
    await mark(client, legs)
    (entry,) = await entries(client)
    assert (entry["is_done"], entry["name"].endswith(", Done")) == (True, True)
    await mark(client, legs, is_done=False, version=entry["version"])
    assert (await entries(client))[0]["is_done"] is False
    assert await client.sentences() == [
        "Lower body is marked as done. Anna Weiss can see it.",
        "Lower body isn't marked as done any more.",
    ]


async def test_note_goes_along_and_can_be_changed(
    tab: Opener, practice: Practice, legs: WorkoutView
) -> None:
    client = await opened_page(tab, f"?workout={legs.id}")
    await save(client, "Felt strong")
    assert (stored(practice, legs).is_done, stored(practice, legs).client_note) == (
        True, "Felt strong"
    )  # fmt: skip
    await client.send(MyWorkoutState.open(legs.id))
    assert (await opened_workout(client)).workout["done"] == "Done on Mon, Nov 16"
    await save(client, "Felt strong, 65 kg next time")
    assert stored(practice, legs).client_note == "Felt strong, 65 kg next time"


async def test_taking_it_back_keeps_the_note(
    tab: Opener, practice: Practice, legs: WorkoutView
) -> None:
    client = await opened_page(tab, f"?workout={legs.id}")
    await save(client, "My knee hurt")
    await client.send(MyWorkoutState.open(legs.id))
    await client.send(MyWorkoutState.take_back)
    found = stored(practice, legs)
    assert (found.is_done, found.client_note) == (False, "My knee hurt")


async def test_note_of_another_device_is_told_before_it_is_replaced(
    tab: Opener, practice: Practice, legs: WorkoutView
) -> None:
    """The page refreshes by itself meanwhile; that shows no note, so it counts as unseen."""
    client = await opened_page(tab, f"?workout={legs.id}")
    workouts.tick(practice.session, legs.id, by=practice.client, is_done=True, note="On my phone",
                  version=legs.version, now=NOW)  # fmt: skip
    practice.session.commit()
    for _ in range(2):
        await client.send(MyWorkoutState.refresh)
    await save(client, "On my laptop")
    assert 'with the note "On my phone"' in (await client.sentences())[0]
    assert stored(practice, legs).client_note == "On my phone"
    await save(client, "On my laptop")
    assert stored(practice, legs).client_note == "On my laptop"


async def test_coachs_change_appears_by_itself_and_does_not_stop_the_client(
    tab: Opener, practice: Practice, legs: WorkoutView
) -> None:
    client = await opened_page(tab, f"?workout={legs.id}")
    row = practice.session.get_one(Workout, legs.id)
    row.title, row.version = "Upper body", row.version + 1
    practice.session.commit()
    await client.send(MyWorkoutState.refresh)
    assert (await opened_workout(client)).workout["title"] == "Upper body"
    await save(client, "")
    assert stored(practice, legs).is_done


async def test_too_long_a_note_is_refused_at_its_field(
    tab: Opener, practice: Practice, legs: WorkoutView
) -> None:
    client = await opened_page(tab, f"?workout={legs.id}")
    await save(client, "x" * 2_001)
    assert await client.sentences() == ["Keep the note under 2,000 characters."]
    assert (await opened_workout(client)).is_open
    assert not stored(practice, legs).is_done


async def test_workout_far_ahead_says_from_when_it_can_be_ticked_off(
    tab: Opener, practice: Practice
) -> None:
    made = planned(practice.session, practice.coach, practice.client, "2026-12-01")
    practice.session.commit()
    client = await opened_page(tab, f"?workout={made.id}")
    assert (await opened_workout(client)).workout["when_open"] == "Tuesday, November 24"
    assert (await entries(client))[0]["can_tick"] is False
    await mark(client, made)
    assert (await client.sentences())[0].startswith("This is planned for December 1.")


async def test_foreign_workouts_look_absent(tab: Opener, practice: Practice) -> None:
    theirs = planned(practice.session, practice.coach, practice.another_client(), "2026-11-16")
    practice.session.commit()
    client = await opened_page(tab)
    await client.send(MyWorkoutState.open(theirs.id))
    await mark(client, theirs)
    await save(client, "mine")
    assert set(await client.sentences()) == {GONE}
    practice.session.expire_all()
    assert not practice.session.get_one(Workout, theirs.id).completed_at


@pytest.mark.parametrize("note", [None, 7, ["x"], "x" * 10_001])
async def test_nonsense_is_no_note(
    tab: Opener, practice: Practice, legs: WorkoutView, note: Any
) -> None:
    client = await opened_page(tab, f"?workout={legs.id}")
    await save(client, note)
    assert await client.sentences() == [NOT_UNDERSTOOD]
    assert not stored(practice, legs).is_done
