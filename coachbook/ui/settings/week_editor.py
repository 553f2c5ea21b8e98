"""The week editor: a line for each day, several stretches on it, and a bar that saves."""

from typing import Any

import reflex as rx

from coachbook.services.week_rules import DAYS
from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import checkbox_field, form
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import card
from coachbook.ui.refusals import Messages
from coachbook.ui.settings.conflict_dialog import conflict_dialog
from coachbook.ui.settings.week_draft import MONDAY_FIRST
from coachbook.ui.settings.week_state import WeekEditor
from coachbook.ui.settings.week_tabs import week_tabs
from coachbook.ui.theme import CONTROL, SOFT

KINDS = (("session", "Sessions"), ("checkin", "Check-ins"))
ABOUT = {
    "session": "When clients can book a session, and how many may be with you at once.",
    "checkin": "When clients can book their monthly check-in. One is never offered over a session.",
}
SMALL = CONTROL.replace("w-full", "").replace("px-3", "px-2 tabular-nums")
TIME = f"{SMALL} w-26 [&::-webkit-calendar-picker-indicator]:hidden"


def week_editor() -> rx.Component:
    return card(
        rx.el.p(rx.match(WeekEditor.kind, ("checkin", ABOUT["checkin"]), ABOUT["session"]),
                class_name=SOFT),
        week_tabs(),
        _columns(),
        rx.el.div(
            rx.foreach(WeekEditor.days, _day),
            class_name="divide-y divide-line border-y border-line",
        ),
        rx.el.p(
            "An end of 00:00 (12:00 AM) is midnight. Capacity is how many clients are with you "
            "at the same time.",
            class_name="text-[13px] text-ink-soft",
        ),
        _save_bar(),
        _copy_dialog(),
        conflict_dialog(asker="week", on_confirm=WeekEditor.decide, verb=WeekEditor.verb),
        title="Weekly hours",
        action=segmented(
            "Which hours", KINDS, name="week-kind", value=WeekEditor.kind, on_change=WeekEditor.show
        ),
    )  # fmt: skip


def _columns() -> rx.Component:
    """What the three fields of a stretch are, where words and icons beside them have no room."""
    return rx.el.div(
        rx.el.span("From", class_name="w-26"),
        rx.el.span("To", class_name="w-26"),
        rx.el.span("Clients at once"),
        aria_hidden="true",
        class_name="-mb-2 flex gap-1.5 text-xs text-ink-soft sm:hidden",
    )


def _day(day: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3(day["name"], class_name="text-sm font-medium text-ink sm:pt-2 sm:w-28"),
        _day_actions(day),
        rx.el.div(
            rx.cond(
                day["rows"].length() == 0,
                rx.el.p("Closed", class_name=f"{SOFT} sm:pt-2"),
                rx.foreach(day["rows"], lambda row: _stretch(day, row)),
            ),
            _problem(day),
            class_name="col-span-2 flex min-w-0 flex-col gap-2 sm:order-2 sm:col-span-1 sm:grow",
        ),
        key=day["day"],
        role="group",
        aria_label=day["name"],
        class_name=(
            "grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 py-2.5 "
            "sm:flex sm:items-start sm:gap-3"
        ),
    )


def _day_actions(day: Any) -> rx.Component:
    return rx.el.div(
        icon_button("plus", f"Add hours on {day['name']}", on_click=WeekEditor.add_row(day["day"])),
        icon_button(
            "copy",
            f"Copy {day['name']} to other days",
            on_click=WeekEditor.start_copy(day["day"], day["name"]),
        ),
        class_name="flex shrink-0 sm:order-3",
    )


def _stretch(day: Any, row: Any) -> rx.Component:
    return rx.el.div(
        _time(day, row, "start", "From"),
        rx.el.span("to", aria_hidden="true", class_name=f"{SOFT} max-sm:hidden"),
        _time(day, row, "end", "to"),
        _capacity(day, row),
        icon_button(
            "trash_2",
            f"Remove {row['start']} to {row['end']} on {day['name']}",
            on_click=WeekEditor.remove_row(row["key"]),
        ),
        key=row["key"],
        class_name="flex min-w-0 items-center gap-1.5 sm:gap-2",
    )


def _time(day: Any, row: Any, what: str, label: str) -> rx.Component:
    return rx.el.input(
        type="time",
        default_value=row[what],
        on_change=lambda value: WeekEditor.type_in(row["key"], what, value),
        aria_label=f"{day['name']}, {label}",
        class_name=TIME,
    )


def _capacity(day: Any, row: Any) -> rx.Component:
    return rx.el.label(
        icon("users", size=14, class_name="text-ink-soft max-sm:hidden"),
        rx.el.input(
            custom_attrs={"type": "number"},  # so that what was typed arrives as it was typed
            min=1,
            max=100,
            default_value=row["capacity"],
            on_change=lambda value: WeekEditor.type_in(row["key"], "capacity", value),
            aria_label=f"{day['name']}, clients at once",
            title="Clients at once",
            class_name=f"{SMALL} w-11 sm:w-16",
        ),
        class_name="flex shrink-0 items-center gap-1.5",
    )


def _problem(day: Any) -> rx.Component:
    return rx.cond(
        Messages.problem_field == f"day-{day['day']}",
        rx.el.p(
            icon("circle_alert", size=14),
            Messages.problem,
            class_name="flex items-center gap-1.5 text-[13px] text-error",
        ),
    )


def _save_bar() -> rx.Component:
    """There only while something differs from what is saved."""
    return rx.cond(
        WeekEditor.is_changed,
        rx.el.div(
            rx.el.p("Not saved yet", class_name="grow text-sm font-medium text-ink"),
            button("Discard", kind="quiet", on_click=WeekEditor.discard),
            button("Save hours", kind="primary", on_click=WeekEditor.save),
            class_name=(
                "sticky bottom-20 z-10 flex items-center gap-2 rounded-card border border-line "
                "bg-raised px-3.5 py-2.5 shadow-raised md:bottom-4"
            ),
        ),
    )


def _copy_dialog() -> rx.Component:
    return dialog(
        form(
            rx.el.div(
                *(_target(day) for day in MONDAY_FIRST),
                class_name="grid grid-cols-2 gap-x-4 sm:grid-cols-3",
            ),
            rx.el.div(
                button("Cancel", on_click=WeekEditor.stop_copy),
                button("Copy hours", kind="primary", type="submit"),
                class_name="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end",
            ),
            on_submit=WeekEditor.copy,
            key=WeekEditor.copied_day,
        ),
        id="copy-day",
        title=f"Copy {WeekEditor.copied_name}'s hours",
        description="They replace the hours of the days you tick. Nothing is saved yet.",
        is_open=WeekEditor.copied_day >= 0,
        on_close=WeekEditor.stop_copy,
    )


def _target(day: int) -> rx.Component:
    return rx.cond(
        WeekEditor.copied_day == day,
        rx.fragment(),
        checkbox_field(DAYS[day], name=f"to-{day}", id=f"copy-to-{day}"),
    )
