"""The check finds workouts that no service would have written, each corruption by its name."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from coachbook.models import Workout, WorkoutTemplate
from coachbook.models.columns import table_of
from coachbook.services import invariants, workouts
from coachbook.services.invariants import Report
from coachbook.services.workouts import Draft, WorkoutView
from tests import factories, people
from tests.conftest import NOW
from tests.practices import Practice
from tests.workouts import SQUAT, planned

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def practice(session: Session) -> Practice:
    coach = people.coach(session, is_owner=True)
    client = people.client(session, coach)
    return Practice(session, coach, client, factories.package(session, coach, client))


def report(practice: Practice) -> Report:
    practice.session.flush()
    return invariants.check(practice.session, now=LATER)


def change(practice: Practice, seen: WorkoutView, **values: object) -> None:
    table = table_of(Workout)
    practice.session.execute(table.update().where(table.c.id == seen.id).values(**values))


def test_planned_and_ticked_workouts_are_sound(practice: Practice) -> None:
    made = workouts.plan(
        practice.session, Draft("Weekly", "", (SQUAT,)), by=practice.coach,
        client_id=practice.client.id, on=NOW.date(), weeks=4, request_id="r", now=NOW,
    )  # fmt: skip
    workouts.tick(
        practice.session, made[1].id, by=practice.client, is_done=True, note="", version=1, now=NOW
    )
    workouts.move(practice.session, made[3].scheduled_on, by=practice.coach, seen=made[2], now=NOW)
    workouts.save_as_template(
        practice.session, made[0].id, by=practice.coach, title="Kept", now=NOW
    )
    found = {one.name: one.counted for one in report(practice).findings}
    assert report(practice).is_clean
    assert (found["workout_relations"], found["workout_lines"]) == (4, 5)


def is_a_strangers(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, coach_id=people.coach(practice.session, "Otto Other").id)


def shares_a_series(practice: Practice, seen: WorkoutView) -> None:
    other = practice.another_client()
    planned(practice.session, practice.coach, other, "2026-11-23", series_id=seen.series_id)


def has_no_title(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, title=" ")


def has_no_lines(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, exercises={"name": "Squat"})


def has_a_line_of_words(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, exercises=["Squat"])


def has_a_line_without_reps(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, exercises=[{"name": "Squat", "sets": "3"}])


def has_99_sets(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, exercises=[{**SQUAT._asdict(), "sets": "99"}])


def has_an_untidy_line(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, exercises=[{**SQUAT._asdict(), "name": " Squat"}])


def spoils_a_template(practice: Practice, _seen: WorkoutView) -> None:
    practice.session.add(
        WorkoutTemplate(
            id=uuid4(), coach_id=practice.coach.id, title="Kept", exercises=[{}], created_at=NOW
        )
    )


def was_done_before_it_was_planned(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, completed_at=NOW - timedelta(days=1))


def is_done_tomorrow(practice: Practice, seen: WorkoutView) -> None:
    change(practice, seen, completed_at=LATER + timedelta(days=1))


def was_done_too_early(practice: Practice, seen: WorkoutView) -> None:
    on = seen.scheduled_on + timedelta(days=9)
    change(practice, seen, completed_at=NOW, scheduled_on=on)


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (is_a_strangers, "workout_relations"),
        (shares_a_series, "workout_relations"),
        (has_no_title, "workout_lines"),
        (has_no_lines, "workout_lines"),
        (has_a_line_of_words, "workout_lines"),
        (has_a_line_without_reps, "workout_lines"),
        (has_99_sets, "workout_lines"),
        (has_an_untidy_line, "workout_lines"),
        (spoils_a_template, "workout_lines"),
        (was_done_before_it_was_planned, "workout_ticks"),
        (is_done_tomorrow, "workout_ticks"),
        (was_done_too_early, "workout_ticks"),
    ],
)
def test_corruption_is_found(
    practice: Practice, spoil: Callable[[Practice, WorkoutView], None], name: str
) -> None:
    seen = planned(practice.session, practice.coach, practice.client)
    spoil(practice, seen)
    found = report(practice)
    assert found.offending == (name,)
    assert _offenders(found, name)


def _offenders(found: Report, name: str) -> list[UUID]:
    return [
        one.ids[0] for finding in found.findings if finding.name == name
        for one in finding.offenders
    ]  # fmt: skip
