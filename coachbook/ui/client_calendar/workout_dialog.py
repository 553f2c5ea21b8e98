"""One workout in full: what to do, and how it went."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.workout_state import MyWorkoutState
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, textarea_field
from coachbook.ui.components.icons import KIND_ICONS, icon
from coachbook.ui.components.surfaces import badge
from coachbook.ui.theme import SOFT

WORKOUT = MyWorkoutState.workout


def workout_dialog() -> rx.Component:
    return dialog(
        rx.el.div(
            rx.cond(
                WORKOUT["is_done"],
                badge(WORKOUT["done"], tone="success", icon_name="circle_check"),
                badge("Workout", tone="workout", icon_name=KIND_ICONS["workout"]),
            )
        ),
        rx.cond(
            WORKOUT["notes"] != "",
            rx.el.p(WORKOUT["notes"], class_name="text-sm whitespace-pre-line text-ink"),
        ),
        rx.cond(WORKOUT["has_lines"], _exercises()),
        rx.cond(MyWorkoutState.is_open, rx.cond(WORKOUT["when_open"] == "", _ending(), _later())),
        id="workout",
        title=WORKOUT["title"],
        description=rx.el.span(WORKOUT["when"], " · from ", WORKOUT["coach_name"]),
        is_open=MyWorkoutState.is_open,
        on_close=MyWorkoutState.close,
    )


def _exercises() -> rx.Component:
    return rx.el.ol(
        rx.foreach(WORKOUT["lines"], _line),
        aria_label="Exercises",
        class_name="divide-y divide-line rounded-control border border-line",
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(line["name"], class_name="min-w-0 text-ink wrap-anywhere"),
        rx.el.span(line["amount"], class_name="shrink-0 text-right figures text-ink-soft"),
        class_name="flex items-baseline justify-between gap-4 px-3 py-2.5 text-sm",
    )


def _ending() -> rx.Component:
    """The note is there when the form is, and stays what was typed until it is closed."""
    return form(
        textarea_field(
            "How did it go?",
            name="note",
            id="workout-note",
            hint=rx.el.span("Optional. ", WORKOUT["coach_name"], " can read it."),
            default_value=WORKOUT["client_note"],
            rows=3,
        ),
        rx.cond(WORKOUT["is_done"], _again(), _first_time()),
        on_submit=MyWorkoutState.save,
        key=WORKOUT["id"],
    )


def _first_time() -> rx.Component:
    return button("Mark as done", kind="primary", icon_name="check", type="submit")


def _again() -> rx.Component:
    return rx.el.div(
        button("Not done after all", kind="quiet", on_click=MyWorkoutState.take_back),
        button("Save the note", kind="primary", type="submit"),
        class_name="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end",
    )


def _later() -> rx.Component:
    return rx.el.p(
        icon("info", class_name="mt-0.5 shrink-0"),
        rx.el.span("You can tick it off from ", WORKOUT["when_open"], " on."),
        class_name=f"{SOFT} flex gap-2 rounded-control bg-sunken p-3",
    )
