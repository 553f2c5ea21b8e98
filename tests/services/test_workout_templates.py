"""The coach's shelf of workouts to plan from."""

from typing import Any

import pytest

from coachbook.errors import AlreadyChanged, Invalid, NotAllowed, NotFound
from coachbook.models import WorkoutTemplate
from coachbook.services import workouts
from coachbook.services.workouts import Draft, Exercise, TemplateView
from coachbook.services.workouts import shelf as shelves
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.workouts import SQUAT, planned

PLANK = Exercise("Plank", "3", "45s")


def create(practice: Practice, title: str = "Lower body", **more: Any) -> TemplateView:
    asked = {"by": practice.coach, "now": NOW, **more}
    return workouts.create_template(practice.session, Draft(title, "Slow", (SQUAT,)), **asked)


def edit(practice: Practice, seen: TemplateView, draft: Draft, **more: Any) -> TemplateView:
    return workouts.edit_template(
        practice.session, draft, **{"by": practice.coach, "seen": seen, **more}
    )


def shelf(practice: Practice) -> list[TemplateView]:
    return workouts.templates(practice.session, by=practice.coach)


def test_templates_stand_by_title(practice: Practice) -> None:
    for title in ("upper body", "Core", "Lower body"):
        create(practice, title)
    assert [one.title for one in shelf(practice)] == ["Core", "Lower body", "upper body"]


def test_template_is_edited(practice: Practice) -> None:
    edited = edit(practice, create(practice), Draft("Legs", "", (SQUAT, PLANK)))
    assert shelf(practice) == [edited]
    assert (edited.title, edited.exercises) == ("Legs", (SQUAT, PLANK))


def test_second_edit_is_told_what_changed(practice: Practice) -> None:
    seen = create(practice)
    edit(practice, seen, Draft("Legs", "Slow", (PLANK,)))
    with pytest.raises(AlreadyChanged, match=r'"Legs" \(was "Lower body"\); its exercises are Pl'):
        edit(practice, seen, Draft("Mine"))
    with pytest.raises(AlreadyChanged):
        workouts.remove_template(practice.session, by=practice.coach, seen=seen)
    assert shelf(practice)[0].title == "Legs"


def test_titles_are_taken_once(practice: Practice) -> None:
    first = create(practice)
    with pytest.raises(Invalid, match="already") as refused:
        create(practice, "LOWER body")
    assert refused.value.field == "title"
    assert edit(practice, first, Draft("lower body")).title == "lower body"


def test_workout_is_saved_as_a_template(practice: Practice) -> None:
    seen = planned(practice.session, practice.coach, practice.client, is_done=True)
    made = workouts.save_as_template(
        practice.session, seen.id, by=practice.coach, title="From a workout", now=NOW
    )
    assert (made.title, made.exercises) == ("From a workout", (SQUAT,))


def test_removed_template_leaves_workouts_alone(practice: Practice) -> None:
    seen = planned(practice.session, practice.coach, practice.client)
    workouts.remove_template(practice.session, by=practice.coach, seen=create(practice))
    assert shelf(practice) == []
    assert workouts.one(practice.session, seen.id, by=practice.coach) == seen


def test_shelf_has_an_end(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST_TEMPLATES", 1)
    create(practice)
    with pytest.raises(Invalid, match="Remove one first"):
        create(practice, "Second")


def test_shelves_of_coaches_never_mix(practice: Practice) -> None:
    seen = create(practice)
    workout = planned(practice.session, practice.coach, practice.client)
    other = people.coach(practice.session, "Otto Other")
    assert workouts.templates(practice.session, by=other) == []
    with pytest.raises(NotFound):
        edit(practice, seen, Draft("Mine"), by=other)
    with pytest.raises(NotFound):
        workouts.remove_template(practice.session, by=other, seen=seen)
    with pytest.raises(NotFound):
        workouts.save_as_template(practice.session, workout.id, by=other, title="Mine", now=NOW)
    assert practice.count(WorkoutTemplate) == 1


def test_clients_have_no_shelf(practice: Practice) -> None:
    with pytest.raises(NotAllowed):
        workouts.templates(practice.session, by=practice.client)
    with pytest.raises(NotAllowed):
        create(practice, by=practice.client)
