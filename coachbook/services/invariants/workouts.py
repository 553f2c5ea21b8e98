"""Workouts are between a coach and their client, say what can be said, and are ticked in time."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from coachbook.errors import Invalid
from coachbook.services.invariants.report import Finding, Offender, moment
from coachbook.services.invariants.rows import Practice, WorkoutRow
from coachbook.services.workouts import exercises
from coachbook.services.workouts.exercises import Exercise
from coachbook.services.workouts.ticking import EARLY

ANOTHER_ZONE = timedelta(days=1)


def findings(practice: Practice) -> Iterator[Finding]:
    rows = practice.workouts
    yield Finding(
        "workout_relations",
        "Every workout is by a coach for one of their clients, every series for one of them",
        len(rows),
        "workouts",
        (*_strangers(practice), *_mixed_series(practice)),
    )
    said = [(row.id, row.title, row.exercises) for row in rows]
    said += [(row.id, row.title, row.exercises) for row in practice.workout_templates]
    yield Finding(
        "workout_lines",
        "Every workout and template has a title, and exercises that can be read",
        len(said),
        "workouts",
        tuple(Offender((row_id,), why) for row_id, *what in said if (why := _unreadable(*what))),
    )
    yield Finding(
        "workout_ticks",
        "A workout is ticked off after it was planned, and a week ahead at most",
        len(rows),
        "workouts",
        tuple(Offender((row.id,), why) for row in rows if (why := _odd_tick(row, practice))),
    )


def _strangers(practice: Practice) -> Iterator[Offender]:
    related = {(row.coach_id, row.client_id) for row in practice.relations}
    for row in practice.workouts:
        if (row.coach_id, row.client_id) not in related:
            yield Offender((row.id,), "its client isn't one of its coach's")


def _mixed_series(practice: Practice) -> Iterator[Offender]:
    firsts: dict[UUID, WorkoutRow] = {}
    for row in practice.workouts:
        first = firsts.setdefault(row.series_id, row)
        if (first.coach_id, first.client_id) != (row.coach_id, row.client_id):
            yield Offender((row.id, first.id), "is of one series with somebody else's")


def _unreadable(title: str, lines: Any) -> str:
    if not title.strip():
        return "has no title"
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        return "has no list of exercises"
    if any(set(line) != set(Exercise._fields) for line in lines):
        return "has an exercise of other parts"
    read = exercises.read(lines)
    try:
        return "" if exercises.cleaned(read) == read else "has an exercise that isn't tidy"
    except Invalid as problem:
        return f"has an exercise that can't be: {problem.sentence}"


def _odd_tick(row: WorkoutRow, practice: Practice) -> str:
    at = row.completed_at
    if at is None:
        return ""
    if not row.created_at <= at <= practice.now:
        return f"was ticked off at {moment(at)}, before it was planned or not yet"
    if at.astimezone(UTC).date() < row.scheduled_on - EARLY - ANOTHER_ZONE:
        return f"was ticked off at {moment(at)}, too early for {row.scheduled_on}"
    return ""
