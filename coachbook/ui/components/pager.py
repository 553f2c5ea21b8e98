"""Leafing through a long list whose newest rows come first."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import SOFT


def pager(
    *, newer: Any, older: Any, is_newest: Any, is_oldest: Any, words: Any = ""
) -> rx.Component:
    """`newer` and `older` are what the two buttons do; `words` say where one is."""
    return rx.el.nav(
        button("Newer", size="small", icon_name="chevron_left", on_click=newer, disabled=is_newest),
        rx.el.span(words, role="status", class_name=f"{SOFT} figures"),
        button("Older", icon("chevron_right"), size="small", on_click=older, disabled=is_oldest),
        aria_label="Pages",
        class_name="flex items-center justify-between gap-3 pt-1",
    )
