"""The coach writes workouts, once or weekly, edits, moves and removes them; done ones stay."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from coachbook.errors import AlreadyChanged, Invalid, NotAllowed, NotFound, RequestReused
from coachbook.models import Workout
from coachbook.services import archiving, workouts
from coachbook.services.workouts import (
    ClientIsArchived,
    DoneAlready,
    Draft,
    Exercise,
    WorkoutView,
)
from tests import factories, people
from tests.conftest import NOW
from tests.practices import Practice
from tests.workouts import SQUAT, planned

MONDAY = date(2026, 11, 16)
A_WEEK = timedelta(days=7)
LOWER = Draft("Lower body", "Slow on the way down", (SQUAT, Exercise("Plank", "3", "45s")))


def plan(practice: Practice, draft: Draft = LOWER, **more: Any) -> list[WorkoutView]:
    asked = {
        "by": practice.coach, "client_id": practice.client.id, "on": MONDAY, "now": NOW,
        "request_id": factories.request_id(),
    }  # fmt: skip
    return workouts.plan(practice.session, draft, **{**asked, **more})


def edit(practice: Practice, seen: WorkoutView, title: str, **more: Any) -> list[WorkoutView]:
    asked = {"by": practice.coach, "seen": seen, "now": NOW, **more}
    return workouts.edit(practice.session, Draft(title), **asked)


def move(practice: Practice, seen: WorkoutView, on: date, **more: Any) -> WorkoutView:
    asked = {"by": practice.coach, "seen": seen, "now": NOW, **more}
    return workouts.move(practice.session, on, **asked)


def remove(practice: Practice, seen: WorkoutView, **more: Any) -> int:
    asked = {"by": practice.coach, "seen": seen, "now": NOW, **more}
    return workouts.remove(practice.session, **asked)


def tick(practice: Practice, seen: WorkoutView) -> WorkoutView:
    return workouts.tick(
        practice.session, seen.id, by=practice.client, is_done=True, note="",
        version=seen.version, now=NOW,
    )  # fmt: skip


def standing(practice: Practice) -> list[tuple[date, str]]:
    found = workouts.of_client(
        practice.session, by=practice.coach, client_id=practice.client.id,
        first=date(2026, 1, 1), last=date(2028, 12, 31),
    )  # fmt: skip
    return [(one.scheduled_on, one.title) for one in found]


def test_workout_is_written_for_a_date(practice: Practice) -> None:
    (made,) = plan(practice)
    assert (made.scheduled_on, made.title) == (MONDAY, "Lower body")
    assert made.exercises == LOWER.exercises
    assert not made.is_done
    assert workouts.one(practice.session, made.id, by=practice.client) == made


def test_weekly_workouts_keep_their_weekday_over_the_year(practice: Practice) -> None:
    made = plan(practice, on=date(2026, 12, 24), weeks=52)
    assert len({one.series_id for one in made}) == 1
    assert made[1].scheduled_on == date(2026, 12, 31)
    assert made[-1].scheduled_on == date(2027, 12, 16)


def test_same_request_makes_nothing_twice(practice: Practice) -> None:
    first = plan(practice, weeks=3, request_id="r")
    assert plan(practice, weeks=3, request_id="r") == first
    assert practice.count(Workout) == 3


def test_request_used_for_something_else_is_refused(practice: Practice) -> None:
    plan(practice, request_id="r")
    with pytest.raises(RequestReused):
        plan(practice, Draft("Upper body"), request_id="r")


def test_same_request_for_another_client_is_another(practice: Practice) -> None:
    plan(practice, request_id="r")
    plan(practice, request_id="r", client_id=practice.another_client().id)
    assert practice.count(Workout) == 2


@pytest.mark.parametrize("weeks", [0, -1, 53])
def test_weeks_are_1_to_52(practice: Practice, weeks: int) -> None:
    with pytest.raises(Invalid, match="1 to 52") as refused:
        plan(practice, weeks=weeks)
    assert refused.value.field == "weeks"


@pytest.mark.parametrize(
    ("draft", "field", "words"),
    [
        (Draft("  "), "title", "Enter a title"),
        (Draft("x" * 201), "title", "200"),
        (Draft("A", "x" * 5_001), "notes", "5,000"),
        (Draft("A", "", (Exercise("Squat", "0"),)), "exercise-0", "1 to 20 sets"),
        (Draft("A", "", (Exercise("Squat", "99"),)), "exercise-0", "1 to 20 sets"),
        (Draft("A", "", (SQUAT, Exercise("Squat", "4-3"))), "exercise-1", "1 to 20 sets"),
        (Draft("A", "", (Exercise("Squat", "many"),)), "exercise-0", "1 to 20 sets"),
        (Draft("A", "", (Exercise("", "3", "8"),)), "exercise-0", "name .* line 1"),
        (Draft("A", "", (Exercise("x" * 201),)), "exercise-0", "200"),
        (Draft("A", "", (Exercise("Squat", "3", "x" * 51),)), "exercise-0", "reps of Squat"),
        (Draft("A", "", (Exercise("Squat", "3", "8", "x" * 51),)), "exercise-0", "load of Squat"),
        (Draft("A", "", (SQUAT,) * 214), "exercises", "60 exercises at most; these are 214"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(
    practice: Practice, draft: Draft, field: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        plan(practice, draft)
    assert refused.value.field == field
    assert practice.count(Workout) == 0


def test_lines_are_tidied_and_empty_ones_left_out(practice: Practice) -> None:
    typed = (Exercise(""), Exercise("  Squat\t", "3 – 4", " 8\n"), Exercise("", "", " "))
    (made,) = plan(practice, Draft("  Lower \n body", "a\r\nb", typed))
    assert (made.title, made.notes) == ("Lower body", "a\nb")
    assert made.exercises == (Exercise("Squat", "3-4", "8"),)


def test_past_dates_are_allowed_for_a_year(practice: Practice) -> None:
    assert plan(practice, on=date(2025, 11, 20))
    with pytest.raises(Invalid, match="a year ago"):
        plan(practice, on=date(2025, 11, 1))


def test_dates_beyond_two_years_are_refused(practice: Practice) -> None:
    with pytest.raises(Invalid, match="two years"):
        plan(practice, on=date(2028, 10, 1), weeks=20)
    assert practice.count(Workout) == 0


def test_a_day_takes_ten(practice: Practice) -> None:
    for _ in range(10):
        plan(practice)
    with pytest.raises(Invalid, match="November 16 would have 11"):
        plan(practice)


def test_editing_one_leaves_the_rest_of_the_series(practice: Practice) -> None:
    made = plan(practice, weeks=3)
    edit(practice, made[1], "Deload")
    assert [title for _, title in standing(practice)] == ["Lower body", "Deload", "Lower body"]


def test_editing_the_following_leaves_what_was_and_what_is_done(practice: Practice) -> None:
    made = plan(practice, weeks=4, on=MONDAY - 2 * A_WEEK)
    tick(practice, made[2])
    changed = edit(practice, made[1], "Block two", scope="following")
    assert len(changed) == 2
    titles = [title for _, title in standing(practice)]
    assert titles == ["Lower body", "Block two", "Lower body", "Block two"]


@pytest.mark.parametrize("change", ["edit", "move", "remove"])
def test_what_is_done_stays(practice: Practice, change: str) -> None:
    (made,) = plan(practice)
    done = tick(practice, made)
    changes: dict[str, Callable[[], Any]] = {
        "edit": lambda: edit(practice, done, "Other"),
        "move": lambda: move(practice, done, MONDAY + A_WEEK),
        "remove": lambda: remove(practice, done, scope="following"),
    }
    with pytest.raises(DoneAlready):
        changes[change]()
    assert standing(practice) == [(MONDAY, "Lower body")]


def test_second_edit_of_what_was_seen_is_told(practice: Practice) -> None:
    (made,) = plan(practice)
    edit(practice, made, "First")
    with pytest.raises(AlreadyChanged, match='called "First" now'):
        edit(practice, made, "Second")
    assert standing(practice) == [(MONDAY, "First")]


def test_move_under_ones_hands_is_told(practice: Practice) -> None:
    (made,) = plan(practice)
    move(practice, made, MONDAY + A_WEEK)
    with pytest.raises(AlreadyChanged, match="moved to November 23"):
        remove(practice, made)


def test_moving_keeps_everything_else(practice: Practice) -> None:
    made = plan(practice, weeks=2)
    moved = move(practice, made[0], MONDAY + timedelta(days=1))
    assert (moved.id, moved.series_id) == (made[0].id, made[0].series_id)
    assert moved.exercises == made[0].exercises


def test_moving_onto_one_of_its_series_leaves_the_series(practice: Practice) -> None:
    made = plan(practice, weeks=2)
    moved = move(practice, made[0], MONDAY + A_WEEK)
    assert moved.series_id != made[1].series_id
    assert [on for on, _ in standing(practice)] == [MONDAY + A_WEEK] * 2


def test_moving_to_its_own_date_changes_nothing(practice: Practice) -> None:
    (made,) = plan(practice)
    assert move(practice, made, MONDAY) == made


def test_removing_one_or_the_following(practice: Practice) -> None:
    made = plan(practice, weeks=5)
    assert workouts.following(practice.session, made[2], by=practice.coach) == 2
    assert remove(practice, made[2], scope="following") == 3
    assert remove(practice, made[0]) == 1
    assert standing(practice) == [(MONDAY + A_WEEK, "Lower body")]


def test_removed_workout_is_gone_for_a_second_page(practice: Practice) -> None:
    (made,) = plan(practice)
    remove(practice, made)
    with pytest.raises(NotFound):
        edit(practice, made, "Too late")


def calls(practice: Practice, seen: WorkoutView) -> dict[str, Any]:
    return {
        "plan": lambda **by: plan(practice, **by),
        "edit": lambda **by: edit(practice, seen, "Mine now", **by),
        "move": lambda **by: move(practice, seen, MONDAY + A_WEEK, **by),
        "remove": lambda **by: remove(practice, seen, **by),
        "following": lambda **by: workouts.following(practice.session, seen, **by),
    }


@pytest.mark.parametrize("call", ["plan", "edit", "move", "remove", "following"])
def test_other_coaches_change_nothing(practice: Practice, call: str) -> None:
    """Not even one who takes the same client."""
    seen = planned(practice.session, practice.coach, practice.client)
    other = people.coach(practice.session, "Otto Other")
    if call != "plan":
        people.relate(practice.session, other, practice.client.id, "Robin Fields")
    with pytest.raises(NotFound):
        calls(practice, seen)[call](by=other)
    assert standing(practice) == [(MONDAY, "Lower body")]


@pytest.mark.parametrize("call", ["plan", "edit", "move", "remove", "following"])
def test_clients_plan_nothing(practice: Practice, call: str) -> None:
    seen = planned(practice.session, practice.coach, practice.client)
    with pytest.raises(NotAllowed):
        calls(practice, seen)[call](by=practice.client)


@pytest.mark.parametrize("call", ["plan", "edit", "move", "remove"])
def test_programme_of_an_archived_client_stands_still(practice: Practice, call: str) -> None:
    seen = planned(practice.session, practice.coach, practice.client)
    archiving.archive(practice.session, practice.client.id, by=practice.coach, now=NOW, seen={})
    with pytest.raises(ClientIsArchived):
        calls(practice, seen)[call]()
    assert standing(practice) == [(MONDAY, "Lower body")]
