"""A week: on a phone a list of its seven days, on a wide screen seven columns."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.entries import entry_card
from coachbook.ui.client_calendar.lists import leaf
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.components.turning import turning
from coachbook.ui.theme import CARD


def week_view() -> rx.Component:
    return turning(
        rx.el.ol(
            rx.foreach(ClientCalendarState.days, _day),
            aria_label=ClientCalendarState.title,
            class_name=(
                f"{CARD} divide-y divide-line overflow-hidden "
                "lg:grid lg:min-h-96 lg:grid-cols-7 lg:divide-x lg:divide-y-0"
            ),
        ),
        on_turn=ClientCalendarState.turn,
        class_name="touch-pan-y aria-busy:opacity-60",
    )


def _day(day: Any) -> rx.Component:
    look = "flex min-w-0 lg:flex-col"
    return rx.el.li(
        rx.el.div(leaf(day), class_name="lg:hidden"),
        _head(day),
        rx.cond(
            day["has_entries"],
            rx.el.ul(
                rx.foreach(day["entries"], entry_card),
                class_name=(
                    "min-w-0 grow divide-y divide-line "
                    "lg:flex lg:flex-col lg:gap-1.5 lg:divide-y-0 lg:p-1 xl:p-1.5"
                ),
            ),
            rx.el.p(
                "Nothing planned",
                aria_hidden="true",
                class_name="self-center px-3 text-sm text-ink-faint lg:hidden",
            ),
        ),
        aria_label=day["name"],
        class_name=rx.cond(day["is_today"], f"{look} lg:bg-sunken/50", look),
    )


def _head(day: Any) -> rx.Component:
    """Above a column; today's number stands on a disc."""
    number = "grid size-7 place-items-center rounded-full text-sm font-semibold figures"
    return rx.el.div(
        rx.el.span(
            rx.cond(day["is_today"], "Today", day["weekday"]), class_name="text-xs text-ink-soft"
        ),
        rx.el.span(
            day["number"],
            class_name=rx.cond(
                day["is_today"], f"{number} bg-primary text-on-primary", f"{number} text-ink"
            ),
        ),
        aria_hidden="true",
        class_name="hidden flex-col items-center gap-0.5 border-b border-line py-2 lg:flex",
    )
