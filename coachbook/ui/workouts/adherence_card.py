"""How much of the programme was done: in words, as twelve bars, and what the client noted."""

from typing import Any

import reflex as rx

from coachbook.ui.components.surfaces import card
from coachbook.ui.theme import FOCUS, SOFT
from coachbook.ui.workouts.state import ProgrammePage


def adherence_card() -> rx.Component:
    return card(
        rx.el.dl(
            _score("Last 4 weeks", ProgrammePage.lately),
            _score("Last 12 weeks", ProgrammePage.in_all),
            class_name="grid gap-2.5 sm:max-lg:grid-cols-2",
        ),
        rx.el.div(
            rx.foreach(ProgrammePage.bars, _bar), aria_hidden="true", class_name="flex h-28 gap-1"
        ),
        rx.el.ul(
            _key("Done", "bg-workout"),
            _key("Planned", "hatched border border-line-strong"),
            aria_hidden="true",
            class_name="flex flex-wrap gap-x-4 gap-y-1",
        ),
        _as_table(),
        title="What was done",
    )


def notes_card() -> rx.Component:
    return rx.cond(
        ProgrammePage.notes,
        card(
            rx.el.ul(
                rx.foreach(
                    ProgrammePage.notes,
                    lambda one: rx.el.li(
                        rx.el.p(one["about"], class_name="text-[13px] wrap-anywhere text-ink-soft"),
                        rx.el.q(
                            one["note"],
                            class_name="text-sm wrap-anywhere whitespace-pre-line text-ink",
                        ),
                        key=one["id"],
                        class_name="py-2.5 first:pt-0 last:pb-0",
                    ),
                ),
                class_name="divide-y divide-line",
            ),
            title="Client's notes",
        ),
    )


def _score(name: str, words: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="text-[13px] text-ink-soft"),
        rx.el.dd(words, class_name="figures text-sm font-medium text-ink"),
    )


def _bar(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    style={"height": one["done_height"]}, class_name="w-full shrink-0 bg-workout"
                ),
                style={"height": one["planned_height"]},
                class_name=(
                    "hatched flex w-full shrink-0 flex-col justify-end overflow-hidden "
                    "rounded-[2px] border border-line-strong"
                ),
            ),
            class_name="flex min-h-0 grow flex-col justify-end border-b border-line-strong",
        ),
        rx.el.span(one["label"], class_name="figures text-center text-[11px] text-ink-soft"),
        key=one["key"],
        title=one["words"],
        class_name="flex min-w-0 grow basis-0 flex-col gap-1",
    )


def _key(words: str, look: str) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name=f"size-3 rounded-[2px] {look}"),
        words,
        class_name="flex items-center gap-1.5 text-xs text-ink-soft",
    )


def _as_table() -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            "Show the numbers",
            class_name=(
                "w-fit cursor-pointer rounded-sm py-1 text-[13px] text-ink-soft "
                f"pointer-coarse:py-3 {FOCUS}"
            ),
        ),
        rx.el.table(
            rx.el.caption("Workouts done, by week", class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    *(
                        rx.el.th(head, scope="col", class_name=f"{SOFT} py-1 text-left font-medium")
                        for head in ("Week", "Planned", "Done")
                    )
                )
            ),
            rx.el.tbody(
                rx.foreach(
                    ProgrammePage.bars,
                    lambda one: rx.el.tr(
                        rx.el.th(one["week"], scope="row", class_name="py-1 text-left font-normal"),
                        rx.el.td(one["planned"], class_name="py-1"),
                        rx.el.td(one["done"], class_name="py-1"),
                        key=one["key"],
                    ),
                ),
                class_name="divide-y divide-line",
            ),
            class_name="figures mt-1 w-full text-[13px]",
        ),
    )
