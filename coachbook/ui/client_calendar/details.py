"""One booking in full, and the question before it is cancelled."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.move_state import MoveState
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.components.buttons import button, link
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import Tone, badge
from coachbook.ui.feeds.links import add_to_calendar

DETAIL = ClientCalendarState.detail
TAPPED = (
    "font-medium pointer-coarse:inline-flex pointer-coarse:min-h-11 pointer-coarse:items-center"
)


def detail_dialog() -> rx.Component:
    return dialog(
        _status(),
        rx.el.dl(
            _fact("calendar", "When", DETAIL["when"], DETAIL["also"]),
            _fact("clock", "Length", DETAIL["length"]),
            rx.cond(DETAIL["allowance"] != "", _fact("ticket", "Uses", DETAIL["allowance"])),
            rx.cond(DETAIL["place"] != "", _fact("map_pin", "Where", DETAIL["place"])),
            rx.cond(DETAIL["meeting_link"] != "", _meeting()),
            rx.cond(
                DETAIL["meeting_words"] != "", _fact("video", "Meeting", DETAIL["meeting_words"])
            ),
            rx.cond(DETAIL["form_words"] != "", _form()),
            class_name="flex flex-col gap-3.5",
        ),
        rx.cond(
            DETAIL["note"] != "",
            rx.el.p(
                icon("info", class_name="mt-0.5"),
                DETAIL["note"],
                class_name="flex gap-2 rounded-control bg-sunken p-3 text-sm text-ink-soft",
            ),
        ),
        rx.cond(DETAIL["can_change"], _actions()),
        id="booking",
        title=DETAIL["title"],
        is_open=ClientCalendarState.is_open,
        on_close=ClientCalendarState.close,
    )


def _status() -> rx.Component:
    tones: tuple[Tone, ...] = ("success", "notice", "session", "checkin")
    words = DETAIL["status"]
    return rx.el.div(
        rx.match(DETAIL["tone"], *((tone, badge(words, tone=tone)) for tone in tones), badge(words))
    )


def _fact(icon_name: str, name: str, value: Any, more: Any = "") -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            icon(icon_name, class_name="mt-0.5 text-ink-soft"),
            rx.el.span(name, class_name="sr-only"),
        ),
        rx.el.dd(
            rx.el.span(value, class_name="block text-sm text-ink"),
            rx.cond(more != "", rx.el.span(more, class_name="block text-[13px] text-ink-soft"))
            if not isinstance(more, str)
            else rx.fragment(),
        ),
        class_name="flex gap-3",
    )


def _meeting() -> rx.Component:
    """Opens beside the page."""
    return _linked(
        "video",
        "Meeting",
        link(
            "Join the meeting",
            href=DETAIL["meeting_link"],
            target="_blank",
            rel="noopener",
            class_name=TAPPED,
        ),
    )


def _form() -> rx.Component:
    return _linked(
        "clipboard_list",
        "Form",
        rx.el.span(DETAIL["form_words"], class_name="block text-ink"),
        rx.cond(
            DETAIL["form_link"] != "",
            link(DETAIL["form_label"], href=DETAIL["form_link"], class_name=TAPPED),
        ),
    )


def _linked(icon_name: str, name: str, *value: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            icon(icon_name, class_name="mt-0.5 text-ink-soft"),
            rx.el.span(name, class_name="sr-only"),
        ),
        rx.el.dd(*value, class_name="text-sm"),
        class_name=f"flex gap-3 {'' if len(value) > 1 else 'pointer-coarse:items-center'}",
    )


def _actions() -> rx.Component:
    return rx.el.div(
        button(
            "Move to another time",
            icon_name="calendar_clock",
            on_click=MoveState.start(DETAIL["booking_id"]),
        ),
        add_to_calendar(DETAIL["id"]),
        button(
            rx.el.span("Cancel this ", DETAIL["noun"]),
            kind="quiet",
            icon_name="calendar_x",
            on_click=ClientCalendarState.ask_cancel,
        ),
        class_name="flex flex-col gap-2 border-t border-line pt-4",
    )


def cancel_dialog() -> rx.Component:
    return dialog(
        rx.el.p(DETAIL["when"], class_name="text-sm font-medium text-ink"),
        rx.el.p(DETAIL["effect"], class_name="text-sm text-ink-soft"),
        id="cancel",
        title=rx.el.span("Cancel this ", DETAIL["noun"], "?"),
        is_open=ClientCalendarState.is_cancelling,
        on_close=ClientCalendarState.keep,
        actions=(
            button("Keep it", on_click=ClientCalendarState.keep),
            button(
                rx.el.span("Cancel this ", DETAIL["noun"]),
                kind="danger",
                on_click=ClientCalendarState.cancel(DETAIL["booking_id"], DETAIL["version"]),
            ),
        ),
    )
