"""The cards of a client's page."""

from typing import Any

import reflex as rx

from coachbook.ui.attendance.buttons import row_buttons
from coachbook.ui.client_profile.package_state import ClientPackages
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.components.buttons import button, link_button
from coachbook.ui.components.forms import form, textarea_field
from coachbook.ui.components.surfaces import badge, card, dot, empty_state
from coachbook.ui.theme import SOFT

ROWS = "divide-y divide-line"
ROW = "flex items-center justify-between gap-3 py-2.5 first:pt-0 last:pb-0"


def packages_card() -> rx.Component:
    return card(
        rx.cond(
            ClientPage.packages,
            rx.el.ul(rx.foreach(ClientPage.packages, _package), class_name=ROWS),
            empty_state(
                "No package yet",
                "With one they can book sessions. A check-in a month is free either way.",
                icon_name="package",
                action=button("Add package", kind="primary", on_click=ClientPackages.start_adding),
            ),
        ),
        title="Packages",
    )


def _package(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.p(one["label"], class_name="text-sm font-medium text-ink"),
                _state(one["state"]),
                class_name="flex flex-wrap items-center gap-2",
            ),
            rx.el.p(one["sentence"], class_name="figures text-sm text-ink"),
            _bar(one),
            rx.cond(one["details"] != "", rx.el.p(one["details"], class_name=SOFT)),
            rx.cond(one["notes"] != "", rx.el.p(one["notes"], class_name=f"{SOFT} break-words")),
            class_name="flex min-w-0 grow flex-col gap-1",
        ),
        button(
            "Adjust sessions",
            size="small",
            aria_label=f"Adjust sessions of {one['label']}",
            on_click=ClientPackages.show(one["id"], one["label"]),
            class_name="shrink-0",
        ),
        key=one["id"],
        class_name="flex flex-col items-start gap-3 py-3 first:pt-0 last:pb-0 sm:flex-row",
    )


def _state(state: Any) -> rx.Component:
    return rx.match(
        state,
        ("used", badge("All used")),
        ("expired", badge("Expired", tone="over", icon_name="hourglass")),
        ("voided", badge("Voided")),
        rx.fragment(),
    )


def _bar(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            style={"width": one["left_percent"]}, class_name="h-full rounded-full bg-session"
        ),
        aria_hidden="true",
        class_name="my-1 h-1.5 w-full max-w-sm overflow-hidden rounded-full bg-sunken",
    )


def bookings_card() -> rx.Component:
    return card(
        rx.cond(
            ClientPage.upcoming,
            rx.el.ul(rx.foreach(ClientPage.upcoming, _coming), class_name=ROWS),
            empty_state(
                "Nothing booked",
                "What is booked from now on stands here.",
                icon_name="calendar",
                action=link_button(
                    "Book sessions", href=f"/coach/bookings?book={ClientPage.key}", kind="primary"
                ),
            ),
        ),
        title="Upcoming",
    )


def _coming(one: Any) -> rx.Component:
    return rx.el.li(
        booking_words(one),
        rx.el.div(
            link_button("Open", href=one["href"], size="small"),
            row_buttons(one, after=[ClientPage.refresh]),
            class_name="flex shrink-0 items-center gap-1.5",
        ),
        key=one["id"],
        class_name=f"{ROW} flex-wrap",
    )


def booking_words(one: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(one["kind"] == "checkin", dot("checkin"), dot("session")),
        rx.el.div(
            rx.el.p(one["when"], class_name="figures text-sm text-ink"),
            rx.el.p(one["about"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0",
        ),
        class_name="flex min-w-0 items-center gap-3",
    )


def notes_card() -> rx.Component:
    return card(
        form(
            textarea_field(
                "Your notes",
                name="notes",
                hint="Only you see them.",
                rows=6,
                default_value=ClientPage.notes,
                max_length=10_000,
                key=ClientPage.notes_version,
            ),
            button("Save notes", type="submit", class_name="self-start"),
            on_submit=ClientPage.save_notes,
        ),
        title="Notes",
    )
