"""What to book: a session in person, or a check-in on the web."""

import reflex as rx

from coachbook.ui.client_booking.state import BookState
from coachbook.ui.components.choices import TRACK
from coachbook.ui.components.icons import KIND_ICONS, icon

SEGMENT = (
    "flex h-10 grow basis-0 cursor-pointer items-center justify-center gap-2 rounded-md px-4 "
    "text-sm font-medium whitespace-nowrap text-ink-soft pointer-coarse:h-11 "
    "has-checked:bg-selected has-checked:text-ink has-checked:shadow-card "
    "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
)


def kind_switch() -> rx.Component:
    """Real radios, so that the keyboard works."""
    return rx.el.fieldset(
        rx.el.legend("What to book", class_name="sr-only"),
        _kind("session", "In-person session", "text-session"),
        _kind("checkin", "Virtual check-in", "text-checkin"),
        class_name=f"{TRACK} w-full sm:w-fit",
    )


def _kind(value: str, words: str, colour: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="book-kind",
            value=value,
            checked=BookState.kind == value,
            on_change=BookState.choose_kind(value),
            class_name="sr-only",
        ),
        icon(KIND_ICONS[value], size=16, class_name=f"{colour} max-[359px]:hidden"),
        words,
        class_name=SEGMENT,
    )


def checkin_line() -> rx.Component:
    """ "1 check-in available", or when the next one is."""
    return rx.el.p(
        icon("video", size=15, class_name="text-checkin"),
        rx.el.span(
            rx.cond(BookState.checkin["is_available"], "", "Check-in: "), BookState.checkin["words"]
        ),
        class_name="flex items-center gap-2 text-sm text-ink",
    )
