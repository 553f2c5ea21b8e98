"""What became of a choice: booked, or which times couldn't be had and how to go on."""

from typing import Any

import reflex as rx

from coachbook.ui.client_booking.checkin_booked import checkin_follows
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.components.buttons import button, link_button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import SOFT


def booked_dialog() -> rx.Component:
    """ "3 sessions booked": which, who is told, and where they are now."""
    return dialog(
        rx.el.ul(
            rx.foreach(BookState.booked, _booked_line),
            class_name="flex flex-col divide-y divide-line rounded-control border border-line",
        ),
        rx.cond(BookState.kind == "checkin", checkin_follows(), _what_follows()),
        id="booked",
        title=BookState.heading,
        is_open=BookState.is_booked,
        on_close=BookState.go_on,
        actions=(
            button(
                rx.cond(BookState.kind == "checkin", "Back to the times", "Book more"),
                on_click=BookState.go_on,
            ),
            link_button(
                "See my calendar",
                href="/client/calendar",
                kind="primary",
                icon_name="calendar_check",
            ),
        ),
    )


def _what_follows() -> rx.Component:
    return rx.el.p(
        "You get an email with the times, and ",
        BookState.coach_name,
        " is told. You have ",
        BookState.available,
        rx.cond(BookState.available == 1, " session left.", " sessions left."),
        class_name=SOFT,
    )


def _booked_line(booked: Any) -> rx.Component:
    return rx.el.li(
        icon(
            "circle_check",
            class_name=rx.cond(
                BookState.kind == "checkin", "mt-0.5 text-checkin", "mt-0.5 text-session"
            ),
        ),
        rx.el.span(
            rx.el.span(booked["when"], class_name="block text-sm font-medium text-ink"),
            rx.cond(
                booked["also"] != "",
                rx.el.span(booked["also"], class_name="block text-[13px] text-ink-soft"),
            ),
        ),
        class_name="flex items-start gap-2.5 px-3 py-2.5",
    )


def refused_note() -> rx.Component:
    """Nothing was booked: which times are gone and why; the basket keeps the others."""
    return rx.el.div(
        rx.cond(BookState.is_refused, _refused()),
        role="alert",
        class_name="sticky top-3 z-10 empty:hidden md:static",
    )


def _refused() -> rx.Component:
    return rx.el.div(
        icon("circle_alert", size=18, class_name="mt-0.5 text-over"),
        rx.el.div(
            rx.el.p(BookState.heading, class_name="font-medium"),
            rx.el.ul(
                rx.foreach(
                    BookState.refused,
                    lambda one: rx.el.li(
                        rx.el.span(one["when"], class_name="font-medium"), ": ", one["also"]
                    ),
                ),
                class_name="text-sm",
            ),
            rx.el.p(
                "Nothing is booked yet. Book the others from your basket, or pick another time.",
                class_name="text-sm",
            ),
            class_name="flex min-w-0 flex-col gap-1",
        ),
        class_name="flex gap-3 rounded-card border border-over/40 bg-over-soft p-4 text-over-ink",
    )
