"""A client's calendar: what is ahead as a list, a month at a glance, one booking in full."""

import reflex as rx

from coachbook.ui.client_calendar.details import cancel_dialog, detail_dialog
from coachbook.ui.client_calendar.lists import month_list, upcoming_list
from coachbook.ui.client_calendar.month import month_view
from coachbook.ui.client_calendar.move_dialog import move_dialog
from coachbook.ui.client_calendar.move_state import MoveState
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import empty_state, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen

TITLE = "My calendar"
VIEWS = (("list", "List"), ("month", "Month"))


def loading() -> rx.Component:
    return rx.el.div(
        page_heading(TITLE),
        rx.el.span("Loading your bookings", class_name="sr-only"),
        *(skeleton("h-18 w-full rounded-card") for _ in range(4)),
        class_name="flex flex-col gap-3",
    )


@screen(
    "/client/calendar",
    title=TITLE,
    allow="client",
    on_load=ClientCalendarState.load,
    nav=Entry(TITLE, "calendar_days", order=20),
    loading=loading,
    has_heading=False,
)
def client_calendar() -> rx.Component:
    return rx.el.div(
        page_heading(
            TITLE,
            segmented(
                "View",
                VIEWS,
                name="view",
                value=ClientCalendarState.view,
                on_change=ClientCalendarState.look_at,
            ),
            link_button("Book a session", href="/book", kind="primary", icon_name="plus"),
            below=rx.cond(
                ClientCalendarState.zone != "",
                rx.el.span("Times are in ", ClientCalendarState.zone, "."),
            ),
        ),
        rx.cond(ClientCalendarState.view == "month", _month(), _list()),
        detail_dialog(),
        cancel_dialog(),
        move_dialog(),
        rx.foreach(
            ClientCalendarState.live_urls,
            lambda url: live_updates(
                url, on_change=[ClientCalendarState.refresh, MoveState.refresh]
            ),
        ),
        class_name="flex flex-col gap-5",
    )


def _list() -> rx.Component:
    return rx.cond(
        ClientCalendarState.has_upcoming,
        rx.el.div(upcoming_list(), class_name="max-w-3xl"),
        _nothing_ahead(),
    )


def _month() -> rx.Component:
    return rx.el.div(month_view(), month_list(), class_name="flex flex-col gap-5")


def _nothing_ahead() -> rx.Component:
    return empty_state(
        "Nothing booked",
        "The sessions that you book are listed here, with their times, and can be moved from here.",
        icon_name="calendar_days",
        action=link_button("Book a session", href="/book", kind="primary", icon_name="plus"),
    )
