"""Days in a list: what is ahead, the last weeks, and below the month of a phone what is on it."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.dates import leaf
from coachbook.ui.client_calendar.entries import entry_row
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.surfaces import empty_state
from coachbook.ui.theme import CARD, FOCUS, SOFT

DAYS = ClientCalendarState.days


def list_view() -> rx.Component:
    """What is ahead, or what was in the last weeks."""
    return rx.el.div(
        rx.cond(
            ClientCalendarState.has_entries,
            _list(ClientCalendarState.title),
            rx.cond(ClientCalendarState.view == "list", _nothing_ahead(), _nothing_behind()),
        ),
        rx.cond(
            ClientCalendarState.cut != "",
            rx.el.p(ClientCalendarState.cut, " The month shows what comes later.", class_name=SOFT),
        ),
        class_name="flex max-w-3xl flex-col gap-3",
    )


def month_list() -> rx.Component:
    """On a phone, below a month whose cells have no room for words."""
    return rx.cond(
        ClientCalendarState.has_entries,
        _list(ClientCalendarState.title),
        rx.el.p(
            "Nothing planned in this month.",
            class_name="py-6 text-center text-sm text-ink-soft",
        ),
    )


def _list(label: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(DAYS, lambda day: rx.cond(day["has_entries"] & ~day["is_outside"], _day(day))),
        aria_label=label,
        class_name=f"{CARD} divide-y divide-line",
    )


def _day(day: Any) -> rx.Component:
    """Where a day of the month above leads to; its id is the date's."""
    return rx.el.li(
        leaf(day),
        rx.el.ul(
            rx.foreach(day["entries"], entry_row), class_name="min-w-0 grow divide-y divide-line"
        ),
        id=f"day-{day['on']}",
        tab_index=-1,
        aria_label=day["name"],
        class_name=f"flex scroll-mt-4 rounded-card {FOCUS}",
    )


def _nothing_ahead() -> rx.Component:
    return empty_state(
        "Nothing ahead",
        "Your sessions and check-ins, and the workouts from your coach, are listed here by day.",
        icon_name="calendar_days",
        action=link_button("Book a session", href="/book", kind="primary", icon_name="plus"),
    )


def _nothing_behind() -> rx.Component:
    return empty_state(
        "Nothing in the last 4 weeks",
        "What you did stays listed here for 4 weeks. All your sessions are in your history.",
        icon_name="history",
        action=link_button("Go to my history", href="/client/history"),
    )
