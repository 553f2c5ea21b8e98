"""Bookings in a list: the day, the hours, with whom."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import CARD, FOCUS

ROW = (
    "my-1 flex w-[calc(100%-0.5rem)] cursor-pointer items-center gap-3 rounded-control py-2 pr-3 "
    f"pl-2 text-left hover:bg-sunken/60 {FOCUS}"
)


def upcoming_list() -> rx.Component:
    return _list(ClientCalendarState.upcoming, "What is ahead")


def month_list() -> rx.Component:
    """On a phone, below a month whose cells have no room for words."""
    return rx.el.div(
        rx.cond(
            ClientCalendarState.has_month,
            _list(ClientCalendarState.in_month, "This month"),
            rx.el.p(
                "Nothing booked in this month.",
                class_name="py-6 text-center text-sm text-ink-soft",
            ),
        ),
        class_name="md:hidden",
    )


def _list(groups: Any, label: str) -> rx.Component:
    return rx.el.ul(
        rx.foreach(groups, _day),
        aria_label=label,
        class_name=f"{CARD} divide-y divide-line overflow-hidden",
    )


def _day(group: Any) -> rx.Component:
    return rx.el.li(
        _leaf(group),
        rx.el.ul(
            rx.foreach(group["rows"], _row), class_name="min-w-0 grow divide-y divide-line py-1"
        ),
        class_name="flex",
    )


def _leaf(group: Any) -> rx.Component:
    """The date as a leaf of a calendar."""
    return rx.el.div(
        rx.el.span(group["weekday"], class_name="text-xs text-ink-soft"),
        rx.el.span(group["day"], class_name="text-xl leading-tight font-semibold figures text-ink"),
        rx.el.span(group["month"], class_name="text-xs text-ink-soft"),
        class_name="flex w-18 shrink-0 flex-col items-center py-3.5",
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.cond(row["kind"] == "checkin", _bar("bg-checkin"), _bar("bg-session")),
            rx.el.span(
                rx.el.span(
                    row["hours"],
                    _status(row),
                    class_name="block text-sm font-medium figures text-ink",
                ),
                rx.el.span(row["title"], class_name="block truncate text-sm text-ink-soft"),
                rx.cond(
                    row["also"] != "",
                    rx.el.span(row["also"], class_name="block text-[13px] text-ink-soft"),
                ),
                class_name="min-w-0 grow",
            ),
            icon("chevron_right", class_name="text-ink-faint"),
            type="button",
            aria_label=row["name"],
            on_click=ClientCalendarState.open(row["id"]),
            class_name=ROW,
        )
    )


def _bar(colour: str) -> rx.Component:
    return rx.el.span(
        aria_hidden="true", class_name=f"w-1 shrink-0 self-stretch rounded-full {colour}"
    )


def _status(row: Any) -> rx.Component:
    """Only where it is something else than booked."""
    return rx.cond(
        row["status"] != "Booked",
        rx.el.span(" · ", row["status"], class_name="font-normal text-ink-soft"),
    )
