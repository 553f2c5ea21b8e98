"""The dialog that copies days of a programme."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import date_field, form, select_field
from coachbook.ui.components.surfaces import empty_state
from coachbook.ui.theme import SOFT
from coachbook.ui.workouts.copy_state import ProgrammeCopy
from coachbook.ui.workouts.state import ProgrammePage
from coachbook.ui.workouts.write_dialog import FOOT

OPTIONS: Any = ProgrammeCopy.options


def copy_dialog() -> rx.Component:
    return dialog(
        rx.cond(ProgrammeCopy.options, _form(), _nothing()),
        id="copy-workouts",
        title="Copy workouts",
        description=rx.el.span("Into the programme of ", rx.el.bdi(ProgrammePage.name), "."),
        is_open=ProgrammeCopy.is_open,
        on_close=ProgrammeCopy.close,
    )


def _form() -> rx.Component:
    return form(
        select_field(
            "From",
            OPTIONS,
            name="source",
            id="copy-source",
            hint=ProgrammeCopy.about,
            default_value=ProgrammeCopy.picked,
            on_change=ProgrammeCopy.pick,
        ),
        _span(),
        date_field(
            "The first day becomes",
            name="start_on",
            id="copy-start",
            default_value=ProgrammeCopy.start_on,
            required=True,
        ),
        rx.el.p(
            "The other days keep their distance, so weekdays stay when both are Mondays. Ticks and "
            "notes of the client are not copied; what is planned already stays.",
            class_name=SOFT,
        ),
        rx.el.div(
            button("Cancel", on_click=ProgrammeCopy.close),
            button("Copy workouts", kind="primary", type="submit"),
            class_name=FOOT,
        ),
        on_submit=ProgrammeCopy.copy,
        key=ProgrammeCopy.opened,
    )


def _span() -> rx.Component:
    return rx.el.div(
        date_field(
            "First day",
            name="first",
            id="copy-first",
            default_value=ProgrammeCopy.first,
            required=True,
        ),
        date_field(
            "Last day",
            name="last",
            id="copy-last",
            default_value=ProgrammeCopy.last,
            required=True,
        ),
        key=ProgrammeCopy.spans,
        class_name="grid grid-cols-2 items-end gap-4",
    )


def _nothing() -> rx.Component:
    return empty_state(
        "Nothing to copy yet",
        "None of your clients has workouts. Add the first one; it can be copied afterwards.",
        icon_name="copy",
        action=button("Close", on_click=ProgrammeCopy.close),
    )
