"""The cards of a client's page."""

from typing import Any

import reflex as rx

from coachbook.ui.attendance.buttons import row_buttons
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.components.buttons import button, link, link_button
from coachbook.ui.components.forms import form, textarea_field
from coachbook.ui.components.surfaces import card, dot, empty_state

ROWS = "divide-y divide-line"
ROW = "flex items-center justify-between gap-3 py-2.5 first:pt-0 last:pb-0"


def bookings_card() -> rx.Component:
    return card(
        rx.cond(
            ClientPage.upcoming,
            rx.fragment(
                rx.el.ul(rx.foreach(ClientPage.upcoming, _coming), class_name=ROWS),
                rx.cond(
                    ClientPage.later > 0,
                    button(
                        "Show ",
                        ClientPage.later,
                        " more",
                        on_click=ClientPage.show_all_upcoming,
                        class_name="self-start",
                    ),
                ),
            ),
            empty_state(
                "Nothing booked",
                "What is booked from now on stands here.",
                icon_name="calendar",
                action=link_button(
                    "Book sessions", href=f"/coach/bookings?book={ClientPage.key}", kind="primary"
                ),
            ),
        ),
        title="Upcoming",
    )


def _coming(one: Any) -> rx.Component:
    return rx.el.li(
        booking_words(one),
        rx.el.div(row_buttons(one, after=[ClientPage.refresh]), class_name="shrink-0"),
        key=one["id"],
        class_name=ROW,
    )


def booking_words(one: Any, *below: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(one["kind"] == "checkin", dot("checkin"), dot("session")),
        rx.el.div(
            rx.el.p(
                link(one["when"], href=one["href"], class_name="no-underline hover:underline"),
                class_name="figures text-sm",
            ),
            rx.el.p(one["about"], class_name="text-[13px] text-ink-soft"),
            *below,
            class_name="min-w-0",
        ),
        class_name="flex min-w-0 items-center gap-3",
    )


def notes_card() -> rx.Component:
    return card(
        form(
            textarea_field(
                "Your notes",
                name="notes",
                hint="Only you see them.",
                rows=6,
                default_value=ClientPage.notes,
                max_length=10_000,
                key=ClientPage.notes_version,
            ),
            button("Save notes", type="submit", class_name="self-start"),
            on_submit=ClientPage.save_notes,
        ),
        title="Notes",
    )
