"""How much of the programme was done: in words, as twelve bars, and what the client noted."""

from typing import Any

import reflex as rx

from coachbook.ui.components.bars import bar_column, bar_legend, bars, numbers_table
from coachbook.ui.components.surfaces import card
from coachbook.ui.workouts.state import ProgrammePage

LEGEND = (("Done", "bg-workout"), ("Planned", "hatched border border-line-strong"))


def adherence_card() -> rx.Component:
    return card(
        rx.el.dl(
            _score("Last 4 weeks", ProgrammePage.lately),
            _score("Last 12 weeks", ProgrammePage.in_all),
            class_name="grid gap-2.5 sm:max-lg:grid-cols-2",
        ),
        bars(ProgrammePage.bars, _bar, height="h-28"),
        bar_legend(LEGEND),
        numbers_table(
            "Workouts done, by week",
            ProgrammePage.bars,
            heads=("Week", "Planned", "Done"),
            names=("week", "planned", "done"),
        ),
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
    return bar_column(
        one,
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
        title=one["words"],
    )
