"""What the client has left with a coach; which coach, and how long the sessions are."""

from typing import Any

import reflex as rx

from coachbook.ui.client_booking.flame import streak_lines
from coachbook.ui.client_booking.kinds import checkin_line
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.components.choices import SEGMENT, TRACK
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import skeleton
from coachbook.ui.theme import CARD, SOFT

LOOK = (
    f"{CARD} flex flex-col gap-x-8 gap-y-3 px-4 py-3.5 sm:px-5 "
    "md:flex-row md:flex-wrap md:items-center lg:flex-nowrap"
)


def standing_card() -> rx.Component:
    return rx.el.section(
        _credits(),
        streak_lines(),
        rx.el.div(_coach(), _lengths(), class_name="flex shrink-0 flex-wrap gap-3 md:justify-end"),
        aria_label="What you have left",
        class_name=LOOK,
    )


def standing_skeleton() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            skeleton("h-5 w-44"), skeleton("h-4 w-32"), class_name="flex flex-col gap-2 py-0.5"
        ),
        class_name=LOOK,
    )


def _credits() -> rx.Component:
    """ "9 of 12 sessions left", a bar that shows the same, when they run out, whose time it is."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(
                rx.el.span(BookState.available, class_name="text-xl font-semibold figures"),
                rx.cond(
                    BookState.available > 0,
                    rx.el.span(f" of {BookState.total} sessions left"),
                    rx.el.span(" sessions left"),
                ),
                class_name="shrink-0 text-[15px] text-ink",
            ),
            rx.cond(BookState.available > 0, _bar()),
            class_name="flex items-center gap-x-5",
        ),
        rx.cond(
            BookState.available > 0,
            rx.el.div(
                rx.el.p(BookState.ending),
                rx.el.p(BookState.rest),
                class_name=f"{SOFT} figures flex flex-wrap gap-x-4",
            ),
        ),
        checkin_line(),
        rx.cond(
            BookState.zone_note != "",
            rx.el.p(
                icon("globe", size=14, class_name="mt-0.5"),
                BookState.zone_note,
                class_name="flex gap-2 text-[13px] text-ink-soft",
            ),
        ),
        class_name="flex min-w-0 grow flex-col gap-1",
    )


def _bar() -> rx.Component:
    share = BookState.available * 100 / BookState.total
    return rx.el.div(
        rx.el.div(class_name="h-full rounded-full bg-session", style={"width": f"{share}%"}),
        aria_hidden="true",
        class_name="h-1.5 w-full max-w-36 overflow-hidden rounded-full bg-sunken",
    )


def _coach() -> rx.Component:
    """A switch where there are several, else a name."""
    return rx.cond(
        BookState.has_coaches,
        _switch(
            "Coach", "coach", BookState.coaches, BookState.coach_id, BookState.choose_coach
        ),
        rx.el.p("with ", rx.el.b(BookState.coach_name, class_name="font-medium text-ink"),
                class_name=SOFT),
    )  # fmt: skip


def _lengths() -> rx.Component:
    return rx.cond(
        BookState.has_lengths,
        _switch(
            "Length of a session",
            "minutes",
            BookState.lengths,
            BookState.length,
            BookState.choose_length,
        ),
    )


def _switch(label: str, name: str, options: Any, value: Any, on_change: Any) -> rx.Component:
    """Real radios, so that the keyboard works."""
    return rx.el.fieldset(
        rx.el.legend(label, class_name="sr-only"),
        rx.foreach(
            options,
            lambda option: rx.el.label(
                rx.el.input(
                    type="radio",
                    name=name,
                    value=option["value"],
                    checked=value == option["value"],
                    on_change=on_change(option["value"]),
                    class_name="sr-only",
                ),
                option["label"],
                class_name=SEGMENT,
            ),
        ),
        class_name=f"{TRACK} max-w-full flex-wrap",
    )
