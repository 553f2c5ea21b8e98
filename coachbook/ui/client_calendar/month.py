"""A month of one's own bookings: a plain grid of days; on a phone dots, with a list below."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.surfaces import dot
from coachbook.ui.theme import CARD, FOCUS

CHIP = (
    "flex w-full min-w-0 cursor-pointer items-center gap-1.5 rounded-md px-1.5 py-1 text-left "
    f"text-xs font-medium {FOCUS}"
)
CHIPS = {
    "session": "bg-session-soft text-session-ink",
    "checkin": "bg-checkin-soft text-checkin-ink",
    "over": "bg-sunken text-ink-soft",
}


def month_view() -> rx.Component:
    return rx.el.section(
        _head(),
        rx.el.div(
            rx.el.div(
                rx.foreach(
                    ClientCalendarState.weekdays,
                    lambda name: rx.el.span(
                        name, class_name="py-2 text-center text-xs font-medium text-ink-soft"
                    ),
                ),
                aria_hidden="true",
                class_name="grid grid-cols-7 border-b border-line",
            ),
            rx.el.ol(
                rx.foreach(ClientCalendarState.cells, _cell),
                class_name="grid grid-cols-7 gap-px bg-line",
            ),
            class_name=f"{CARD} overflow-hidden",
        ),
        aria_label="Month",
        class_name="flex flex-col gap-3",
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.h2(
            ClientCalendarState.month, aria_live="polite", class_name="grow text-base font-semibold"
        ),
        button("Today", size="small", on_click=ClientCalendarState.turn(0)),
        icon_button("chevron_left", "Previous month", on_click=ClientCalendarState.turn(-1)),
        icon_button("chevron_right", "Next month", on_click=ClientCalendarState.turn(1)),
        class_name="flex items-center gap-1",
    )


def _cell(cell: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(cell["name"], class_name="sr-only"),
        _number(cell),
        rx.el.div(
            rx.foreach(cell["rows"], _chip), class_name="hidden w-full flex-col gap-1 md:flex"
        ),
        rx.el.div(
            rx.foreach(
                cell["rows"],
                lambda row: rx.cond(row["kind"] == "checkin", dot("checkin"), dot("session")),
            ),
            aria_hidden="true",
            class_name="flex flex-wrap justify-center gap-1 md:hidden",
        ),
        class_name=rx.cond(
            cell["is_other_month"],
            "flex min-h-13 min-w-0 flex-col items-center gap-1 bg-canvas p-1 md:min-h-24 md:p-1.5",
            "flex min-h-13 min-w-0 flex-col items-center gap-1 bg-surface p-1 md:min-h-24 md:p-1.5",
        ),
    )


def _number(cell: Any) -> rx.Component:
    look = "grid size-6 place-items-center rounded-full text-xs figures md:self-start"
    return rx.el.span(
        cell["number"],
        aria_hidden="true",
        class_name=rx.cond(
            cell["is_today"],
            f"{look} bg-primary font-semibold text-on-primary",
            rx.cond(cell["is_other_month"], f"{look} text-ink-faint", f"{look} text-ink"),
        ),
    )


def _chip(row: Any) -> rx.Component:
    return rx.el.button(
        rx.cond(row["kind"] == "checkin", dot("checkin"), dot("session")),
        rx.el.span(row["time"], class_name="truncate figures"),
        type="button",
        aria_label=row["name"],
        title=row["name"],
        on_click=ClientCalendarState.open(row["id"]),
        class_name=rx.cond(
            row["is_over"],
            f"{CHIP} {CHIPS['over']}",
            rx.cond(
                row["kind"] == "checkin",
                f"{CHIP} {CHIPS['checkin']}",
                f"{CHIP} {CHIPS['session']}",
            ),
        ),
    )
