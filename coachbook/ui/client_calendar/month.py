"""A month: a plain grid of days; on a phone with small marks, which lead to the list below."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.entries import opening
from coachbook.ui.client_calendar.lists import month_list
from coachbook.ui.client_calendar.look import MARKS, TILES, by_kind, kind_icon
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.components.icons import KIND_ICONS, icon
from coachbook.ui.components.turning import leads_to, on_narrow, on_wide, turning
from coachbook.ui.theme import CARD, FOCUS

CELL = "relative flex min-h-14 min-w-0 flex-col items-center gap-1 p-1 lg:min-h-28 xl:p-1.5"
CHIP = (
    "flex min-h-6 w-full min-w-0 cursor-pointer items-center gap-1 rounded-md px-1 py-1 "
    f"text-left text-xs font-medium xl:gap-1.5 xl:px-1.5 {FOCUS}"
)
# Three fit into a cell; "+2 more" leads to the others.
FIRST_ONES = "nth-[n+4]:hidden"


def month_view() -> rx.Component:
    return turning(
        rx.el.div(_weekdays(), _days(), class_name=f"{CARD} overflow-hidden"),
        on_narrow(month_list()),
        on_turn=ClientCalendarState.turn,
        class_name="flex touch-pan-y flex-col gap-5 aria-busy:opacity-60",
    )


def _weekdays() -> rx.Component:
    return rx.el.div(
        rx.foreach(
            ClientCalendarState.weekdays,
            lambda name: rx.el.span(
                name, class_name="py-2 text-center text-xs font-medium text-ink-soft"
            ),
        ),
        aria_hidden="true",
        class_name="grid grid-cols-7 border-b border-line",
    )


def _days() -> rx.Component:
    return rx.el.ol(
        rx.foreach(ClientCalendarState.days, _cell),
        aria_label=ClientCalendarState.title,
        class_name="grid grid-cols-7 gap-px bg-line",
    )


def _cell(day: Any) -> rx.Component:
    return rx.el.li(
        _number(day),
        on_wide(
            rx.el.ul(
                rx.foreach(day["entries"], _chip),
                class_name="flex w-full flex-col gap-1",
            ),
            _more(day),
        ),
        on_narrow(_marks(day)),
        aria_label=day["name"],
        class_name=rx.cond(day["is_outside"], f"{CELL} bg-canvas", f"{CELL} bg-surface"),
    )


def _number(day: Any) -> rx.Component:
    look = "grid size-6 shrink-0 place-items-center rounded-full text-xs figures lg:self-start"
    return rx.el.span(
        day["number"],
        aria_hidden="true",
        class_name=rx.cond(
            day["is_today"],
            f"{look} bg-primary font-semibold text-on-primary",
            rx.cond(day["is_outside"], f"{look} text-ink-faint", f"{look} text-ink"),
        ),
    )


def _chip(entry: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            kind_icon(entry["kind"], 12, class_name="shrink-0"),
            rx.el.span(entry["brief"], class_name="min-w-0 grow truncate figures"),
            rx.cond(
                entry["is_done"],
                icon("circle_check", size=13, class_name="shrink-0 text-success"),
            ),
            type="button",
            aria_label=entry["name"],
            title=entry["name"],
            on_click=opening(entry),
            class_name=by_kind(entry["kind"], lambda kind: f"{CHIP} {TILES[kind]}"),
        ),
        class_name=FIRST_ONES,
    )


def _more(day: Any) -> rx.Component:
    return rx.cond(
        day["more"] != "",
        rx.el.button(
            day["more"],
            rx.el.span(", ", day["name"], class_name="sr-only"),
            type="button",
            on_click=ClientCalendarState.go_to_week(day["on"]),
            class_name=(
                "min-h-6 w-full cursor-pointer rounded-md px-1.5 text-left text-xs "
                f"text-ink-soft hover:bg-sunken hover:text-ink {FOCUS}"
            ),
        ),
    )


def _marks(day: Any) -> rx.Component:
    """On a phone: what is on the day, small; the whole cell leads to its line in the list."""
    return rx.cond(
        day["has_entries"],
        rx.el.div(
            rx.foreach(day["entries"], _mark),
            rx.cond(
                ~day["is_outside"],
                leads_to(
                    target=f"day-{day['on']}",
                    aria_label=day["name"],
                    class_name=f"absolute inset-0 cursor-pointer {FOCUS}",
                ),
            ),
            class_name="flex max-w-full flex-wrap justify-center gap-1",
        ),
    )


def _mark(entry: Any) -> rx.Component:
    return rx.el.span(
        by_kind(
            entry["kind"], lambda kind: icon(KIND_ICONS[kind], size=14, class_name=MARKS[kind])
        ),
        rx.cond(entry["is_done"], _small_tick()),
        aria_hidden="true",
        class_name=f"relative {FIRST_ONES}",
    )


def _small_tick() -> rx.Component:
    return rx.el.span(
        icon("check", size=8, stroke_width=5),
        class_name=(
            "absolute -right-0.5 -bottom-1 grid size-2.5 place-items-center rounded-full "
            "bg-success text-surface ring-1 ring-surface"
        ),
    )
