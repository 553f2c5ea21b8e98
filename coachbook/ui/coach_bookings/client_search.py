"""Picking a client by typing: the first thing that the calendar's dialogs ask."""

from typing import Any

import reflex as rx

from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import avatar
from coachbook.ui.theme import CONTROL, FOCUS, SOFT

FOUND = (
    "flex min-h-12 w-full min-w-0 cursor-pointer items-center gap-3 rounded-control px-2 py-1.5 "
    f"text-left hover:bg-sunken {FOCUS}"
)


def client_search(
    label: str, found: Any, *, search: Any, choose: Any, opened: Any, longest: int, nobody: str
) -> rx.Component:
    """`search` and `choose` are handlers, `opened` changes whenever the dialog is opened anew."""
    return rx.el.div(
        rx.el.label(
            rx.el.span(label, class_name="block pb-1.5 text-sm font-medium"),
            rx.el.span(
                icon("search", class_name="pointer-events-none absolute left-3 text-ink-soft"),
                rx.el.input(
                    type="search",
                    placeholder="Name or email",
                    on_change=search.debounce(200),
                    max_length=longest,
                    auto_complete="off",
                    auto_focus=True,
                    key=opened,
                    class_name=f"{CONTROL} pl-9",
                ),
                class_name="relative flex items-center",
            ),
        ),
        rx.cond(
            found,
            rx.el.ul(
                rx.foreach(found, lambda client: _found(client, choose)),
                aria_label="Clients found",
            ),
            rx.el.p(nobody, class_name=SOFT),
        ),
        class_name="flex min-h-72 flex-col gap-3",
    )


def _found(client: Any, choose: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            avatar(client["initials"]),
            rx.el.bdi(client["name"], class_name="min-w-0 grow truncate text-sm font-medium"),
            rx.el.span(client["left"], class_name=f"{SOFT} figures shrink-0"),
            type="button",
            on_click=choose(client["id"]),
            class_name=FOUND,
        ),
        key=client["id"],
    )
