"""The card about workouts on a client's profile."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.surfaces import card, dot
from coachbook.ui.theme import SOFT
from coachbook.ui.workouts.card_state import WorkoutsCard


def workouts_card() -> rx.Component:
    return card(
        rx.cond(WorkoutsCard.is_empty, _nothing(), _standing()),
        title="Workouts",
        action=rx.cond(
            WorkoutsCard.is_empty & ~WorkoutsCard.is_archived,
            link_button(
                "Plan workouts", href=WorkoutsCard.href, size="small", icon_name="activity"
            ),
            link_button("See workouts", href=WorkoutsCard.href, size="small", icon_name="activity"),
        ),
    )


def _nothing() -> rx.Component:
    return rx.el.p("What they are to do alone between sessions stands here.", class_name=SOFT)


def _standing() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.el.span("Last 4 weeks: ", class_name="text-ink-soft"),
            WorkoutsCard.lately,
            class_name="figures text-sm text-ink",
        ),
        rx.cond(
            WorkoutsCard.soon,
            rx.el.ul(
                rx.foreach(WorkoutsCard.soon, _workout),
                aria_label="Next workouts",
                class_name="flex flex-col gap-1.5",
            ),
            rx.el.p("Nothing is planned for the next weeks.", class_name=SOFT),
        ),
        rx.foreach(WorkoutsCard.notes, _note),
    )


def _workout(one: Any) -> rx.Component:
    return rx.el.li(
        dot("workout"),
        rx.el.span(one["day"], class_name="figures shrink-0 text-ink-soft"),
        rx.el.span(one["title"], class_name="min-w-0 wrap-anywhere"),
        key=one["id"],
        class_name="flex items-center gap-2 text-sm text-ink",
    )


def _note(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.q(one["note"], class_name="text-sm wrap-anywhere whitespace-pre-line text-ink"),
        rx.el.p(one["about"], class_name="text-[13px] wrap-anywhere text-ink-soft"),
        key=one["id"],
        class_name="border-t border-line pt-2.5",
    )
