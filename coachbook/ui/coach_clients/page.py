"""Clients: everybody the coach takes, with what is left and what comes next."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_clients.list_state import LONGEST_SEARCH, ClientList
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, text_field
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import avatar, badge, empty_state, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.packages.picker import PackagePicker, package_fields
from coachbook.ui.shell import screen
from coachbook.ui.theme import CARD, CONTROL, FOCUS, SOFT

LINE = (
    "grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-sunken/60 "
    "md:grid-cols-[auto_minmax(0,1.6fr)_minmax(0,1fr)_minmax(0,1fr)] "
    f"{FOCUS} focus-visible:-outline-offset-2"
)


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
    on_load=[ClientList.load, PackagePicker.load],
    nav=Entry("Clients", "users", order=20),
    loading=clients_loading,
    has_heading=False,
)
def clients() -> rx.Component:
    return rx.el.div(
        page_heading("Clients", rx.cond(ClientList.of > 0, _add_button())),
        rx.cond(ClientList.of > 0, _list(), _nobody()),
        _add_dialog(),
        class_name="flex flex-col gap-4",
    )


def _add_button() -> rx.Component:
    return button(
        "Add client", kind="primary", icon_name="user_plus", on_click=ClientList.start_adding
    )


def _list() -> rx.Component:
    return rx.el.div(
        _search(),
        rx.cond(
            ClientList.rows,
            rx.el.ul(
                rx.foreach(ClientList.rows, _row),
                aria_label="Clients",
                class_name=f"{CARD} divide-y divide-line overflow-hidden",
            ),
            _no_match(),
        ),
        _pages(),
        class_name="flex flex-col gap-4",
    )


def _search() -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.span("Search clients", class_name="sr-only"),
            icon("search", class_name="pointer-events-none absolute left-3 text-ink-soft"),
            rx.el.input(
                type="search",
                placeholder="Name or email",
                default_value=ClientList.text,
                on_change=ClientList.search.debounce(200),
                max_length=LONGEST_SEARCH,
                auto_complete="off",
                key=ClientList.cleared,
                class_name=f"{CONTROL} pl-9",
            ),
            class_name="relative flex w-full max-w-sm items-center",
        ),
        rx.el.p(ClientList.count, class_name=f"{SOFT} shrink-0"),
        class_name="flex items-center justify-between gap-3",
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            avatar(row["initials"], class_name="row-span-2 md:row-span-1"),
            _who(row),
            _credits(row),
            rx.el.p(
                rx.cond(
                    row["next"] == "",
                    rx.el.span("Nothing booked", class_name="text-ink-soft"),
                    rx.el.span("Next: ", row["next"]),
                ),
                class_name="col-start-2 text-[13px] md:col-start-auto md:text-sm",
            ),
            href=row["href"],
            class_name=LINE,
        ),
        key=row["id"],
    )


def _who(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.bdi(row["name"], class_name="truncate text-sm font-medium text-ink"),
            rx.cond(row["is_invited"], badge("Invited", tone="notice")),
            class_name="flex min-w-0 items-center gap-2",
        ),
        rx.el.p(row["email"], class_name="truncate text-[13px] text-ink-soft"),
        class_name="min-w-0",
    )


def _credits(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            row["left"],
            rx.cond(row["is_low"], badge("Low", tone="over", icon_name="battery_low")),
            class_name="figures flex items-center gap-2 text-[13px] text-ink md:text-sm",
        ),
        rx.cond(
            row["is_expiring"],
            badge(row["expiry"], tone="over", icon_name="hourglass"),
            rx.el.p(row["expiry"], class_name="text-[13px] text-ink-soft"),
        ),
        class_name=(
            "col-start-2 flex flex-wrap items-center gap-x-2 gap-y-0.5 "
            "md:col-start-auto md:flex-col md:items-start"
        ),
    )


def _pages() -> rx.Component:
    return rx.cond(
        ClientList.pages > 1,
        rx.el.nav(
            button(
                "Before",
                icon_name="chevron_left",
                on_click=ClientList.turn(ClientList.page - 1),
                disabled=ClientList.page == 0,
            ),
            rx.el.p(ClientList.range, class_name=f"{SOFT} figures"),
            button(
                "After",
                icon_name="chevron_right",
                on_click=ClientList.turn(ClientList.page + 1),
                disabled=ClientList.page + 1 >= ClientList.pages,
            ),
            aria_label="Pages",
            class_name="flex items-center justify-between gap-3",
        ),
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


def _no_match() -> rx.Component:
    return rx.el.div(
        empty_state(
            "Nobody found",
            rx.el.span("No client's name or email has “", ClientList.text, "” in it."),
            icon_name="search_x",
            action=button("Show all clients", on_click=ClientList.clear),
        ),
        class_name=CARD,
    )


def _add_dialog() -> rx.Component:
    return dialog(
        form(
            text_field("Name", name="name", required=True, max_length=200, auto_complete="off"),
            text_field(
                "Email",
                name="email",
                type="email",
                required=True,
                max_length=254,
                auto_complete="off",
            ),
            package_fields(is_optional=True),
            rx.el.div(
                button("Cancel", on_click=ClientList.stop_adding),
                button("Send invitation", kind="primary", type="submit"),
                class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
            ),
            on_submit=ClientList.add,
            key=ClientList.opened,
        ),
        id="add-client",
        title="Add a client",
        description="They get an email with a link to choose a password. It works for 14 days.",
        is_open=ClientList.is_adding,
        on_close=ClientList.stop_adding,
        is_sticky=True,
    )
