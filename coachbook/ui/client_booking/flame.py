"""The streak with its flame: a line in a header, a card at home."""

from typing import Any

import reflex as rx

from coachbook.ui.client_booking.habits import HabitState
from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import CARD


def streak_lines() -> rx.Component:
    """ "6 weeks in a row", and what would break it."""
    return rx.foreach(
        HabitState.streaks,
        lambda row: rx.el.div(
            _flame(row, "size-8", 18),
            rx.el.div(
                rx.el.p(row["title"], class_name="text-sm font-semibold text-ink figures"),
                rx.el.p(row["sentence"], class_name="text-[13px] text-ink-soft text-pretty"),
                class_name="min-w-0",
            ),
            class_name=(
                "flex items-start gap-2.5 md:max-lg:order-last md:max-lg:w-full lg:max-w-80"
            ),
        ),
    )


def streak_cards() -> rx.Component:
    """One for each coach with a streak; the weeks as dots below."""
    return rx.foreach(HabitState.streaks, _card)


def _card(row: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            _flame(row, "size-12", 26),
            rx.el.div(
                rx.el.h2(
                    row["title"],
                    class_name="text-lg leading-snug font-semibold tracking-tight figures",
                ),
                rx.el.p("with ", row["coach_name"], class_name="text-[13px] text-ink-soft"),
                class_name="min-w-0",
            ),
            class_name="flex items-center gap-3.5",
        ),
        _weeks(row),
        rx.el.p(row["sentence"], class_name="text-sm text-ink-soft text-pretty"),
        rx.cond(
            row["is_at_risk"] & row["can_book"],
            rx.el.div(link_button("Book a session", href=row["href"], icon_name="plus")),
        ),
        aria_label="Streak",
        class_name=f"{CARD} flex flex-col gap-3.5 p-4 text-ink sm:p-5",
    )


def _flame(row: Any, size: str, icon_size: int) -> rx.Component:
    """Burning while the week is safe, an outline while it is still open."""
    look = f"grid {size} shrink-0 place-items-center rounded-full"
    return rx.cond(
        row["is_at_risk"],
        rx.el.span(
            icon("flame", size=icon_size),
            aria_hidden="true",
            class_name=f"{look} border-2 border-dashed border-over/60 text-over",
        ),
        rx.el.span(
            icon("flame", size=icon_size, class_name="fill-over/30"),
            aria_hidden="true",
            class_name=f"{look} bg-over-soft text-over",
        ),
    )


def _weeks(row: Any) -> rx.Component:
    """The last eight weeks, this one with a ring; the sentence says the same."""
    return rx.el.div(
        rx.foreach(
            row["recent"],
            lambda is_kept, at: rx.el.span(
                rx.cond(is_kept, icon("check", size=12, class_name="stroke-3"), rx.fragment()),
                class_name=rx.cond(
                    is_kept,
                    "grid h-6 grow place-items-center rounded-md bg-over-soft text-over-ink",
                    rx.cond(
                        at == row["recent"].length() - 1,
                        "h-6 grow rounded-md border-2 border-dashed border-over/60",
                        "h-6 grow rounded-md bg-sunken",
                    ),
                ),
            ),
        ),
        aria_hidden="true",
        class_name="flex gap-1.5",
    )
