"""A client's calendar: a month, a week or a list of all that is theirs, and each in full."""

import reflex as rx

from coachbook.ui.client_calendar.details import cancel_dialog, detail_dialog
from coachbook.ui.client_calendar.lists import list_view
from coachbook.ui.client_calendar.look import legend
from coachbook.ui.client_calendar.month import month_view
from coachbook.ui.client_calendar.move_dialog import move_dialog
from coachbook.ui.client_calendar.move_state import MoveState
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.client_calendar.week import week_view
from coachbook.ui.client_calendar.workout_dialog import workout_dialog
from coachbook.ui.client_calendar.workout_state import MyWorkoutState
from coachbook.ui.components.buttons import button, icon_button, link_button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.expiring import expiring
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen

TITLE = "My calendar"
VIEWS = (("list", "List"), ("week", "Week"), ("month", "Month"))


def loading() -> rx.Component:
    return rx.el.div(
        page_heading(TITLE),
        rx.el.span("Loading your calendar", class_name="sr-only"),
        skeleton("h-9 w-full rounded-control md:w-80"),
        *(skeleton("h-18 w-full rounded-card") for _ in range(4)),
        class_name="flex flex-col gap-4",
    )


@screen(
    "/client/calendar",
    title=TITLE,
    allow="client",
    on_load=[ClientCalendarState.load, MyWorkoutState.load],
    nav=Entry(TITLE, "calendar_days", order=20),
    loading=loading,
    has_heading=False,
)
def client_calendar() -> rx.Component:
    return rx.el.div(
        page_heading(
            TITLE,
            _views(),
            link_button("Book", href="/book", kind="primary", icon_name="plus"),
            below=rx.cond(
                ClientCalendarState.zone != "",
                rx.el.span("Times are in ", ClientCalendarState.zone, "."),
            ),
        ),
        rx.el.section(
            rx.el.div(_head(), legend()),
            rx.match(
                ClientCalendarState.view,
                ("month", month_view()),
                ("week", week_view()),
                list_view(),
            ),
            aria_label="Calendar",
            class_name="flex flex-col gap-3",
        ),
        _dialogs(),
        _live(),
        class_name="flex flex-col gap-5",
    )


def _views() -> rx.Component:
    """The last weeks are a list too."""
    return segmented(
        "View",
        VIEWS,
        name="view",
        value=rx.cond(ClientCalendarState.view == "past", "list", ClientCalendarState.view),
        on_change=ClientCalendarState.look_at,
    )


def _head() -> rx.Component:
    """What is shown, and the ways to what is before and after it."""
    return rx.el.div(
        rx.el.h2(
            ClientCalendarState.title,
            aria_live="polite",
            class_name="min-w-0 grow text-base font-semibold",
        ),
        rx.match(
            ClientCalendarState.view,
            ("month", _steps("month")),
            ("week", _steps("week")),
            ("past", _other_list("Back to what is ahead", "list")),
            _other_list("The last 4 weeks", "past"),
        ),
        class_name="flex min-h-11 items-center gap-2",
    )


def _steps(what: str) -> rx.Component:
    return rx.el.div(
        rx.cond(
            ClientCalendarState.is_current,
            rx.fragment(),
            button("Today", size="small", on_click=ClientCalendarState.turn(0)),
        ),
        icon_button("chevron_left", f"Previous {what}", on_click=ClientCalendarState.turn(-1)),
        icon_button("chevron_right", f"Next {what}", on_click=ClientCalendarState.turn(1)),
        class_name="flex shrink-0 items-center gap-1",
    )


def _other_list(words: str, view: str) -> rx.Component:
    name = "history" if view == "past" else "arrow_right"
    return button(
        words,
        size="small",
        kind="quiet",
        icon_name=name,
        on_click=ClientCalendarState.look_at(view),
    )


def _dialogs() -> rx.Component:
    return rx.fragment(detail_dialog(), cancel_dialog(), move_dialog(), workout_dialog())


def _live() -> rx.Component:
    refreshed = [ClientCalendarState.refresh, MoveState.refresh, MyWorkoutState.refresh]
    return rx.fragment(
        rx.foreach(
            ClientCalendarState.live_urls, lambda url: live_updates(url, on_change=refreshed)
        ),
        expiring(ClientCalendarState.fresh_for, on_expire=ClientCalendarState.refresh),
    )
