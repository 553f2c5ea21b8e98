"""A frame for one of our own answers: nothing in it runs, its links open in another tab."""

from typing import Any

import reflex as rx

MAY_ONLY = "allow-popups allow-popups-to-escape-sandbox"


def sandboxed(source: Any, *, title: str, width: Any = "w-full") -> rx.Component:
    return rx.el.iframe(
        src=source,
        title=title,
        sandbox=MAY_ONLY,
        class_name=["h-[60dvh] rounded-control border border-line", width],
    )
