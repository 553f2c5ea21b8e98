"""One workout: what it says and what can be done with it."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import date_field, form, text_field
from coachbook.ui.theme import SOFT
from coachbook.ui.workouts.desk_state import WorkoutDesk
from coachbook.ui.workouts.programme_parts import client_note, status
from coachbook.ui.workouts.state import ProgrammePage
from coachbook.ui.workouts.write_dialog import FOOT, scope_choice
from coachbook.ui.workouts.write_state import WorkoutWriter

ONE: Any = WorkoutDesk.details


def desk_dialogs() -> rx.Component:
    return rx.fragment(_details(), _move(), _remove(), _keep())


def _details() -> rx.Component:
    return dialog(
        rx.el.div(
            status(ONE["stage"], ONE["status"]),
            rx.cond(ONE["repeats"] != "", rx.el.span(ONE["repeats"], class_name="text-[13px]")),
            class_name="flex flex-wrap items-center gap-2 text-ink-soft",
        ),
        rx.cond(ONE["client_note"] != "", client_note(ONE["client_note"])),
        rx.el.ol(
            rx.foreach(
                ONE["exercises"].to(list[str]),
                lambda words: rx.el.li(words, class_name="py-1.5 wrap-anywhere"),
            ),
            class_name="figures list-inside list-decimal divide-y divide-line text-sm text-ink",
        ),
        rx.cond(
            ONE["notes"] != "",
            rx.el.p(ONE["notes"], class_name=f"{SOFT} wrap-anywhere whitespace-pre-line"),
        ),
        rx.cond(ProgrammePage.is_archived, rx.fragment(), _actions()),
        id="workout-details",
        title=rx.el.bdi(ONE["title"], class_name="wrap-anywhere"),
        description=ONE["day"],
        is_open=WorkoutDesk.doing == "details",
        on_close=WorkoutDesk.close,
    )


def _actions() -> rx.Component:
    key = WorkoutDesk.key
    return rx.el.div(
        rx.cond(
            ONE["stage"] == "done",
            rx.el.p("Done workouts stay as they were.", class_name=f"{SOFT} w-full"),
            rx.fragment(
                button(
                    "Edit",
                    icon_name="pencil",
                    on_click=[WorkoutDesk.close, WorkoutWriter.start_editing(key)],
                ),
                button("Move", icon_name="calendar", on_click=WorkoutDesk.start_moving(key)),
                button("Remove", icon_name="trash_2", on_click=WorkoutDesk.start_removing(key)),
            ),
        ),
        button(
            "Save as template",
            icon_name="bookmark_plus",
            on_click=WorkoutDesk.start_keeping(key),
        ),
        class_name="flex flex-wrap gap-2 border-t border-line pt-4",
    )


def _move() -> rx.Component:
    return dialog(
        form(
            date_field(
                "New date",
                name="scheduled_on",
                id="move-workout-date",
                default_value=WorkoutDesk.on,
                required=True,
            ),
            rx.cond(
                WorkoutDesk.following > 0,
                rx.el.p("Only this one moves; the others keep their days.", class_name=SOFT),
            ),
            rx.el.div(
                button("Keep its date", on_click=WorkoutDesk.close),
                button("Move this workout", kind="primary", type="submit"),
                class_name=FOOT,
            ),
            on_submit=WorkoutDesk.move,
            key=WorkoutDesk.opened,
        ),
        id="move-workout",
        title=rx.el.span("Move “", rx.el.bdi(ONE["title"], class_name="wrap-anywhere"), "”"),
        description=rx.el.span("It is planned for ", ONE["day"], "."),
        is_open=WorkoutDesk.doing == "move",
        on_close=WorkoutDesk.close,
    )


def _remove() -> rx.Component:
    return dialog(
        form(
            rx.el.p(
                "It disappears from your client's calendar; nobody is told. Done workouts stay.",
                class_name="text-sm text-ink",
            ),
            rx.cond(
                WorkoutDesk.following > 0,
                scope_choice("What to remove", WorkoutDesk.following),
            ),
            rx.el.div(
                button("Keep it", on_click=WorkoutDesk.close),
                button("Remove workout", kind="danger", type="submit"),
                class_name=FOOT,
            ),
            on_submit=WorkoutDesk.remove,
            key=WorkoutDesk.opened,
        ),
        id="remove-workout",
        title=rx.el.span("Remove “", rx.el.bdi(ONE["title"], class_name="wrap-anywhere"), "”?"),
        description=ONE["day"],
        is_open=WorkoutDesk.doing == "remove",
        on_close=WorkoutDesk.close,
    )


def _keep() -> rx.Component:
    return dialog(
        form(
            text_field(
                "Title",
                name="title",
                id="template-title",
                default_value=ONE["title"],
                max_length=200,
                required=True,
            ),
            rx.el.div(
                button("Cancel", on_click=WorkoutDesk.close),
                button("Save template", kind="primary", type="submit"),
                class_name=FOOT,
            ),
            on_submit=WorkoutDesk.keep,
            key=WorkoutDesk.opened,
        ),
        id="keep-workout",
        title="Save as template",
        description="You can begin other clients' workouts with it.",
        is_open=WorkoutDesk.doing == "keep",
        on_close=WorkoutDesk.close,
    )
