"""Weeks or months as bars, and the same numbers as a table for whoever doesn't see them."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from coachbook.ui.theme import FOCUS

HEAD = "py-1 pr-2 text-left font-medium text-ink-soft last:pr-0"


def bars(found: Any, column: Callable[[Any], rx.Component], *, height: str) -> rx.Component:
    return rx.el.div(
        rx.foreach(found, column), aria_hidden="true", class_name=f"flex {height} gap-1"
    )


def bar_column(one: Any, *parts: rx.Component, title: Any) -> rx.Component:
    """The parts from the top down; the row `one` has a `key` and a `label`."""
    return rx.el.div(
        rx.el.div(
            *parts,
            class_name="flex min-h-0 grow flex-col justify-end border-b border-line-strong",
        ),
        rx.el.span(one["label"], class_name="figures text-center text-[11px] text-ink-soft"),
        key=one["key"],
        title=title,
        class_name="flex min-w-0 grow basis-0 flex-col gap-1",
    )


def bar_legend(parts: Sequence[tuple[str, str]]) -> rx.Component:
    """Words and look of each part."""
    return rx.el.ul(
        *(_key(words, look) for words, look in parts),
        aria_hidden="true",
        class_name="flex flex-wrap gap-x-4 gap-y-1",
    )


def _key(words: str, look: str) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name=f"size-3 rounded-[2px] {look}"),
        words,
        class_name="flex items-center gap-1.5 text-xs text-ink-soft",
    )


def numbers_table(
    caption: str, found: Any, *, heads: Sequence[str], names: Sequence[str]
) -> rx.Component:
    """Folded; `names` are the entries of a row, its heading first."""
    return rx.el.details(
        rx.el.summary(
            "Show the numbers",
            class_name=(
                "w-fit cursor-pointer rounded-sm py-1 text-[13px] text-ink-soft "
                f"pointer-coarse:py-3 {FOCUS}"
            ),
        ),
        rx.el.table(
            rx.el.caption(caption, class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(*(rx.el.th(head, scope="col", class_name=HEAD) for head in heads))
            ),
            rx.el.tbody(
                rx.foreach(found, lambda one: _line(one, names)),
                class_name="divide-y divide-line",
            ),
            class_name="figures mt-1 w-full text-[13px]",
        ),
    )


def _line(one: Any, names: Sequence[str]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(one[names[0]], scope="row", class_name="py-1 pr-2 text-left font-normal"),
        *(rx.el.td(one[name], class_name="py-1") for name in names[1:]),
        key=one["key"],
    )
