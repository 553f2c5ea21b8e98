"""What is asked before booking settings are saved: what follows, and what another tab saved."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.icons import icon
from coachbook.ui.settings.booking_state import BookingSettings
from coachbook.ui.theme import SOFT


def effects_dialog() -> rx.Component:
    return dialog(
        rx.el.ul(
            rx.foreach(BookingSettings.effects, _effect),
            class_name="flex flex-col gap-2 text-sm text-ink",
        ),
        id="rule-effects",
        title="Before you save",
        description="This is what follows at once.",
        actions=(
            button("Go back", on_click=BookingSettings.close),
            button("Save these settings", kind="primary", on_click=BookingSettings.save_anyway),
        ),
        is_open=BookingSettings.is_asking,
        on_close=BookingSettings.close,
    )


def _effect(sentence: Any) -> rx.Component:
    return rx.el.li(
        icon("arrow_right", size=16, class_name="mt-0.5 shrink-0 text-ink-soft"),
        rx.el.span(sentence),
        class_name="flex gap-2",
    )


def elsewhere_dialog() -> rx.Component:
    return dialog(
        rx.el.ul(
            rx.foreach(BookingSettings.elsewhere, _elsewhere),
            class_name="divide-y divide-line rounded-control border border-line",
        ),
        id="rules-elsewhere",
        title="Saved elsewhere meanwhile",
        description="Another tab saved these settings since you opened this page. Nothing of "
        "yours is saved yet.",
        actions=(
            button("Go back", on_click=BookingSettings.close),
            button("Drop mine", on_click=BookingSettings.use_saved),
            button("Keep these, save mine too", kind="primary", on_click=BookingSettings.use_both),
        ),
        is_open=BookingSettings.is_told,
        on_close=BookingSettings.close,
        size="large",
    )


def _elsewhere(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(row["label"], class_name="text-sm font-medium text-ink"),
        rx.el.p(
            "Was ", row["was"], ", is now ", rx.el.strong(row["now"], class_name="text-ink"), ".",
            class_name=f"{SOFT} break-words",
        ),
        rx.cond(
            row["mine"] != "",
            rx.el.p(
                "You entered ", rx.el.strong(row["mine"]), "; saving yours replaces it.",
                class_name="text-sm text-notice-ink break-words",
            ),
        ),
        class_name="flex flex-col gap-0.5 px-3.5 py-2.5",
    )  # fmt: skip
