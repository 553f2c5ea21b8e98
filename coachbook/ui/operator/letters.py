"""What was given up, with the reason and another try, and what may have arrived twice."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.pager import pager
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.operator.letters_state import DeadLetters
from coachbook.ui.theme import SOFT

SMALL = "text-[13px] text-ink-soft"
LIST = "flex flex-col divide-y divide-line"


def given_up() -> rx.Component:
    return card(
        rx.el.p(
            "These didn't go out, and nobody tries any more. Another try is made at once, and up "
            "to nine more if it fails.",
            class_name=SOFT,
        ),
        rx.cond(
            DeadLetters.given_up,
            rx.el.div(
                rx.el.ul(rx.foreach(DeadLetters.given_up, _row), class_name=LIST),
                _pages(DeadLetters.page, DeadLetters.has_more, DeadLetters.turn),
                button(
                    "Try all of them again",
                    icon_name="rotate_cw",
                    on_click=DeadLetters.retry_all,
                    class_name="self-start",
                ),
                class_name="flex flex-col gap-3",
            ),
            rx.el.p("Nothing was given up.", class_name="text-sm text-ink"),
        ),
        title="Given up",
        action=rx.cond(
            DeadLetters.given_up, badge(DeadLetters.given_up_words, tone="error", icon_name="x")
        ),
    )


def in_doubt() -> rx.Component:
    return card(
        rx.el.p(
            "The answer to these was lost, so they were sent again: they may have arrived twice.",
            class_name=SOFT,
        ),
        rx.cond(
            DeadLetters.in_doubt,
            rx.el.div(
                rx.el.ul(rx.foreach(DeadLetters.in_doubt, _row), class_name=LIST),
                _pages(
                    DeadLetters.doubt_page, DeadLetters.has_more_doubts, DeadLetters.turn_doubts
                ),
                class_name="flex flex-col gap-3",
            ),
            rx.el.p("No message is in doubt.", class_name="text-sm text-ink"),
        ),
        title="In doubt",
        action=rx.cond(DeadLetters.in_doubt, badge(DeadLetters.in_doubt_words, tone="notice")),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row["what"], class_name="text-sm font-medium text-ink"),
            rx.el.p(rx.el.bdi(row["whose"]), class_name=SMALL),
            rx.cond(
                row["reason"] != "",
                rx.el.p(row["reason"], class_name="break-words text-[13px] text-ink"),
            ),
            rx.el.p(row["fate"], class_name=SMALL),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            row["can_retry"],
            button(
                "Try again",
                rx.el.span(": ", row["what"], class_name="sr-only"),
                size="small",
                icon_name="rotate_cw",
                on_click=DeadLetters.retry(row["id"]),
                class_name="shrink-0",
            ),
        ),
        key=row["id"],
        class_name="flex flex-wrap items-start gap-x-3 gap-y-2 py-2.5 sm:flex-nowrap",
    )


def _pages(page: Any, has_more: Any, turn: Any) -> rx.Component:
    return rx.cond(
        (page == 0) & ~has_more,
        rx.fragment(),
        pager(newer=turn(page - 1), older=turn(page + 1), is_newest=page == 0, is_oldest=~has_more),
    )
