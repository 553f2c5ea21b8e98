"""The form for one date that differs, or for several in a row."""

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import (
    checkbox_field,
    date_field,
    form,
    number_field,
    select_field,
    text_field,
    time_field,
)
from coachbook.ui.settings.dates_state import DatesEditor

WHAT = (("block", "Block time"), ("open", "Extra hours"))
KINDS = (
    ("both", "Sessions and check-ins"),
    ("session", "Sessions only"),
    ("checkin", "Check-ins only"),
)


def dates_dialog() -> rx.Component:
    return dialog(
        form(
            segmented(
                "What changes",
                WHAT,
                name="what",
                value=rx.cond(DatesEditor.is_blocked, "block", "open"),
                on_change=DatesEditor.choose,
                class_name="self-start",
            ),
            _days(),
            _times(),
            _kinds(),
            _more(),
            rx.el.div(
                button("Cancel", on_click=DatesEditor.close),
                button(_verb(), kind="primary", type="submit"),
                class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
            ),
            on_submit=DatesEditor.submit,
            key=DatesEditor.opened,
        ),
        id="dates-dialog",
        title=rx.cond(
            DatesEditor.is_editing,
            rx.cond(DatesEditor.is_whole, "Change these dates", "Change this date"),
            "Change some dates",
        ),
        description="Bookings that no longer fit are shown first, and you decide about each.",
        is_open=DatesEditor.asked == "form",
        on_close=DatesEditor.close,
        is_sticky=True,
    )


def _verb() -> rx.Var[str]:
    adding = rx.cond(DatesEditor.is_blocked, "Block this time", "Add these hours")
    return rx.cond(DatesEditor.is_editing, "Save this change", adding)


def _days() -> rx.Component:
    return rx.el.div(
        date_field(
            "Date",
            name="on",
            default_value=DatesEditor.first["on"],
            min=DatesEditor.earliest,
            required=True,
        ),
        date_field(
            "Last day, if several",
            name="last_on",
            default_value=DatesEditor.first["last_on"],
            min=DatesEditor.earliest,
        ),
        class_name="grid items-end gap-4 sm:grid-cols-2",
    )


def _times() -> rx.Component:
    return rx.fragment(
        rx.cond(
            DatesEditor.is_blocked,
            checkbox_field(
                "The whole day",
                name="is_whole_day",
                checked=DatesEditor.is_whole_day,
                on_change=DatesEditor.choose_whole_day,
            ),
        ),
        rx.cond(
            DatesEditor.is_whole_day,
            rx.fragment(),
            rx.el.div(
                time_field(
                    "From", name="start", default_value=DatesEditor.first["start"], required=True
                ),
                time_field("To", name="end", default_value=DatesEditor.first["end"], required=True),
                class_name="grid grid-cols-2 gap-4",
            ),
        ),
    )


def _kinds() -> rx.Component:
    return select_field("For", KINDS, name="kinds", default_value=DatesEditor.first["kinds"])


def _more() -> rx.Component:
    return rx.fragment(
        rx.cond(
            DatesEditor.is_blocked,
            rx.fragment(),
            number_field(
                "Clients at once",
                name="capacity",
                hint="Leave it empty for as many as that day's week has.",
                min=1,
                max=100,
                default_value=DatesEditor.first["capacity"],
            ),
        ),
        text_field(
            "Note for yourself",
            name="note",
            default_value=DatesEditor.first["note"],
            max_length=200,
        ),
    )
