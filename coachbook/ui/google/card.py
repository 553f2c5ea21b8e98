"""The card in the booking settings: the way to connect, how the connection does, its end."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.forms import native_form
from coachbook.ui.components.icons import icon
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.google.dialogs import calendar_dialog, disconnect_dialog
from coachbook.ui.google.set_up import how_to_set_up
from coachbook.ui.google.state import GoogleCard
from coachbook.ui.sign_in.frame import notice_said, problem_said
from coachbook.ui.theme import SOFT
from coachbook.ui.viewer import Viewer

STANDING = GoogleCard.standing
SMALL = "text-[13px] text-ink-soft"
POINTS = (
    ("calendar_check", "What is booked from now on, and what is booked already, is written into "
     "your Google Calendar and follows when it is moved or cancelled. Check-ins get a Google Meet "
     "link."),
    ("mail", "Clients are invited by Google and hear from it as well. Our own emails go on, "
     "without a calendar invitation of their own."),
    ("arrow_right", "It is a copy. What you move or delete in Google isn't read back, and is put "
     "right again: change bookings here."),
    ("shield", "Google lets coachbook see and change events in calendars that you own. It looks "
     "at no other events than its own, and you can disconnect at any time."),
)  # fmt: skip


def google_card() -> rx.Component:
    """`GoogleCard.load` belongs to the page's `on_load`."""
    return rx.fragment(
        live_updates("/live", on_change=GoogleCard.refresh),
        card(
            problem_said(GoogleCard.problem),
            rx.cond(STANDING["status"] == "connected", notice_said(GoogleCard.notice)),
            rx.match(
                STANDING["status"],
                ("", rx.cond(GoogleCard.is_configured, _offer(), _not_configured())),
                ("needs_reconnect", _broken()),
                ("ending", _ending()),
                _connected(),
            ),
            title="Google Calendar",
            action=_badge(),
            id="google-calendar",
        ),
        calendar_dialog(),
        disconnect_dialog(),
    )


def _badge() -> rx.Component:
    return rx.match(
        STANDING["status"],
        ("", rx.fragment()),
        ("connected", badge("Connected", tone="success", icon_name="check")),
        ("failing", badge("Interrupted", tone="notice", icon_name="clock")),
        ("ending", badge("Being disconnected", tone="notice", icon_name="clock")),
        badge("Connect again", tone="error", icon_name="circle_alert"),
    )


def _not_configured() -> rx.Component:
    return rx.cond(
        Viewer.is_owner,
        how_to_set_up(),
        rx.el.p(
            "Appointments can be copied into your Google Calendar, with a Meet link for check-ins. "
            "This coachbook isn't known to Google yet: its owner can set that up.",
            class_name=SOFT,
        ),
    )


def _offer() -> rx.Component:
    return rx.el.div(
        rx.el.ul(*(_point(*one) for one in POINTS), class_name="flex flex-col gap-2.5"),
        _connects("Connect Google Calendar", "primary"),
        class_name="flex flex-col gap-4",
    )


def _point(icon_name: str, words: str) -> rx.Component:
    return rx.el.li(
        icon(icon_name, class_name="mt-0.5 text-ink-soft"),
        rx.el.span(words, class_name="text-pretty"),
        class_name="flex gap-2.5 text-sm text-ink",
    )


def _connects(words: str, kind: Any) -> rx.Component:
    return native_form(
        button(words, kind=kind, type="submit", icon_name="calendar_sync"),
        action="/google/connect",
    )


def _connected() -> rx.Component:
    return rx.el.div(
        _facts(),
        rx.cond(STANDING["status"] == "failing", _failing()),
        _progress(),
        rx.cond(STANDING["repaired"] != "", _said("wrench", STANDING["repaired"])),
        rx.cond(GoogleCard.refused, _refused()),
        rx.el.div(
            button("Send a test event", icon_name="send", on_click=GoogleCard.send_test),
            button("Another calendar", on_click=GoogleCard.ask_calendar),
            button("Disconnect", kind="quiet", on_click=GoogleCard.ask_leave),
            class_name="flex flex-wrap gap-2 border-t border-line pt-4",
        ),
        class_name="flex flex-col gap-4",
    )


