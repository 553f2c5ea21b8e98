"""The dialog in which a workout is written."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import date_field, form, number_field, select_field
from coachbook.ui.theme import FOCUS
from coachbook.ui.workouts.editor import workout_fields
from coachbook.ui.workouts.write_state import WorkoutWriter

TEMPLATES: Any = WorkoutWriter.templates
FOOT = "flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end"


def write_dialog() -> rx.Component:
    return dialog(
        form(
            rx.cond(WorkoutWriter.is_new & WorkoutWriter.has_templates, _template()),
            rx.cond(WorkoutWriter.is_new, _when()),
            workout_fields(WorkoutWriter.first, prefix="workout", key=WorkoutWriter.filled),
            rx.cond(
                WorkoutWriter.following > 0,
                scope_choice("What to change", WorkoutWriter.following),
            ),
            rx.el.div(
                button("Cancel", on_click=WorkoutWriter.close),
                button(
                    rx.cond(WorkoutWriter.is_new, "Add workout", "Save workout"),
                    kind="primary",
                    type="submit",
                ),
                class_name=FOOT,
            ),
            on_submit=WorkoutWriter.save,
            key=WorkoutWriter.opened,
        ),
        id="write-workout",
        title=rx.cond(WorkoutWriter.is_new, "Add a workout", "Edit workout"),
        description=rx.cond(
            WorkoutWriter.is_new,
            "Your client sees it in their calendar on that day.",
            WorkoutWriter.day,
        ),
        is_open=WorkoutWriter.is_open,
        on_close=WorkoutWriter.close,
        is_sticky=True,
        size="large",
    )


def _template() -> rx.Component:
    return select_field(
        "Begin with a template",
        TEMPLATES,
        name="template",
        id="workout-template",
        on_change=WorkoutWriter.pick_template,
    )


def _when() -> rx.Component:
    return rx.el.div(
        date_field(
            "Date",
            name="scheduled_on",
            id="workout-date",
            default_value=WorkoutWriter.on,
            required=True,
        ),
        number_field(
            "Weeks in a row",
            name="weeks",
            id="workout-weeks",
            default_value="1",
            min=1,
            max=52,
            required=True,
        ),
        class_name="grid grid-cols-2 items-end gap-4",
    )


def scope_choice(legend: str, following: Any) -> rx.Component:
    """Which of a series; what is done already stays as it was."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="mb-1 text-sm font-medium text-ink"),
        _scope("one", "Only this one", is_first=True),
        _scope("following", f"This one and the {following} that follow"),
        class_name="flex flex-col",
    )


def _scope(value: str, words: Any, *, is_first: bool = False) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="scope",
            value=value,
            default_checked=is_first,
            class_name=f"size-4 pointer-coarse:size-5 accent-primary {FOCUS}",
        ),
        words,
        class_name="flex cursor-pointer items-center gap-2 py-1 text-sm pointer-coarse:min-h-11",
    )
