"""Book a session: the client first, then everything else in one view."""

from typing import Any, cast

import reflex as rx

from coachbook.ui.coach_bookings.book_state import LONGEST_SEARCH, BookDialog
from coachbook.ui.coach_bookings.client_search import client_search
from coachbook.ui.coach_bookings.times_state import BookTimes
from coachbook.ui.coach_bookings.times_view import question_dialog, times
from coachbook.ui.components.buttons import button, link_button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, select_field
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import avatar, empty_state
from coachbook.ui.packages.picker import package_fields

KINDS = (("session", "Session"), ("checkin", "Check-in"))


def book_dialogs() -> rx.Component:
    return rx.fragment(
        dialog(
            rx.cond(BookDialog.client["id"] == "", _search(), _booking()),
            id="book-session",
            title="Book a session",
            is_open=BookTimes.is_open,
            on_close=BookTimes.close,
            size="large",
            is_sticky=True,
        ),
        question_dialog(),
    )


def _search() -> rx.Component:
    return rx.cond(
        BookDialog.is_anybody,
        client_search(
            "For whom?",
            BookDialog.found,
            search=BookDialog.search,
            choose=BookDialog.choose,
            opened=BookTimes.opened,
            longest=LONGEST_SEARCH,
            nobody="No client's name or email has that in it.",
        ),
        empty_state(
            "No clients yet",
            "Add the first one, then book for them.",
            icon_name="users",
            action=link_button("Go to clients", href="/coach/clients", kind="primary"),
        ),
    )


def _booking() -> rx.Component:
    return rx.el.div(
        _whom(),
        _what(),
        rx.cond(BookDialog.is_selling, _sell(), times()),
        class_name="flex flex-col gap-4",
    )


def _whom() -> rx.Component:
    return rx.el.div(
        avatar(BookDialog.client["initials"]),
        rx.el.bdi(BookDialog.client["name"], class_name="min-w-0 grow truncate font-medium"),
        button("Someone else", size="small", on_click=BookDialog.choose_other),
        class_name="flex items-center gap-3",
    )


def _what() -> rx.Component:
    return rx.el.div(
        segmented(
            "Session or check-in",
            KINDS,
            name="book-kind",
            value=BookDialog.kind,
            on_change=BookDialog.choose_kind,
            class_name="self-end",
        ),
        rx.cond(
            BookDialog.kind == "session",
            rx.cond(BookDialog.lengths, rx.fragment(_length(), _payer(), _more())),
            _month(),
        ),
        class_name="flex flex-wrap items-end gap-3",
    )


def _month() -> rx.Component:
    """How the client stands this month; one more is asked about before it is booked."""
    return rx.el.p(
        icon("video", size=15, class_name="text-checkin"),
        BookDialog.checkin,
        class_name="flex min-h-9 items-center gap-2 text-sm",
    )


def _length() -> rx.Component:
    return select_field(
        "Length",
        _listed(BookDialog.lengths),
        name="minutes",
        id="book-minutes",
        value=BookDialog.minutes,
        on_change=BookDialog.choose_minutes,
    )


def _payer() -> rx.Component:
    return rx.cond(
        BookDialog.payers,
        select_field(
            "Package",
            _listed(BookDialog.payers),
            name="payer",
            id="book-payer",
            value=BookDialog.payer,
            on_change=BookDialog.choose_payer,
        ),
    )


def _more() -> rx.Component:
    return rx.cond(
        BookDialog.is_selling,
        rx.fragment(),
        button("Add a package", kind="quiet", icon_name="plus", on_click=BookDialog.start_selling),
    )


def _sell() -> rx.Component:
    """There and then, when nothing is left to book with or the coach wants to."""
    return rx.el.section(
        rx.cond(
            BookDialog.lengths,
            rx.fragment(),
            rx.el.p(
                rx.el.bdi(BookDialog.client["name"]),
                " has no session left. Add a package, then pick the times.",
                class_name="text-sm",
            ),
        ),
        form(
            package_fields(is_optional=False),
            rx.el.div(
                rx.cond(
                    BookDialog.lengths,
                    button("Back to the times", on_click=BookDialog.stop_selling),
                ),
                button("Add this package", kind="primary", type="submit"),
                class_name="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end",
            ),
            on_submit=BookDialog.sell,
        ),
        class_name="flex flex-col gap-3 rounded-card border border-line bg-surface p-4",
    )


def _listed(options: Any) -> rx.Var[list[dict[str, str]]]:
    """The class attribute is a var of that type."""
    return cast(rx.Var[list[dict[str, str]]], options)
