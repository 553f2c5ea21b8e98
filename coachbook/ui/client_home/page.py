"""A client's home: the next appointment first, then what to do now, the streak, the next days."""

import reflex as rx

from coachbook.ui.client_booking.flame import streak_cards
from coachbook.ui.client_booking.habits import HabitState
from coachbook.ui.client_booking.usual import habit_cards
from coachbook.ui.client_home.lists import next_days, places, todo_card
from coachbook.ui.client_home.next_card import next_card, nothing_next
from coachbook.ui.client_home.state import ClientHomeState
from coachbook.ui.components.expiring import expiring
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen

GRID = "grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] lg:gap-x-6"


def loading() -> rx.Component:
    return rx.el.div(
        rx.el.div(skeleton("h-7 w-40"), skeleton("h-4 w-56"), class_name="flex flex-col gap-2"),
        rx.el.span("Loading your home", class_name="sr-only"),
        rx.el.div(
            skeleton("h-56 w-full rounded-card"),
            skeleton("h-56 w-full rounded-card"),
            skeleton("h-40 w-full rounded-card"),
            class_name=GRID,
        ),
        class_name="flex flex-col gap-5",
    )


@screen(
    "/client",
    title="Home",
    allow="client",
    on_load=[HabitState.forget, ClientHomeState.load],
    nav=Entry("Home", "house", order=5),
    loading=loading,
    has_heading=False,
)
def client_home() -> rx.Component:
    return rx.el.div(
        page_heading(
            ClientHomeState.hello,
            below=rx.fragment(
                ClientHomeState.today,
                rx.cond(
                    ClientHomeState.zone_note != "",
                    rx.el.span(" · Times are in ", ClientHomeState.zone_note, "."),
                ),
            ),
        ),
        rx.el.div(_first(), _beside(), _then(), class_name=f"{GRID} lg:grid-rows-[auto_1fr]"),
        expiring(ClientHomeState.fresh_for, on_expire=ClientHomeState.refresh),
        rx.foreach(
            ClientHomeState.live_urls,
            lambda url: live_updates(url, on_change=ClientHomeState.refresh),
        ),
        class_name="flex flex-col gap-5",
    )


def _first() -> rx.Component:
    return rx.el.div(
        rx.cond(ClientHomeState.has_next, next_card(), nothing_next()),
        rx.cond(ClientHomeState.has_todos, todo_card()),
        habit_cards(after=ClientHomeState.refresh),
        class_name="flex min-w-0 flex-col gap-4",
    )


def _beside() -> rx.Component:
    return rx.el.div(
        streak_cards(),
        places(),
        class_name="flex min-w-0 flex-col gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1",
    )


def _then() -> rx.Component:
    return rx.cond(
        ClientHomeState.has_coming,
        rx.el.div(next_days(), class_name="min-w-0 lg:col-start-1"),
    )
