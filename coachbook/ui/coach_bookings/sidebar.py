"""Beside the calendar: what is left to mark, today, tomorrow."""

from typing import Any

import reflex as rx

from coachbook.services.calendars import MOST_TO_MARK
from coachbook.ui.attendance.buttons import cancel_icon, mark_pair
from coachbook.ui.coach_bookings.mark_all_state import MarkAll
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.renewals import renewals_card
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.components.buttons import button, link_button
from coachbook.ui.components.icons import KIND_ICONS, icon
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.theme import FOCUS, SOFT

LINE = (
    "flex min-h-10 pointer-coarse:min-h-11 w-full min-w-0 cursor-pointer items-center gap-2.5 "
    f"rounded-control px-2 py-1 text-left hover:bg-sunken {FOCUS}"
)
TO_MARK = "to-mark"
AFTER = (CoachCalendar.refresh, BookingPanel.refresh)


def sidebar() -> rx.Component:
    return rx.el.aside(
        rx.cond(CoachCalendar.waiting > 0, _to_mark()),
        rx.el.div(
            _day("Today", CoachCalendar.today, "Nobody comes today."),
            _day("Tomorrow", CoachCalendar.tomorrow, "Nobody comes tomorrow."),
            class_name="flex min-w-0 flex-col gap-4 md:row-span-2 xl:row-span-1",
        ),
        renewals_card(),
        aria_label="Today and what is left to do",
        class_name="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-1",
    )


def _day(title: str, lines: Any, empty: str) -> rx.Component:
    return card(
        rx.cond(
            lines,
            rx.el.ul(rx.foreach(lines, _line), class_name="-mx-2 flex flex-col"),
            rx.el.p(empty, class_name=SOFT),
        ),
        title=title,
        aria_label=title,
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(line["label"], class_name="sr-only"),
            kind_icon(line["kind"]),
            rx.el.span(
                line["when"],
                aria_hidden="true",
                class_name="figures w-16 shrink-0 text-[13px] text-ink-soft",
            ),
            rx.el.span(
                line["name"], aria_hidden="true", class_name="min-w-0 grow truncate text-sm"
            ),
            _status_icon(line["status"]),
            type="button",
            on_click=BookingPanel.open_one(line["id"]),
            class_name=LINE,
        ),
        key=line["id"],
    )


def kind_icon(kind: Any) -> rx.Component:
    return rx.cond(
        kind == "checkin",
        icon(KIND_ICONS["checkin"], size=15, class_name="text-checkin"),
        icon(KIND_ICONS["session"], size=15, class_name="text-session"),
    )


def _status_icon(status: Any) -> rx.Component:
    return rx.match(
        status,
        ("completed", icon("check", class_name="text-success")),
        ("no_show", icon("user_x", class_name="text-over")),
        ("to_mark", icon("circle_alert", class_name="text-over")),
        rx.fragment(),
    )


def _to_mark() -> rx.Component:
    return card(
        rx.el.ul(
            rx.foreach(CoachCalendar.to_mark, _waiting_line),
            class_name="flex flex-col divide-y divide-line",
        ),
        rx.cond(
            CoachCalendar.waiting > MOST_TO_MARK,
            rx.el.p(CoachCalendar.waiting - MOST_TO_MARK, " older ones wait too.", class_name=SOFT),
        ),
        rx.cond(
            CoachCalendar.waiting > 1,
            button(
                rx.el.span("Mark all ", CoachCalendar.waiting, " as completed…"),
                on_click=MarkAll.start,
                class_name="w-full",
            ),
        ),
        title=rx.el.span(
            "To mark ",
            badge(CoachCalendar.waiting, tone="over"),
            class_name="inline-flex items-center gap-2",
        ),
        id=TO_MARK,
        tab_index=-1,
        aria_label="To mark",
    )


def to_mark_link() -> rx.Component:
    """Where the lists stand below the calendar: what waits is one tap away."""
    return rx.cond(
        CoachCalendar.waiting > 0,
        rx.el.div(
            link_button(
                CoachCalendar.waiting, " to mark", href=f"#{TO_MARK}", icon_name="arrow_down"
            ),
            class_name="xl:hidden",
        ),
    )


def _waiting_line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.button(
                rx.el.span(line["label"], class_name="sr-only"),
                rx.el.span(
                    rx.el.bdi(line["name"], class_name="block truncate text-sm"),
                    rx.el.span(line["when"], class_name="figures block text-[13px] text-ink-soft"),
                    aria_hidden="true",
                    class_name="min-w-0",
                ),
                type="button",
                on_click=BookingPanel.open_one(line["id"]),
                class_name=f"-ml-2 {LINE}",
            ),
            cancel_icon(line["mark"]),
            class_name="-mr-2 flex items-center gap-1",
        ),
        mark_pair(line["mark"], after=AFTER),
        key=line["id"],
        class_name="flex flex-col gap-1 pt-2 pb-3 first:pt-0",
    )
