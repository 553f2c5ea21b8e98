"""What the dialogs of a client's packages share."""

from typing import Any

import reflex as rx

from coachbook.ui.components.surfaces import dot

FOOT = "flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end"
LIST = "max-h-[30dvh] divide-y divide-line overflow-y-auto rounded-control border border-line"


def ahead_list(rows: Any, words: Any) -> rx.Component:
    """Sessions booked with the package, under a sentence that says what becomes of them."""
    return rx.el.div(
        rx.el.p(words, class_name="text-sm text-ink"),
        rx.el.ul(
            rx.foreach(rows, _session),
            tab_index=0,
            aria_label="Booked sessions",
            class_name=LIST,
        ),
        class_name="flex flex-col gap-2",
    )


def _session(one: Any) -> rx.Component:
    return rx.el.li(
        dot("session"),
        rx.el.span(one["when"], class_name="figures text-sm text-ink"),
        key=one["id"],
        class_name="flex items-center gap-3 px-3.5 py-2",
    )
