"""The table of messages by channel. A switch is a button, so that it shows that it waits."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import Press
from coachbook.ui.components.icons import icon
from coachbook.ui.settings.notifications_rows import CHANNELS
from coachbook.ui.settings.notifications_state import NotificationSettings
from coachbook.ui.theme import CARD, FOCUS

COLUMN = "w-14 sm:w-20 last:w-16 last:pr-2 sm:last:w-24 sm:last:pr-4 py-2.5 text-center"
SWITCH = (
    "group relative mx-auto grid size-11 cursor-pointer place-items-center rounded-control "
    f"[&>.spinner]:absolute [&>.spinner]:-right-0.5 [&>.spinner]:text-ink-soft {FOCUS}"
)
TRACK = (
    "flex h-6 w-10 items-center rounded-full border border-line-strong bg-sunken p-0.5 "
    "transition-colors group-aria-checked:border-primary group-aria-checked:bg-primary"
)
KNOB = (
    "grid size-4.5 place-items-center rounded-full bg-line-strong transition-transform "
    "motion-reduce:transition-none group-aria-checked:translate-x-4 "
    "group-aria-checked:bg-on-primary"
)


def choices_table(label: str, channels: tuple[str, ...]) -> rx.Component:
    """`channels` are the columns: those by which this side is told anything."""
    heads = (
        rx.el.th(
            CHANNELS[channel],
            scope="col",
            class_name=f"{COLUMN} text-[13px] font-medium text-ink-soft",
        )
        for channel in channels
    )
    return rx.el.div(
        rx.el.table(
            rx.el.caption(label, class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(rx.el.th("Message", scope="col", class_name=_first()), *heads),
                class_name="border-b border-line text-left",
            ),
            rx.el.tbody(
                rx.foreach(NotificationSettings.rows, lambda row: _row(row, channels)),
                class_name="divide-y divide-line",
            ),
            class_name="w-full table-fixed",
        ),
        class_name=f"{CARD} overflow-hidden",
    )


def _first() -> str:
    return "py-2.5 pl-4 sm:pl-5 text-[13px] font-medium text-ink-soft"


def _row(row: Any, channels: tuple[str, ...]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.span(row["name"], class_name="block text-sm font-medium text-ink"),
            rx.el.span(row["when"], class_name="block text-[13px] font-normal text-ink-soft"),
            scope="row",
            class_name="py-2.5 pl-4 sm:pl-5 pr-2 text-left align-middle",
        ),
        *(
            rx.el.td(_cell(row, one), class_name="py-1 text-center align-middle")
            for one in channels
        ),
        key=row["event"],
    )


def _cell(row: Any, channel: str) -> rx.Component:
    return rx.match(
        row[channel],
        ("always", _always()),
        ("never", _never()),
        _switch(row, channel),
    )


def _switch(row: Any, channel: str) -> rx.Component:
    return Press.create(
        rx.el.span(rx.el.span(class_name=KNOB), class_name=TRACK, aria_hidden="true"),
        type="button",
        role="switch",
        aria_checked=rx.cond(row[channel] == "on", "true", "false"),
        aria_label=f"{row['name']}, {CHANNELS[channel].lower()}",
        on_click=NotificationSettings.switch(row["event"], channel, row[channel] != "on"),
        class_name=SWITCH,
    )


def _always() -> rx.Component:
    return rx.el.span(
        icon("lock", size=14),
        "Always",
        class_name="inline-flex min-h-11 flex-col items-center justify-center text-[12px] "
        "leading-tight text-ink-soft",
    )


def _never() -> rx.Component:
    return rx.el.span(
        rx.el.span("–", aria_hidden="true", class_name="text-ink-faint"),
        rx.el.span("Not sent this way", class_name="sr-only"),
    )