def _facts() -> rx.Component:
    return rx.el.dl(
        _fact("Account", rx.el.bdi(STANDING["account"])),
        _fact("Calendar", STANDING["calendar"]),
        _fact("Copied", STANDING["waiting"], " ", STANDING["success"]),
        class_name="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]",
    )


def _fact(name: str, *words: Any) -> rx.Component:
    return rx.fragment(
        rx.el.dt(name, class_name="font-medium text-ink"),
        rx.el.dd(*words, class_name="-mt-2 min-w-0 wrap-anywhere text-ink-soft sm:mt-0"),
    )


def _progress() -> rx.Component:
    """While much is written, as after connecting."""
    return rx.cond(
        STANDING["share"] != "",
        rx.el.div(
            rx.el.div(
                style={"width": STANDING["share"]},
                class_name="h-full rounded-full bg-primary transition-[width]",
            ),
            role="progressbar",
            aria_label="Appointments that are written",
            aria_valuetext=STANDING["share"],
            class_name="h-1.5 w-full overflow-hidden rounded-full bg-sunken",
        ),
    )


def _failing() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(STANDING["trouble"], class_name="text-pretty"),
            rx.el.p("Bookings go on; what waits isn't lost. ", STANDING["next_try"]),
            class_name="min-w-0 grow basis-64",
        ),
        button("Try now", size="small", icon_name="refresh_cw", on_click=GoogleCard.try_again),
        role="status",
        class_name=(
            "flex flex-wrap items-start gap-3 rounded-control bg-notice-soft px-3.5 py-2.5 "
            "text-sm text-notice-ink"
        ),
    )


def _refused() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3("What Google refuses", class_name="text-sm font-medium text-ink"),
            button(
                "Try again", size="small", icon_name="refresh_cw", on_click=GoogleCard.try_again
            ),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.ul(
            rx.foreach(GoogleCard.refused, _refused_row),
            class_name="divide-y divide-line rounded-control border border-line",
        ),
        class_name="flex flex-col gap-2",
    )


def _refused_row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(row["what"], class_name="text-sm text-ink wrap-anywhere"),
        rx.el.p(row["why"], class_name=f"{SMALL} wrap-anywhere"),
        key=row["key"],
        class_name="px-3.5 py-2.5",
    )


def _broken() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "Google no longer lets coachbook into ",
            rx.el.bdi(rx.el.strong(STANDING["account"])),
            ". That happens when the access was withdrawn at Google, when the password was "
            "changed, or when it wasn't used for half a year. Bookings go on; nothing is copied "
            "and no Meet link is made until you connect again.",
            class_name="rounded-control bg-error-soft px-3.5 py-2.5 text-sm text-error-ink "
            "text-pretty wrap-anywhere",
        ),
        rx.el.p(STANDING["waiting"], " ", STANDING["success"], class_name=SOFT),
        rx.el.div(
            _connects("Connect again", "primary"),
            button("Disconnect", kind="quiet", on_click=GoogleCard.ask_leave),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="flex flex-col gap-4",
    )


def _ending() -> rx.Component:
    return rx.el.div(
        _said("clock", STANDING["waiting"]),
        rx.cond(STANDING["trouble"] != "", rx.el.p(STANDING["trouble"], class_name=SOFT)),
        class_name="flex flex-col gap-3",
    )


def _said(icon_name: str, words: Any) -> rx.Component:
    return rx.el.p(
        icon(icon_name, class_name="mt-0.5 text-ink-soft"),
        rx.el.span(words),
        class_name="flex gap-2 text-sm text-ink text-pretty",
    )
