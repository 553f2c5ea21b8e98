"""Which week is edited: that of now or one planned, and the dialogs that plan, move and remove."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.choices import SEGMENT
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import date_field, form, select_field
from coachbook.ui.settings.week_state import WeekEditor
from coachbook.ui.theme import SOFT

BEGINNINGS = (
    ("same", "The hours shown now"),
    ("closed", "No hours: closed from that date"),
)


def week_tabs() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(WeekEditor.has_plans, _tabs()),
            button(
                "Plan other hours from a date",
                size="small",
                icon_name="calendar_plus",
                on_click=WeekEditor.ask("plan"),
            ),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-2",
        ),
        rx.el.div(
            rx.el.p(WeekEditor.lasts, aria_live="polite", class_name=f"{SOFT} grow"),
            rx.cond((WeekEditor.at != "") & ~WeekEditor.is_new, _planned_actions()),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1 empty:hidden",
        ),
        _plan_dialog(),
        _move_dialog(),
        _remove_dialog(),
        class_name="flex flex-col gap-2",
    )


def _tabs() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Which week", class_name="sr-only"),
        rx.foreach(WeekEditor.tabs, _tab),
        class_name="inline-flex max-w-full flex-wrap rounded-control bg-sunken p-0.5",
    )


def _tab(tab: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="week-at",
            value=tab["at"],
            checked=WeekEditor.at == tab["at"],
            on_change=WeekEditor.choose(tab["at"]),
            class_name="sr-only",
        ),
        tab["label"],
        key=tab["at"],
        class_name=SEGMENT,
    )


def _planned_actions() -> rx.Component:
    return rx.el.div(
        button("Change the date", size="small", on_click=WeekEditor.ask("move")),
        button("Remove this plan", size="small", kind="quiet", on_click=WeekEditor.ask("remove")),
        class_name="flex flex-wrap gap-2",
    )


def _plan_dialog() -> rx.Component:
    return dialog(
        form(
            _date("Other hours from", "plan-from", WeekEditor.next_month),
            select_field("Begin with", BEGINNINGS, name="begin", id="plan-begin"),
            _buttons("Plan these hours"),
            on_submit=WeekEditor.plan,
            key=WeekEditor.opened,
        ),
        id="plan-hours",
        title="Plan other hours from a date",
        description=(
            "The hours before them end the day before. You can edit the new week before anything "
            "is saved."
        ),
        is_open=WeekEditor.asked == "plan",
        on_close=WeekEditor.stop_asking,
    )


def _move_dialog() -> rx.Component:
    return dialog(
        form(
            _date("These hours from", "move-to", WeekEditor.at),
            _buttons("Change the date"),
            on_submit=WeekEditor.move,
            key=WeekEditor.opened,
        ),
        id="move-hours",
        title="Begin on another date",
        description="If bookings would no longer fit, you are asked about them first.",
        is_open=WeekEditor.asked == "move",
        on_close=WeekEditor.stop_asking,
    )


def _remove_dialog() -> rx.Component:
    return dialog(
        id="remove-hours",
        title="Remove these planned hours?",
        description=rx.el.span(
            "They don't come; ",
            WeekEditor.runs_on,
            " run on instead. If bookings would no longer fit, you are asked about them first.",
        ),
        actions=(
            button("Keep them", on_click=WeekEditor.stop_asking),
            button("Remove these hours", kind="danger", on_click=WeekEditor.remove),
        ),
        is_open=WeekEditor.asked == "remove",
        on_close=WeekEditor.stop_asking,
    )


def _date(label: str, identity: str, value: Any) -> rx.Component:
    return date_field(
        label,
        name="valid_from",
        id=identity,
        default_value=value,
        min=WeekEditor.tomorrow,
        required=True,
    )


def _buttons(verb: str) -> rx.Component:
    return rx.el.div(
        button("Cancel", on_click=WeekEditor.stop_asking),
        button(verb, kind="primary", type="submit"),
        class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
    )
