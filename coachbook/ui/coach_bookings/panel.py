"""The side panel: one booking, what happened to it, everything that can be done with it."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_bookings.move_state import MoveDialog
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.sidebar import kind_icon
from coachbook.ui.components.buttons import button, link
from coachbook.ui.components.dialogs import dialog, side_panel
from coachbook.ui.components.forms import form
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge
from coachbook.ui.theme import FOCUS, SOFT, SUBHEADING

FACTS = BookingPanel.facts


def booking_panel() -> rx.Component:
    return side_panel(
        _what(),
        _details(),
        _actions(),
        _history(),
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
        rx.cond(
            FACTS["is_unusual"],
            rx.el.p(
                icon("triangle_alert", size=14),
                "You booked this outside your hours or above capacity.",
                class_name="flex items-center gap-1.5 text-[13px] text-over-ink",
            ),
        ),
        class_name="flex flex-col gap-1.5",
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
        _pair("Client", link("Open the profile", href=FACTS["client"])),
        class_name="grid grid-cols-[6rem_1fr] gap-x-3 gap-y-1.5 text-sm",
    )


def _detail(name: str, words: Any) -> rx.Component:
    return rx.cond(words != "", _pair(name, words))


def _pair(name: str, what: Any) -> rx.Component:
    return rx.fragment(rx.el.dt(name, class_name="text-ink-soft"), rx.el.dd(what))


def _actions() -> rx.Component:
    return rx.el.div(
        rx.cond(
            FACTS["can_complete"],
            button("Came", kind="primary", icon_name="check", on_click=BookingPanel.complete),
        ),
        rx.cond(
            FACTS["can_miss"],
            button("Didn't come", icon_name="user_x", on_click=BookingPanel.miss),
        ),
        rx.cond(
            FACTS["can_move"],
            button(
                "Move to…",
                icon_name="calendar_clock",
                on_click=MoveDialog.start(BookingPanel.chain),
            ),
        ),
        rx.cond(
            FACTS["can_cancel"],
            button("Cancel…", icon_name="x", on_click=BookingPanel.start_cancelling),
        ),
        class_name="flex flex-wrap gap-2",
    )


def _history() -> rx.Component:
    return rx.el.section(
        rx.el.h3("What happened", class_name=SUBHEADING),
        rx.el.ol(
            rx.foreach(
                BookingPanel.history,
                lambda line: rx.el.li(
                    rx.el.p(line["what"], class_name="text-sm"),
                    rx.el.p(line["when"], class_name="figures text-[13px] text-ink-soft"),
                    class_name="border-l-2 border-line py-1 pl-3",
                ),
            ),
            class_name="flex flex-col gap-1",
        ),
        class_name="flex flex-col gap-2",
    )


def cancel_dialog() -> rx.Component:
    follows = BookingPanel.what_follows
    return dialog(
        form(
            rx.el.fieldset(
                rx.el.legend("Who cancelled?", class_name="pb-1 text-sm font-medium"),
                _who("coach", "I did", "It doesn't count against the client."),
                _who("client", "The client asked for it", "It counts as their cancellation."),
                class_name="flex flex-col gap-1",
            ),
            rx.el.p(follows["credit"], " ", follows["told"], class_name=SOFT),
            rx.el.div(
                button("Keep it", on_click=BookingPanel.stop_cancelling),
                button(_cancel_words(), kind="danger", type="submit"),
                class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
            ),
            on_submit=BookingPanel.cancel,
            key=BookingPanel.opened,
        ),
        id="cancel-booking",
        title=rx.el.span("Cancel for ", follows["name"], "?"),
        description=FACTS["when"],
        is_open=BookingPanel.is_cancelling,
        on_close=BookingPanel.stop_cancelling,
    )


def _cancel_words() -> Any:
    return rx.cond(FACTS["kind"] == "checkin", "Cancel this check-in", "Cancel this session")


def _who(value: str, words: str, hint: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="who",
            value=value,
            required=True,
            class_name=f"mt-1 size-4 pointer-coarse:size-5 accent-primary {FOCUS}",
        ),
        rx.el.span(
            rx.el.span(words, class_name="block text-sm"),
            rx.el.span(hint, class_name="block text-[13px] text-ink-soft"),
        ),
        class_name="flex cursor-pointer items-start gap-2.5 py-1.5",
    )
