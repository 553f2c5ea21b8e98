"""The shelf of workout templates."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import card, empty_state, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen
from coachbook.ui.workouts.editor import workout_fields
from coachbook.ui.workouts.shelf_state import WorkoutShelf
from coachbook.ui.workouts.write_dialog import FOOT


def templates_loading() -> rx.Component:
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        card(*(skeleton("h-10 w-full") for _ in range(5))),
    )


@screen(
    "/coach/workout-templates",
    title="Workout templates",
    allow="coach",
    on_load=WorkoutShelf.load,
    nav=Entry("Workouts", "bookmark", order=37),
    loading=templates_loading,
    has_heading=False,
    width="narrow",
)
def workout_templates() -> rx.Component:
    return rx.el.div(
        page_heading(
            "Workout templates",
            button(
                "Add template",
                kind="primary",
                icon_name="plus",
                on_click=WorkoutShelf.start_creating,
            ),
            below="What you plan often. Begin a client's workout with one of them.",
        ),
        card(rx.cond(WorkoutShelf.templates, _list(), _nothing())),
        _edit_dialog(),
        _remove_dialog(),
        class_name="flex flex-col gap-5",
    )


def _list() -> rx.Component:
    return rx.el.ul(
        rx.foreach(WorkoutShelf.templates, _template),
        aria_label="Workout templates",
        class_name="divide-y divide-line",
    )


def _nothing() -> rx.Component:
    return empty_state(
        "No templates yet",
        "Write one here, or save one of your clients' workouts as a template.",
        icon_name="bookmark",
        action=button(
            "Add the first template", kind="primary", on_click=WorkoutShelf.start_creating
        ),
    )


def _template(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.bdi(one["title"]), class_name="text-sm font-medium break-words text-ink"),
            rx.el.p(one["about"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0 grow basis-52 wrap-anywhere",
        ),
        rx.el.div(
            button(
                "Edit",
                size="small",
                aria_label=f"Edit {one['title']}",
                on_click=WorkoutShelf.start_editing(one["id"]),
            ),
            button(
                "Remove",
                size="small",
                kind="quiet",
                aria_label=f"Remove {one['title']}",
                on_click=WorkoutShelf.start_removing(one["id"]),
            ),
            class_name="flex shrink-0 gap-1",
        ),
        key=one["id"],
        class_name="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0",
    )


def _edit_dialog() -> rx.Component:
    return dialog(
        form(
            workout_fields(WorkoutShelf.first, prefix="shelf"),
            rx.el.div(
                button("Cancel", on_click=WorkoutShelf.close),
                button("Save template", kind="primary", type="submit"),
                class_name=FOOT,
            ),
            on_submit=WorkoutShelf.save,
            key=WorkoutShelf.opened,
        ),
        id="edit-workout-template",
        title=rx.cond(WorkoutShelf.is_new, "Add a template", "Edit template"),
        description=rx.cond(
            WorkoutShelf.is_new,
            "It fills in the form when you plan a workout.",
            "Workouts that were made from it stay as they are.",
        ),
        is_open=WorkoutShelf.is_editing,
        on_close=WorkoutShelf.close,
        is_sticky=True,
        size="large",
    )


def _remove_dialog() -> rx.Component:
    return dialog(
        rx.el.p("Workouts that were made from it stay.", class_name="text-sm text-ink"),
        id="remove-workout-template",
        title=rx.el.span(
            "Remove “", rx.el.bdi(WorkoutShelf.first["title"], class_name="wrap-anywhere"), "”?"
        ),
        is_open=WorkoutShelf.is_removing,
        on_close=WorkoutShelf.close,
        actions=(
            button("Keep it", on_click=WorkoutShelf.close),
            button("Remove this template", kind="danger", on_click=WorkoutShelf.remove),
        ),
    )
