"""What is behind: past and cancelled bookings, each to be corrected, and the forms they sent."""

from typing import Any

import reflex as rx

from coachbook.ui.attendance.buttons import row_buttons
from coachbook.ui.client_profile.parts import ROW, ROWS, booking_words
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.components.buttons import button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.theme import FOCUS, SOFT


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
        card(
            rx.el.ul(rx.foreach(ClientPage.forms, _form), class_name=ROWS),
            title="Check-in answers",
        ),
    )


def _form(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                icon(
                    "chevron_right",
                    size=16,
                    class_name="shrink-0 text-ink-soft transition-transform group-open:rotate-90",
                ),
                rx.el.span(one["title"], class_name="figures grow text-sm text-ink"),
                rx.el.span(one["sent"], class_name="text-[13px] text-ink-soft"),
                class_name=(
                    "flex cursor-pointer list-none flex-wrap items-center gap-x-2 rounded-sm "
                    f"py-2.5 {FOCUS}"
                ),
            ),
            rx.el.dl(
                rx.foreach(one["answers"], _answer),
                class_name="flex flex-col gap-3 pb-3 pl-6 pt-1",
            ),
            class_name="group",
        ),
        key=one["id"],
    )


def _answer(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(one["question"], class_name="text-[13px] text-ink-soft"),
        rx.el.dd(one["answer"], class_name="whitespace-pre-wrap break-words text-sm text-ink"),
    )
