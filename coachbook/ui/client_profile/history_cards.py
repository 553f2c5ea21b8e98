"""What is behind: past and cancelled bookings, each to be corrected, and the forms they sent."""

from typing import Any

import reflex as rx

from coachbook.ui.attendance.buttons import row_buttons
from coachbook.ui.checkin_form.sent import sent_forms
from coachbook.ui.client_profile.parts import ROW, ROWS, booking_words
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.components.buttons import button
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.theme import SOFT


def history_card() -> rx.Component:
    return card(
        rx.cond(
            ClientPage.past,
            rx.el.ul(rx.foreach(ClientPage.past, _past), class_name=ROWS),
            rx.el.p("Past and cancelled appointments will stand here.", class_name=SOFT),
        ),
        rx.cond(
            ClientPage.has_more,
            button("Show older", on_click=ClientPage.show_more, class_name="self-start"),
        ),
        title="History",
    )


def _past(one: Any) -> rx.Component:
    return rx.el.li(
        booking_words(one, _status_if_marked(one, "pt-1 sm:hidden")),
        rx.el.div(
            _status_if_marked(one, "hidden sm:block"),
            row_buttons(one, after=[ClientPage.refresh]),
            class_name="flex shrink-0 items-center gap-1.5",
        ),
        key=one["id"],
        class_name=rx.cond(one["stage"] == "to_mark", f"{ROW} flex-wrap", ROW),
    )


def _status_if_marked(one: Any, class_name: str) -> rx.Component:
    """Below the words on a phone, beside them where there is room."""
    return rx.cond(one["stage"] != "to_mark", rx.el.div(_status(one), class_name=class_name))


def _status(one: Any) -> rx.Component:
    return rx.match(
        one["tone"],
        ("success", badge(one["status"], tone="success", icon_name="check")),
        ("over", badge(one["status"], tone="over", icon_name="user_x")),
        badge(one["status"]),
    )


def forms_card() -> rx.Component:
    return rx.cond(
        ClientPage.forms,
        card(sent_forms(ClientPage.forms), title="Check-in answers"),
    )
