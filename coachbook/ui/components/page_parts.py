"""Parts that every page has: its heading, the way past the navigation, focus after navigation."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from coachbook.ui.scripts import script
from coachbook.ui.theme import FOCUS, HEADING, SOFT

_JSX = script("components/shell.jsx")


class Anchor(BaseHTML):
    """A plain link within the page; `rx.el.a` would make it one between pages."""

    tag = "a"

    href: rx.Var[str]


class PageFocus(rx.Component):
    """See shell.jsx."""

    library = _JSX
    tag = "PageFocus"


class ThemeChoice(rx.Component):
    """See shell.jsx."""

    library = _JSX
    tag = "ThemeChoice"

    option_class: rx.Var[str]


def page_heading(title: Any, *actions: Any, below: Any = None) -> rx.Component:
    """The page's h1, which gets the focus after navigation, with its main actions beside it."""
    words = rx.el.div(
        rx.el.h1(title, id="page-title", tab_index=-1, class_name=HEADING),
        rx.el.p(below, class_name=SOFT) if below is not None else rx.fragment(),
        class_name="flex min-w-0 flex-col gap-0.5",
    )
    return rx.el.header(
        words,
        rx.el.div(*actions, class_name="flex flex-wrap gap-2") if actions else rx.fragment(),
        class_name="flex flex-wrap items-start justify-between gap-3",
    )


def skip_link() -> rx.Component:
    return Anchor.create(
        "Skip to content",
        href="#main",
        class_name=(
            "sr-only focus:not-sr-only focus:fixed focus:left-3 focus:top-3 focus:z-50 focus:px-4 "
            f"focus:py-2 focus:rounded-control focus:bg-primary focus:text-on-primary {FOCUS}"
        ),
    )


def brand() -> rx.Component:
    """The mark and the name."""
    return rx.el.span(
        rx.el.img(src="/icon.svg", alt="", class_name="size-6"),
        rx.el.span("coachbook", class_name="text-[15px] font-semibold tracking-tight"),
        class_name="inline-flex items-center gap-2 text-ink",
    )
