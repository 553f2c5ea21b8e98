"""What follows a check-in that was just booked: its questions, where it meets, the calendar."""

from typing import Any

import reflex as rx

from coachbook.ui.client_booking.state import BookState
from coachbook.ui.components.buttons import link, link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.feeds.links import add_to_calendar
from coachbook.ui.theme import SOFT

MADE = BookState.booked_checkin


def checkin_follows() -> rx.Component:
    return rx.el.div(
        rx.el.ul(
            rx.cond(MADE["form"] != "", _line("clipboard_list", MADE["form"])),
            rx.cond(MADE["link"] != "", _line("video", _join())),
            rx.cond(MADE["sentence"] != "", _line("video", MADE["sentence"])),
            _line("mail", _email()),
            class_name="flex flex-col gap-2.5",
        ),
        rx.el.div(
            rx.cond(
                (MADE["form"] != "") & ~MADE["is_sent"],
                link_button("Answer the questions", href=MADE["href"], icon_name="clipboard_list"),
            ),
            add_to_calendar(MADE["chain"]),
            class_name="flex flex-col gap-2 sm:flex-row sm:flex-wrap",
        ),
        class_name="flex flex-col gap-4",
    )


def _line(icon_name: str, *words: Any) -> rx.Component:
    return rx.el.li(
        icon(icon_name, size=16, class_name="mt-0.5 text-ink-soft"),
        rx.el.span(*words, class_name="min-w-0"),
        class_name=f"{SOFT} flex gap-2.5",
    )


def _join() -> rx.Component:
    return rx.el.span(
        "You meet ",
        BookState.coach_name,
        " on the web: ",
        link("open the meeting", href=MADE["link"], target="_blank", rel="noopener"),
    )


def _email() -> rx.Component:
    return rx.el.span(
        rx.cond(
            MADE["link"] != "",
            "You get an email with the time and the link, and ",
            "You get an email with the time, and ",
        ),
        BookState.coach_name,
        " is told.",
    )
