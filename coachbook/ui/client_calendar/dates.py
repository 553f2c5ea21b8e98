"""Dates beside and above what is on them; today's number stands on a disc."""

from typing import Any

import reflex as rx


def leaf(day: Any) -> rx.Component:
    """The date as a leaf of a calendar."""
    return rx.el.div(
        _weekday(day),
        _number(
            day,
            "text-xl leading-tight",
            "grid size-9 place-items-center rounded-full",
        ),
        rx.el.span(day["month"], class_name="text-xs text-ink-soft"),
        aria_hidden="true",
        class_name="flex w-16 shrink-0 flex-col items-center py-3 sm:w-18",
    )


def column_head(day: Any) -> rx.Component:
    return rx.el.div(
        _weekday(day),
        _number(day, "grid size-7 place-items-center rounded-full text-sm"),
        aria_hidden="true",
        class_name="hidden flex-col items-center gap-0.5 border-b border-line py-2 lg:flex",
    )


def _weekday(day: Any) -> rx.Component:
    return rx.el.span(
        rx.cond(day["is_today"], "Today", day["weekday"]), class_name="text-xs text-ink-soft"
    )


def _number(day: Any, look: str, disc: str = "") -> rx.Component:
    return rx.el.span(
        day["number"],
        class_name=rx.cond(
            day["is_today"],
            f"figures font-semibold {look} {disc} bg-primary text-on-primary",
            f"figures font-semibold {look} text-ink",
        ),
    )
