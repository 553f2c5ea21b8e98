"""The side panel: one booking, what happened to it, everything that can be done with it."""

from typing import Any

import reflex as rx

from coachbook.ui.attendance.buttons import mark_buttons
from coachbook.ui.checkin_form.sent import answer_list
from coachbook.ui.coach_bookings.audit_view import booking_history
from coachbook.ui.coach_bookings.move_state import MoveDialog
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.sidebar import kind_icon
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.components.buttons import button, link
from coachbook.ui.components.dialogs import side_panel
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge
from coachbook.ui.theme import SUBHEADING

FACTS = BookingPanel.facts
AFTER = (CoachCalendar.refresh, BookingPanel.refresh)


def booking_panel() -> rx.Component:
    return side_panel(
        _what(),
        _details(),
        _actions(),
        _form(),
        booking_history(BookingPanel.history),
        id="booking",
        title=rx.el.span(FACTS["name"]),
        is_open=BookingPanel.is_open,
        on_close=BookingPanel.close,
    )


def _what() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            kind_icon(FACTS["kind"]),
            FACTS["kind_words"],
            _status(),
            class_name="flex flex-wrap items-center gap-2 text-sm",
        ),
        rx.el.p(FACTS["when"], class_name="font-medium"),
        _unusual(FACTS["is_unusual"], "You booked this outside your hours or above capacity."),
        _unusual(FACTS["is_beyond"], "It comes beyond the month's check-in."),
        class_name="flex flex-col gap-1.5",
    )


def _unusual(is_so: Any, words: str) -> rx.Component:
    return rx.cond(
        is_so,
        rx.el.p(
            icon("triangle_alert", size=14),
            words,
            class_name="flex items-center gap-1.5 text-[13px] text-over-ink",
        ),
    )


def _status() -> rx.Component:
    words = FACTS["status_words"]
    return rx.match(
        FACTS["status"],
        ("completed", badge(words, tone="success", icon_name="check")),
        ("no_show", badge(words, tone="over", icon_name="user_x")),
        ("to_mark", badge(words, tone="over", icon_name="circle_alert")),
        ("cancelled", badge(words, icon_name="x")),
        badge(words, tone="notice"),
    )


def _details() -> rx.Component:
    return rx.el.dl(
        _detail("Length", FACTS["length"]),
        _detail("Package", FACTS["package"]),
        rx.cond(
            FACTS["meet"] != "",
            _pair("Meeting", link("Open the meeting", href=FACTS["meet"], target="_blank")),
        ),
        _detail("Meeting", FACTS["meet_words"]),
        _pair("Client", link("Open the profile", href=FACTS["client"])),
        class_name="grid grid-cols-[6rem_1fr] gap-x-3 gap-y-1.5 text-sm",
    )


def _detail(name: str, words: Any) -> rx.Component:
    return rx.cond(words != "", _pair(name, words))


def _pair(name: str, what: Any) -> rx.Component:
    return rx.fragment(rx.el.dt(name, class_name="text-ink-soft"), rx.el.dd(what))


def _form() -> rx.Component:
    """What the client answered before a check-in."""
    return rx.fragment(
        rx.cond(
            BookingPanel.form_words != "",
            rx.el.p(
                icon("clipboard_list", size=14),
                BookingPanel.form_words,
                class_name="flex items-center gap-1.5 text-[13px] text-ink-soft",
            ),
        ),
        rx.cond(
            BookingPanel.form["id"] != "",
            rx.el.section(
                rx.el.h3("Answers", class_name=SUBHEADING),
                rx.el.p(BookingPanel.form["sent"], class_name="text-[13px] text-ink-soft"),
                answer_list(BookingPanel.form),
                class_name="flex flex-col gap-2 rounded-control bg-sunken/60 p-3",
            ),
        ),
    )


def _actions() -> rx.Component:
    marks, ends = mark_buttons(FACTS["mark"], after=AFTER)
    return rx.el.div(
        marks,
        rx.cond(
            FACTS["can_move"],
            button(
                "Move to…",
                icon_name="calendar_clock",
                on_click=MoveDialog.start(BookingPanel.chain),
            ),
        ),
        ends,
        class_name="flex flex-wrap gap-2",
    )
