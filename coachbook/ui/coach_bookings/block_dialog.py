"""Block time: the form, and the bookings that are in that time."""

import reflex as rx

from coachbook.ui.coach_bookings.block_state import BlockDialog
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import (
    checkbox_field,
    date_field,
    form,
    select_field,
    text_field,
    time_field,
)
from coachbook.ui.settings.conflict_dialog import conflict_dialog

KINDS = (
    ("both", "Sessions and check-ins"),
    ("session", "Sessions only"),
    ("checkin", "Check-ins only"),
)


def block_dialogs() -> rx.Component:
    return rx.fragment(
        dialog(
            form(
                _when(),
                select_field("For", KINDS, name="kinds", id="block-kinds", default_value="both"),
                text_field("Note for yourself", name="note", id="block-note", max_length=200),
                rx.el.div(
                    button("Cancel", on_click=BlockDialog.close),
                    button("Block this time", kind="primary", type="submit"),
                    class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
                ),
                on_submit=BlockDialog.submit,
                key=BlockDialog.opened,
            ),
            id="block-time",
            title="Block time",
            description=(
                "Nobody can book it. If bookings are there already, you decide about each first."
            ),
            is_open=BlockDialog.is_open,
            on_close=BlockDialog.close,
            is_sticky=True,
        ),
        conflict_dialog(asker="block", on_confirm=BlockDialog.decide, verb="Block this time"),
    )


def _when() -> rx.Component:
    first = BlockDialog.first
    return rx.fragment(
        rx.el.div(
            date_field("Date", name="on", id="block-on", default_value=first["on"], required=True),
            date_field("Last day, if several", name="last_on", id="block-last-on"),
            class_name="grid items-end gap-4 sm:grid-cols-2",
        ),
        checkbox_field(
            "The whole day",
            name="is_whole_day",
            id="block-whole-day",
            checked=BlockDialog.is_whole_day,
            on_change=BlockDialog.choose_whole_day,
        ),
        rx.cond(
            BlockDialog.is_whole_day,
            rx.fragment(),
            rx.el.div(
                time_field(
                    "From",
                    name="start",
                    id="block-start",
                    default_value=first["start"],
                    required=True,
                ),
                time_field(
                    "To", name="end", id="block-end", default_value=first["end"], required=True
                ),
                class_name="grid grid-cols-2 gap-4",
            ),
        ),
    )
