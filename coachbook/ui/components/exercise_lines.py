"""The lines of a workout while it is written; each sends four fields with the form around it."""

from typing import Any, TypedDict, TypeVar

import reflex as rx
from typing_extensions import TypedDict as Arguments

from coachbook.ui.refusals import Messages
from coachbook.ui.scripts import script
from coachbook.ui.theme import CONTROL, FOCUS

GRID = "sm:grid-cols-[minmax(0,1fr)_3.75rem_5.5rem_6.5rem_6.75rem]"
STYLES = {
    "set": "flex min-w-0 flex-col gap-2",
    "legend": "float-left text-sm font-medium text-ink",
    "hint": "clear-both text-[13px] text-ink-soft",
    "keys": "pointer-coarse:hidden",
    "head": f"hidden gap-2 text-xs text-ink-soft sm:grid {GRID}",
    "list": "flex flex-col gap-3 sm:gap-2",
    "line": (
        "grid grid-cols-[minmax(0,3fr)_minmax(0,4fr)_minmax(0,5fr)_auto_auto] items-end gap-x-2 "
        f"gap-y-1 max-sm:rounded-control max-sm:border max-sm:border-line max-sm:p-2 {GRID}"
    ),
    "name": "max-sm:col-span-4",
    "part": "",
    "label": "mb-0.5 block text-[11px] text-ink-soft sm:sr-only",
    "hidden": "sr-only",
    "control": CONTROL.replace("px-3", "px-2.5"),
    "buttons": "flex justify-end max-sm:contents",
    "moving": "flex max-sm:contents",
    "removing": "max-sm:col-start-5 max-sm:row-start-1",
    "button": (
        "grid size-9 pointer-coarse:size-11 cursor-pointer place-items-center rounded-control "
        "text-ink-soft hover:bg-sunken hover:text-ink disabled:cursor-not-allowed "
        f"disabled:opacity-40 {FOCUS}"
    ),
    "problem": "col-span-full flex items-center gap-1.5 text-[13px] text-error",
    "add": (
        "flex h-9 pointer-coarse:h-11 w-fit cursor-pointer items-center gap-2 rounded-control "
        f"px-2.5 -ml-2.5 text-sm font-medium text-ink-soft hover:bg-sunken hover:text-ink {FOCUS}"
    ),
}

Payload = TypeVar("Payload")


class Line(TypedDict):
    name: str
    sets: str
    reps: str
    load: str


class AskedLines(Arguments):
    """What was typed in one go, to be taken apart; `id` goes back with the answer."""

    id: str
    lines: list[str]


class ReadLines(TypedDict):
    id: str
    rows: list[Line]


def _one(payload: rx.Var[Payload]) -> tuple[rx.Var[Payload]]:
    return (payload,)


class ExerciseLines(rx.Component):
    """See exercise_lines.jsx. A new `key` begins anew from `seed`."""

    library = script("components/exercise_lines.jsx")
    tag = "ExerciseLines"

    seed: rx.Var[list[Line]]
    answers: rx.Var[list[ReadLines]]
    problem: rx.Var[str]
    problem_field: rx.Var[str]
    styles: rx.Var[dict[str, str]]
    on_read: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]


def exercise_lines(*, seed: Any, answers: Any, on_read: Any, **props: Any) -> rx.Component:
    """Fields `exercise_name`, `_sets`, `_reps`, `_load`, all lists; refusals name `exercise-2`.

    `exercise_whole` is "yes" for a line that was typed in one go and not yet taken apart.
    """
    return ExerciseLines.create(
        seed=seed,
        answers=answers,
        on_read=on_read,
        problem=Messages.problem,
        problem_field=Messages.problem_field,
        styles=STYLES,
        **props,
    )
