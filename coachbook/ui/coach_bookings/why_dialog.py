"""Why is this time not offered? The dialog that asks and answers."""

from typing import Any, cast

import reflex as rx

from coachbook.ui.coach_bookings.client_search import client_search
from coachbook.ui.coach_bookings.why_state import LONGEST_SEARCH, WhyDialog
from coachbook.ui.components.buttons import button, link
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import date_field, form, select_field, time_field
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import avatar
from coachbook.ui.theme import SOFT

KINDS = (("session", "Session"), ("checkin", "Check-in"))


def why_dialog() -> rx.Component:
    return dialog(
        rx.cond(WhyDialog.client["id"] == "", _search(), _question()),
        id="why-not-offered",
        title="Why is this time not offered?",
        description="Pick a client and a time. Nothing is changed.",
        is_open=WhyDialog.is_open,
        on_close=WhyDialog.close,
    )


def _search() -> rx.Component:
    return client_search(
        "To whom?",
        WhyDialog.found,
        search=WhyDialog.search,
        choose=WhyDialog.choose,
        opened=WhyDialog.opened,
        longest=LONGEST_SEARCH,
        nobody="No client found. Those that you add stand here.",
    )


def _question() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            avatar(WhyDialog.client["initials"]),
            rx.el.bdi(WhyDialog.client["name"], class_name="min-w-0 grow truncate font-medium"),
            button("Someone else", size="small", on_click=WhyDialog.choose_other),
            class_name="flex items-center gap-3",
        ),
        form(
            segmented(
                "Session or check-in",
                KINDS,
                name="why-kind",
                value=WhyDialog.kind,
                on_change=WhyDialog.choose_kind,
                class_name="self-start",
            ),
            _when(),
            rx.el.div(button("Ask why", kind="primary", type="submit"), class_name="flex"),
            on_submit=WhyDialog.ask,
            key=WhyDialog.opened,
        ),
        rx.el.div(
            rx.cond(WhyDialog.answer != "", _answer()),
            custom_attrs={"aria-live": "polite"},
        ),
        class_name="flex flex-col gap-4",
    )


def _when() -> rx.Component:
    first = WhyDialog.first
    return rx.el.div(
        date_field("Date", name="on", id="why-on", default_value=first["on"], required=True),
        time_field("Time", name="time", id="why-time", default_value=first["time"], required=True),
        rx.cond(
            WhyDialog.kind == "session",
            select_field(
                "Length",
                cast(rx.Var[list[dict[str, str]]], WhyDialog.lengths),
                name="minutes",
                id="why-minutes",
            ),
        ),
        class_name="grid grid-cols-2 gap-4 sm:grid-cols-3",
    )


def _answer() -> rx.Component:
    return rx.el.section(
        rx.el.p(
            rx.cond(
                WhyDialog.is_offered,
                icon("circle_check", class_name="mt-0.5 text-success"),
                icon("circle_x", class_name="mt-0.5 text-ink-soft"),
            ),
            WhyDialog.answer,
            class_name="flex gap-2 text-sm font-medium text-ink",
        ),
        rx.cond(
            WhyDialog.is_offered,
            rx.fragment(),
            rx.el.ol(
                rx.foreach(WhyDialog.reasons, _reason),
                aria_label="Reasons, the most decisive first",
                class_name="flex flex-col divide-y divide-line",
            ),
        ),
        class_name="flex flex-col gap-2 rounded-card border border-line bg-canvas p-4",
    )


def _reason(reason: Any) -> rx.Component:
    return rx.el.li(
        icon("minus", class_name="mt-0.5 text-ink-faint"),
        rx.el.div(
            rx.el.p(reason["sentence"], class_name="text-sm text-ink"),
            rx.cond(
                reason["href"] != "",
                rx.el.p(
                    reason["lead"],
                    " ",
                    link(reason["setting"], href=reason["href"], on_click=WhyDialog.close),
                    class_name=SOFT,
                ),
            ),
            class_name="flex min-w-0 flex-col gap-0.5",
        ),
        key=reason["sentence"],
        class_name="flex gap-2.5 py-2 first:pt-1 last:pb-0",
    )
