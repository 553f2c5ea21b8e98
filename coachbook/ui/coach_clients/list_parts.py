"""One client of the list, what an empty list says, and the way to the next page."""

from typing import Any

import reflex as rx

from coachbook.ui.attendance.buttons import flag_badge
from coachbook.ui.coach_clients.list_state import ClientList
from coachbook.ui.components.buttons import button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import avatar, badge, empty_state
from coachbook.ui.theme import CARD, FOCUS, SOFT

LINK = (
    "grid grow grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1.5 px-4 py-3 min-w-0 "
    "md:grid-cols-[auto_minmax(0,1.4fr)_minmax(0,1fr)] "
    "xl:grid-cols-[auto_minmax(0,1.7fr)_minmax(0,1fr)_minmax(0,1.1fr)] "
    f"{FOCUS} focus-visible:-outline-offset-2"
)
SMALL = "text-[13px] text-ink-soft"


def client_row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            avatar(
                row["initials"], class_name="self-start md:row-span-2 md:self-center xl:row-span-1"
            ),
            _who(row),
            _credits(row),
            _times(row),
            href=row["href"],
            class_name=LINK,
        ),
        _action(row),
        key=row["id"],
        class_name="flex flex-col hover:bg-sunken/60 md:flex-row md:items-center",
    )


def _who(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.bdi(row["name"], class_name="truncate text-sm font-medium text-ink"),
            rx.cond(row["is_invited"], badge("Invited", tone="notice", icon_name="mail")),
            rx.cond(row["is_archived"], badge("Archived", icon_name="archive")),
            rx.cond(row["is_bouncing"], badge("Email bounces", tone="error", icon_name="mail_x")),
            rx.cond(
                row["flag"] != "",
                flag_badge(row["flag"]),
            ),
            class_name="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1",
        ),
        rx.el.p(row["email"], class_name=f"truncate {SMALL}"),
        class_name="min-w-0 md:row-span-2 xl:row-span-1",
    )


def _credits(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            row["left"],
            rx.cond(row["is_low"], badge("Low", tone="over", icon_name="battery_low")),
            class_name="figures flex items-center gap-2 text-[13px] text-ink xl:text-sm",
        ),
        rx.cond(
            row["is_expiring"],
            badge(row["expiry"], tone="over", icon_name="hourglass"),
            rx.cond(row["expiry"] != "", rx.el.p(row["expiry"], class_name=SMALL)),
        ),
        class_name=(
            "col-start-2 flex flex-wrap items-center gap-x-2 gap-y-0.5 "
            "md:col-start-3 xl:col-start-auto xl:flex-col xl:items-start"
        ),
    )


def _times(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(
                row["next"] == "",
                rx.el.span("Nothing booked", class_name="text-ink-soft"),
                rx.el.span("Next: ", row["next"]),
            ),
            class_name="figures text-[13px] xl:text-sm",
        ),
        rx.cond(row["seen"] != "", rx.el.p("Last: ", row["seen"], class_name=f"figures {SMALL}")),
        class_name=(
            "col-start-2 flex flex-wrap items-center gap-x-3 gap-y-0.5 "
            "md:col-start-3 xl:col-start-auto xl:flex-col xl:items-start"
        ),
    )


def _action(row: Any) -> rx.Component:
    """What an invited or archived client most likely waits for."""
    again = button(
        "Send again",
        size="small",
        icon_name="send",
        aria_label=f"Send the invitation again to {row['name']}",
        on_click=ClientList.invite_again(row["id"]),
    )
    back = button(
        "Restore",
        size="small",
        icon_name="archive_restore",
        aria_label=f"Restore {row['name']}",
        on_click=ClientList.restore(row["id"]),
    )
    return rx.cond(
        row["is_invited"],
        rx.el.div(again, class_name=_ACTION),
        rx.cond(
            row["is_archived"],
            rx.el.div(back, class_name=_ACTION),
            rx.el.div(
                icon("chevron_right", size=16),
                aria_hidden="true",
                class_name="hidden w-36 shrink-0 justify-end pr-4 text-ink-faint md:flex",
            ),
        ),
    )


_ACTION = "flex shrink-0 justify-start pb-3 pl-15 pr-4 md:w-36 md:justify-end md:py-3 md:pl-0"


def pages() -> rx.Component:
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


def no_match() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ClientList.text != "",
            empty_state(
                "Nobody found",
                rx.el.span("No name or email here has “", ClientList.text, "” in it."),
                icon_name="search_x",
                action=_show_all(),
            ),
            empty_state(
                ClientList.empty_title,
                ClientList.empty_words,
                icon_name="users",
                action=rx.cond(ClientList.only == "all", rx.fragment(), _show_all()),
            ),
        ),
        class_name=CARD,
    )


def _show_all() -> rx.Component:
    return button("Show all clients", on_click=ClientList.clear)
