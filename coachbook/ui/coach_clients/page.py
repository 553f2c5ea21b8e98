"""Clients: everybody the coach takes, with what is left and what comes next."""

import reflex as rx

from coachbook.ui.coach_clients.add_dialog import add_dialog
from coachbook.ui.coach_clients.filters import filters
from coachbook.ui.coach_clients.list_parts import client_row, no_match, pages
from coachbook.ui.coach_clients.list_state import ClientList
from coachbook.ui.components.address import address
from coachbook.ui.components.buttons import button
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import empty_state, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen
from coachbook.ui.theme import CARD


def clients_loading() -> rx.Component:
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        skeleton("h-9 w-full max-w-sm"),
        *(skeleton("h-14 w-full") for _ in range(6)),
        class_name="flex flex-col gap-3",
    )


@screen(
    "/coach/clients",
    title="Clients",
    allow="coach",
    on_load=ClientList.load,
    nav=Entry("Clients", "users", order=20),
    loading=clients_loading,
    has_heading=False,
)
def clients() -> rx.Component:
    return rx.el.div(
        page_heading("Clients", rx.cond(ClientList.of > 0, _add_button())),
        rx.cond(ClientList.of > 0, _list(), _nobody()),
        add_dialog(),
        address("/coach/clients", ClientList.query),
        live_updates("/live", on_change=ClientList.refresh),
        class_name="flex flex-col gap-4",
    )


def _add_button() -> rx.Component:
    return button(
        "Add client", kind="primary", icon_name="user_plus", on_click=ClientList.start_adding
    )


def _list() -> rx.Component:
    return rx.el.div(
        filters(),
        rx.el.p(ClientList.range, role="status", class_name="sr-only"),
        rx.cond(
            ClientList.rows,
            rx.el.ul(
                rx.foreach(ClientList.rows, client_row),
                aria_label="Clients",
                class_name=f"{CARD} divide-y divide-line overflow-hidden",
            ),
            no_match(),
        ),
        pages(),
        class_name="flex flex-col gap-4",
    )


def _nobody() -> rx.Component:
    return rx.el.div(
        empty_state(
            "No clients yet",
            "Add the first one. They get an email with a link, choose a password and can book.",
            icon_name="users",
            action=_add_button(),
        ),
        class_name=CARD,
    )
