"""Dates that differ from the week: a month to open days of, and the list of what differs."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.day_grid import day_grid
from coachbook.ui.components.surfaces import card, empty_state
from coachbook.ui.settings.conflict_dialog import conflict_dialog
from coachbook.ui.settings.dates_day import about, day_dialog, remove_dialog
from coachbook.ui.settings.dates_dialog import dates_dialog
from coachbook.ui.settings.dates_state import DatesEditor
from coachbook.ui.theme import FOCUS, SOFT, SUBHEADING

WEEKDAYS = (
    ("Mon", "Monday"), ("Tue", "Tuesday"), ("Wed", "Wednesday"), ("Thu", "Thursday"),
    ("Fri", "Friday"), ("Sat", "Saturday"), ("Sun", "Sunday"),
)  # fmt: skip
CELL = (
    "flex h-14 w-full cursor-pointer flex-col items-start gap-1 overflow-hidden rounded-control "
    "border border-line p-1 text-left text-sm text-ink tabular-nums hover:border-line-strong "
    "aria-disabled:cursor-default aria-disabled:border-transparent aria-disabled:text-ink-soft "
    f"sm:h-20 {FOCUS}"
)
CHIP = (
    "hidden max-w-full overflow-hidden text-ellipsis rounded px-1 text-[11px] leading-3.5 "
    "font-medium"
)


def dates_panel() -> rx.Component:
    return card(
        rx.el.p(
            "Holidays, appointments, an extra evening: open a day to block it or to add hours. "
            "What is set here wins over the week above.",
            class_name=SOFT,
        ),
        _calendar(),
        _list(),
        day_dialog(),
        dates_dialog(),
        remove_dialog(),
        conflict_dialog(asker="dates", on_confirm=DatesEditor.decide, verb=_verb()),
        title="Dates that differ",
        action=button(
            "Change dates",
            size="small",
            icon_name="plus",
            on_click=DatesEditor.start_adding(DatesEditor.earliest),
        ),
    )


def _verb() -> rx.Var[str]:
    adding = rx.cond(DatesEditor.is_blocked, "Block this time", "Add these hours")
    saving = rx.cond(DatesEditor.is_editing, "Save this change", adding)
    return rx.cond(DatesEditor.asked == "remove", "Remove it", saving)


def _calendar() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3(DatesEditor.title, aria_live="polite", class_name=f"{SUBHEADING} grow"),
            icon_button("chevron_left", "Month before", on_click=DatesEditor.turn(-1)),
            button("Today", size="small", on_click=DatesEditor.turn(0)),
            icon_button("chevron_right", "Month after", on_click=DatesEditor.turn(1)),
            class_name="flex items-center gap-1",
        ),
        day_grid(
            rx.el.div(
                *(_weekday(short, whole) for short, whole in WEEKDAYS),
                role="row",
                class_name="grid grid-cols-7 gap-1",
            ),
            rx.foreach(DatesEditor.weeks, _week),
            label=f"Dates that differ, {DatesEditor.title}",
            on_turn=DatesEditor.turn,
            class_name="flex flex-col gap-1",
        ),
        _legend(),
        class_name="flex flex-col gap-2",
    )


def _weekday(short: str, whole: str) -> rx.Component:
    return rx.el.div(
        rx.el.abbr(short, title=whole, class_name="no-underline"),
        role="columnheader",
        class_name="py-1 text-center text-xs text-ink-soft",
    )


def _week(row: Any) -> rx.Component:
    return rx.el.div(
        rx.foreach(row["cells"], _cell),
        role="row",
        key=row["key"],
        class_name="grid grid-cols-7 gap-1",
    )


def _cell(cell: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(cell["is_outside"], rx.fragment(), _day(cell)),
        role="gridcell",
        key=cell["on"],
        class_name="min-w-0",
    )


def _day(cell: Any) -> rx.Component:
    """Past days only show what they had."""
    return rx.el.button(
        rx.el.span(
            cell["number"],
            class_name=rx.cond(
                cell["is_today"],
                "grid size-6 place-items-center rounded-full bg-primary text-xs text-on-primary",
                "grid h-6 min-w-6 place-items-center rounded-full bg-surface/80 px-1 text-xs",
            ),
        ),
        rx.foreach(cell["marks"], _chip),
        _bar(cell["look"]),
        type="button",
        on_click=DatesEditor.open_day(cell["on"]),
        aria_label=cell["spoken"],
        aria_current=rx.cond(cell["is_today"], "date", "false"),
        aria_disabled=cell["is_past"] & (cell["look"] == ""),
        custom_attrs={"data-day": cell["on"]},
        class_name=rx.cond(cell["look"] == "blocked", f"{CELL} hatched", CELL),
    )


def _chip(mark: Any) -> rx.Component:
    """The name of a blocked day has one line, times may take two."""
    blocked = f"{CHIP} bg-blocked-soft text-blocked-ink"
    return rx.el.span(
        mark["words"],
        class_name=rx.match(
            mark["look"],
            ("whole", f"{blocked} sm:line-clamp-1"),
            ("extra", f"{CHIP} bg-session-soft text-session-ink sm:line-clamp-2"),
            f"{blocked} sm:line-clamp-2",
        ),
    )


def _bar(look: Any) -> rx.Component:
    """What the chips say, where there is no room for them: hatched, or green."""
    bar = "h-1.5 w-full rounded-full sm:hidden"
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
            rx.el.span(class_name="inline-block h-1.5 w-4 rounded-full bg-session"),
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
            class_name="flex flex-col divide-y divide-line border-t border-line",
        ),
        empty_state(
            "Nothing differs this month",
            "Your weekly hours hold on every day of it.",
            icon_name="calendar_check",
        ),
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        about(line, with_when=True),
        rx.cond(line["is_past"], _past(), _line_actions(line)),
        key=line["id"],
        class_name="flex items-start gap-2.5 py-2.5",
    )


def _past() -> rx.Component:
    return rx.el.span("past", class_name=f"{SOFT} shrink-0")


def _line_actions(line: Any) -> rx.Component:
    name = f"{line['when']}, {line['what']}, {line['kind']}"
    return rx.el.div(
        icon_button("pencil", f"Edit {name}", on_click=DatesEditor.start_editing(line["id"], True)),
        icon_button(
            "trash_2", f"Remove {name}", on_click=DatesEditor.start_removing(line["id"], True)
        ),
        class_name="-my-1.5 flex shrink-0",
    )
