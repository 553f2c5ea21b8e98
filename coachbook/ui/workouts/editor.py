"""What a workout and a template share while they are written: the form, and reading its lines."""

from typing import Any, TypedDict

import reflex as rx
from typing_extensions import TypedDict as Arguments

from coachbook.services import workouts
from coachbook.services.workouts import Draft, Exercise
from coachbook.services.workouts.exercises import MOST_EXERCISES
from coachbook.ui import typed
from coachbook.ui.components.exercise_lines import AskedLines, Line, ReadLines, exercise_lines
from coachbook.ui.components.forms import text_field, textarea_field
from coachbook.ui.gate import handler

KEPT_ANSWERS = 8


class WorkoutForm(Arguments, total=False):
    title: str
    notes: str
    template: str
    scheduled_on: str
    weeks: str
    scope: str
    exercise_name: list[str]
    exercise_sets: list[str]
    exercise_reps: list[str]
    exercise_load: list[str]
    exercise_whole: list[str]


class Fields(TypedDict):
    """What the form begins with."""

    title: str
    notes: str
    lines: list[Line]


EMPTY = Fields(title="", notes="", lines=[])


class ExerciseReader(rx.State):
    """Takes apart what was typed in one go; the last few answers, for whoever asked."""

    answers: list[ReadLines] = []  # noqa: RUF012  (copied for every tab)

    @handler("coach", rate="costly", quiet=True)
    async def read_lines(self, asked: AskedLines) -> None:
        wanted, rest = asked["lines"][:MOST_EXERCISES], asked["lines"][MOST_EXERCISES:]
        rows = [_line(_taken_apart(line)) for line in wanted]
        rows += [_line(Exercise(line)) for line in rest]  # more than can be kept
        answer = ReadLines(id=asked["id"][:100], rows=rows)
        self.answers = [*self.answers, answer][-KEPT_ANSWERS:]


def workout_fields(first: Any, *, prefix: str, **props: Any) -> rx.Component:
    """Title, exercises and notes; with a new `key` they begin anew from `first`."""
    return rx.el.div(
        text_field(
            "Title",
            name="title",
            id=f"{prefix}-title",
            default_value=first["title"],
            placeholder="Lower body",
            max_length=200,
            required=True,
            auto_complete="off",
        ),
        exercise_lines(
            seed=first["lines"], answers=ExerciseReader.answers, on_read=ExerciseReader.read_lines
        ),
        textarea_field(
            "Notes",
            name="notes",
            id=f"{prefix}-notes",
            hint="Your client reads them.",
            rows=3,
            default_value=first["notes"],
            max_length=5_000,
        ),
        class_name="flex flex-col gap-4",
        **props,
    )


def fields(title: str, notes: str, exercises: tuple[Exercise, ...]) -> Fields:
    return Fields(title=title, notes=notes, lines=[_line(one) for one in exercises])


def draft(form: WorkoutForm) -> Draft:
    """As it stands; a line that is sent before it was taken apart is taken apart here."""
    columns = (form.get(f"exercise_{part}") or [] for part in Exercise._fields)
    lines = [Exercise(*row) for row in zip(*columns, strict=False)]
    for at, is_whole in enumerate(
        (form.get("exercise_whole") or [])[:MOST_EXERCISES][: len(lines)]
    ):
        if is_whole:
            lines[at] = _taken_apart(lines[at].name)
    return Draft(typed.words(form, "title"), typed.words(form, "notes"), lines)


def _taken_apart(line: str) -> Exercise:
    found = workouts.parsed(line)
    return found[0] if len(found) == 1 else Exercise(line)


def _line(one: Exercise) -> Line:
    return Line(name=one.name, sets=one.sets, reps=one.reps, load=one.load)
