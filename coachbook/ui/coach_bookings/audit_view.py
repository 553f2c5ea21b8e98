"""A booking's history in the panel: every change of the whole chain, the newest first."""

from typing import Any

import reflex as rx

from coachbook.ui.components.icons import icon
from coachbook.ui.theme import SUBHEADING


def booking_history(lines: Any) -> rx.Component:
    """`lines` is a var of audit_rows.Happened."""
    return rx.el.section(
        rx.el.h3("History", class_name=SUBHEADING),
        rx.el.ol(
            rx.foreach(lines, _line),
            class_name="ml-1 flex flex-col border-l-2 border-line",
        ),
        class_name="flex flex-col gap-2.5",
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            aria_hidden="true",
            class_name="absolute -left-[6px] top-1.5 size-2.5 rounded-full bg-line-strong",
        ),
        rx.el.p(line["what"], class_name="break-words text-sm text-ink"),
        rx.cond(
            line["note"] != "",
            rx.el.p(
                icon("triangle_alert", size=14, class_name="mt-0.5"),
                line["note"],
                class_name="flex items-start gap-1.5 text-[13px] text-over-ink",
            ),
        ),
        rx.cond(
            line["credit"] != "",
            rx.el.p(line["credit"], class_name="figures text-[13px] text-ink-soft"),
        ),
        rx.el.p(line["when"], class_name="figures text-[13px] text-ink-soft"),
        class_name="relative flex flex-col gap-0.5 pb-3.5 pl-4 last:pb-0",
    )
