"""One of a few: segmented controls and tabs. Real radios and links, so the keyboard works."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from coachbook.ui.theme import FOCUS

TRACK = "inline-flex w-fit max-w-full rounded-control bg-sunken p-0.5"
SEGMENT = (
    "grid h-8 pointer-coarse:h-11 cursor-pointer place-items-center rounded-md px-3 text-sm "
    "font-medium text-ink-soft has-checked:bg-selected has-checked:text-ink "
    "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
)
TAB = f"-mb-px border-b-2 px-2 py-2.5 sm:px-3 text-sm font-medium whitespace-nowrap {FOCUS}"


def segmented(
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    name: str,
    value: Any,
    on_change: Any,
    **props: Any,
) -> rx.Component:
    """One of (value, label) pairs; `on_change` is a handler that takes the value."""
    return rx.el.fieldset(
        rx.el.legend(label, class_name="sr-only"),
        *(_segment(name, key, words, value, on_change) for key, words in options),
        class_name=f"{TRACK} {props.pop('class_name', '')}",
        **props,
    )


def _segment(name: str, key: str, words: str, value: Any, on_change: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=key,
            checked=value == key,
            on_change=on_change(key),
            class_name="sr-only",
        ),
        words,
        class_name=SEGMENT,
    )


def tab_links(label: str, tabs: Sequence[tuple[str, str]], *, current: str) -> rx.Component:
    """Links (href, words) to the pages of one subject; `current` is the href of this page."""
    return rx.el.nav(
        *(_tab(href, words, is_current=href == current) for href, words in tabs),
        aria_label=label,
        class_name="flex flex-wrap sm:flex-nowrap sm:gap-1 sm:overflow-x-auto border-b border-line",
    )


def _tab(href: str, words: str, *, is_current: bool) -> rx.Component:
    calm = "border-transparent text-ink-soft hover:text-ink"
    look = "border-ink text-ink" if is_current else calm
    return rx.el.a(
        words,
        href=href,
        aria_current="page" if is_current else "false",
        class_name=f"{TAB} {look}",
    )
