"""The three steps of a new practice, alike: where one is, what this is for, and a way past it."""

from typing import Any

import reflex as rx

from coachbook.ui.theme import CARD, SOFT

STEPS = 3
LOOK = f"{CARD} flex flex-col gap-5 p-5 sm:p-7"


def step(number: int, title: str, sentence: Any, *content: Any) -> rx.Component:
    """One step, alone on its page."""
    return rx.el.main(
        rx.el.div(
            _progress(number),
            rx.el.div(
                rx.el.h1(
                    title,
                    id="page-title",
                    tab_index=-1,
                    class_name="text-2xl font-semibold tracking-tight text-ink text-balance",
                ),
                rx.el.p(sentence, class_name=f"{SOFT} text-pretty"),
                class_name="flex flex-col gap-1.5",
            ),
            *content,
            class_name="mx-auto flex w-full max-w-xl flex-col gap-6",
        ),
        id="main",
        class_name="min-h-dvh bg-canvas px-4 py-8 text-ink sm:py-14",
    )


def _progress(number: int) -> rx.Component:
    return rx.el.div(
        rx.el.p(f"Step {number} of {STEPS}", class_name="text-[13px] font-medium text-ink-soft"),
        rx.el.div(
            *(_bar(is_reached=one <= number) for one in range(1, STEPS + 1)),
            aria_hidden="true",
            class_name="grid grid-cols-3 gap-1.5",
        ),
        class_name="flex flex-col gap-2",
    )


def _bar(*, is_reached: bool) -> rx.Component:
    return rx.el.span(
        class_name=f"h-1 rounded-full {'bg-primary' if is_reached else 'bg-line-strong/40'}"
    )
