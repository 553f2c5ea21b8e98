"""A week: on a phone a list of its seven days, on a wide screen seven columns."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.dates import column_head, leaf
from coachbook.ui.client_calendar.entries import entry_card
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
        column_head(day),
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
