"""How the kinds look: workouts blue, sessions green, check-ins purple, each with its icon."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from coachbook.ui.components.icons import KIND_ICONS, icon

NAMES = {"workout": "Workout", "session": "Session", "checkin": "Check-in"}
# Written out: the build looks for whole names of classes.
TILES = {
    "workout": "bg-workout-soft text-workout-ink",
    "session": "bg-session-soft text-session-ink",
    "checkin": "bg-checkin-soft text-checkin-ink",
}
COLUMNS = {
    "workout": "lg:bg-workout-soft lg:text-workout-ink",
    "session": "lg:bg-session-soft lg:text-session-ink",
    "checkin": "lg:bg-checkin-soft lg:text-checkin-ink",
}
MARKS = {"workout": "text-workout", "session": "text-session", "checkin": "text-checkin"}


def by_kind(kind: Any, made: Callable[[str], Any]) -> Any:
    """What is made for the kind of an entry."""
    return rx.match(
        kind, ("workout", made("workout")), ("checkin", made("checkin")), made("session")
    )


def kind_icon(kind: Any, size: int = 16, **props: Any) -> rx.Component:
    made: rx.Component = by_kind(kind, lambda one: icon(KIND_ICONS[one], size=size, **props))
    return made


def legend() -> rx.Component:
    """What the colours and icons stand for."""
    marks = (_mark(kind) for kind in KIND_ICONS)
    return rx.el.ul(
        *marks,
        rx.el.li(
            icon("circle_check", size=14, class_name="text-success"),
            "Done",
            class_name="flex items-center gap-1.5",
        ),
        aria_label="Legend",
        class_name="flex flex-wrap gap-x-4 gap-y-1.5 text-[13px] text-ink-soft",
    )


def _mark(kind: str) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            icon(KIND_ICONS[kind], size=13),
            class_name=f"grid size-5.5 place-items-center rounded-md {TILES[kind]}",
        ),
        NAMES[kind],
        class_name="flex items-center gap-1.5",
    )
