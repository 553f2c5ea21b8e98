"""Dates that differ from the week: a month to pick from beside the list of what was picked."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge, card, empty_state
from coachbook.ui.settings.conflict_rows import conflict_dialog
from coachbook.ui.settings.dates_dialog import dates_dialog
from coachbook.ui.settings.dates_state import DatesEditor
from coachbook.ui.theme import FOCUS, SOFT, SUBHEADING

WEEKDAYS = (
    ("Mon", "Monday"), ("Tue", "Tuesday"), ("Wed", "Wednesday"), ("Thu", "Thursday"),
    ("Fri", "Friday"), ("Sat", "Saturday"), ("Sun", "Sunday"),
)  # fmt: skip
CELL = (
    "relative grid h-11 w-full cursor-pointer place-items-center rounded-control text-sm "
    f"text-ink tabular-nums hover:bg-sunken disabled:cursor-default disabled:opacity-40 {FOCUS}"
)


def dates_panel() -> rx.Component:
    return card(
        rx.el.p(
            "Holidays, appointments, an extra evening: pick a date to block it or to open more "
            "hours. What is set here wins over the week above.",
            class_name=SOFT,
        ),
        rx.el.div(
            _calendar(),
            _list(),
            class_name="grid gap-6 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]",
        ),
        dates_dialog(),
        conflict_dialog(
            id="dates-conflicts",
            rows=DatesEditor.conflicts,
            is_open=DatesEditor.is_asking,
            on_close=DatesEditor.stop_asking,
            on_confirm=DatesEditor.go_on,
            confirm_label=rx.cond(DatesEditor.removing == "", "Save anyway", "Remove anyway"),
        ),
        title="Dates that differ",
        action=button(
            "Add",
            size="small",
            icon_name="plus",
            on_click=DatesEditor.start_adding(DatesEditor.earliest),
        ),
    )


def _calendar() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3(DatesEditor.title, aria_live="polite", class_name=f"{SUBHEADING} grow"),
            icon_button("chevron_left", "Month before", on_click=DatesEditor.turn(-1)),
            button("Today", size="small", on_click=DatesEditor.turn(0)),
            icon_button("chevron_right", "Month after", on_click=DatesEditor.turn(1)),
            class_name="flex items-center gap-1",
        ),
        rx.el.div(
            *(_weekday(short, whole) for short, whole in WEEKDAYS),
            rx.foreach(DatesEditor.cells, _cell),
            class_name="grid grid-cols-7 gap-0.5 sm:gap-1",
        ),
        _legend(),
        class_name="flex flex-col gap-2",
    )


def _weekday(short: str, whole: str) -> rx.Component:
    return rx.el.abbr(
        short,
        title=whole,
        class_name="py-1 text-center text-xs text-ink-soft no-underline",
    )


def _cell(cell: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span(
            cell["number"],
            class_name=rx.cond(
                cell["is_today"],
                "grid size-7 place-items-center rounded-full bg-primary text-on-primary",
                "",
            ),
        ),
        _mark(cell["look"]),
        type="button",
        disabled=cell["is_past"] | cell["is_outside"],
        on_click=DatesEditor.start_adding(cell["on"]),
        aria_label=cell["spoken"],
        aria_current=rx.cond(cell["is_today"], "date", "false"),
        key=cell["on"],
        class_name=rx.cond(cell["look"] == "blocked", f"{CELL} hatched", CELL),
    )


def _mark(look: Any) -> rx.Component:
    """A bar for a part that is blocked, a green one with a plus for extra hours."""
    bar = "absolute bottom-1 h-1 w-4 rounded-full"
    return rx.match(
        look,
        ("part", rx.el.span(aria_hidden="true", class_name=f"{bar} hatched border border-blocked")),
        ("extra", rx.el.span(aria_hidden="true", class_name=f"{bar} bg-session")),
        rx.fragment(),
    )


def _legend() -> rx.Component:
    swatch = "inline-block h-2.5 w-4 rounded-sm border border-line"
    return rx.el.div(
        rx.el.span(rx.el.span(class_name=f"{swatch} hatched"), "Blocked", class_name=_KEY),
        rx.el.span(
            rx.el.span(class_name="inline-block h-1 w-4 rounded-full bg-session"),
            "Extra hours",
            class_name=_KEY,
        ),
        aria_hidden="true",
        class_name="flex gap-4 pt-1",
    )


_KEY = "inline-flex items-center gap-1.5 text-xs text-ink-soft"


def _list() -> rx.Component:
    return rx.cond(
        DatesEditor.lines,
        rx.el.ul(
            rx.foreach(DatesEditor.lines, _line),
            aria_label="Dates that differ this month",
            class_name="flex max-h-112 flex-col divide-y divide-line overflow-y-auto",
        ),
        empty_state(
            "Nothing differs this month",
            "Your weekly hours hold on every day of it.",
            icon_name="calendar_check",
        ),
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(
            line["is_blocked"],
            icon("ban", class_name="mt-0.5 text-ink-soft"),
            icon("clock_plus", class_name="mt-0.5 text-session"),
        ),
        rx.el.div(
            rx.el.p(
                line["when"],
                badge(line["kind"]),
                class_name="flex flex-wrap items-center gap-x-2 text-sm font-medium text-ink",
            ),
            rx.el.p(line["what"], class_name=SOFT),
            rx.cond(line["note"] != "", rx.el.p(line["note"], class_name=f"{SOFT} break-words")),
            class_name="flex min-w-0 grow flex-col",
        ),
        _line_actions(line),
        key=line["id"],
        class_name=rx.cond(
            line["is_past"],
            "flex items-start gap-2.5 py-2.5 opacity-60",
            "flex items-start gap-2.5 py-2.5",
        ),
    )


def _line_actions(line: Any) -> rx.Component:
    about = f"{line['when']}, {line['what']}, {line['kind']}"
    return rx.el.div(
        rx.cond(
            line["is_past"],
            rx.fragment(),
            icon_button("pencil", f"Edit {about}", on_click=DatesEditor.start_editing(line["id"])),
        ),
        icon_button("trash_2", f"Remove {about}", on_click=DatesEditor.remove(line["id"])),
        class_name="-my-1.5 flex shrink-0",
    )
