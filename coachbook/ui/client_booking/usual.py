"""Cards that book with one press: the usual times, the same time again, and what came of it."""

from typing import Any

import reflex as rx

from coachbook.ui.client_booking.habits import HabitState
from coachbook.ui.components.buttons import button, icon_button, link, link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import CARD, SOFT, SUBHEADING

LOOK = f"{CARD} flex flex-col gap-3 p-4 sm:p-5"
ROUND = "grid size-9 shrink-0 place-items-center rounded-full"


def habit_cards(after: Any) -> rx.Component:
    """`after` refreshes the page around them. Nothing where there is nothing to offer."""
    return rx.el.div(
        rx.el.div(rx.cond(HabitState.has_done, _done()), role="status", class_name="empty:hidden"),
        rx.foreach(HabitState.rebooks, lambda row: _rebook(row, after)),
        rx.foreach(HabitState.usuals, lambda row: _usual(row, after)),
        class_name="flex flex-col gap-4 empty:hidden",
    )


def _rebook(row: Any, after: Any) -> rx.Component:
    """ "Book same time next week?"."""
    return rx.el.section(
        _head("repeat", "bg-session-soft text-session-ink", "Book same time next week?", row),
        rx.el.p(
            rx.el.span(row["when"], class_name="block text-[15px] font-medium figures"),
            _soft(row["also"]),
            class_name="text-ink",
        ),
        rx.cond(row["why"] != "", rx.el.p(row["why"], class_name="text-sm text-ink-soft")),
        rx.cond(row["others"].length() > 0, _others(row, after)),
        _soft(row["uses"]),
        rx.cond(row["is_open"], _book(row, "Book it", after), _elsewhere(row)),
        aria_label="Book same time next week",
        class_name=LOOK,
    )


def _elsewhere(row: Any) -> rx.Component:
    """Where to look when that very time can't be had; nothing can without a credit."""
    return rx.cond(
        row["uses"] != "",
        rx.el.p(link("See all times of that week", href=row["href"]), class_name="text-sm py-1"),
    )


def _others(row: Any, after: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            row["others"],
            lambda other: rx.el.li(
                button(
                    other["words"],
                    icon_name="plus",
                    aria_label=other["name"],
                    on_click=[
                        HabitState.book(
                            row["coach_id"],
                            row["minutes"],
                            [other["starts_at"]],
                            other["request_id"],
                        ),
                        after,
                    ],
                    class_name="figures",
                )
            ),
        ),
        class_name="flex flex-wrap gap-2",
    )


def _usual(row: Any, after: Any) -> rx.Component:
    """ "Your usual": the next of each usual time, booked together."""
    return rx.el.section(
        _head("star", "bg-over-soft text-over-ink", "Your usual", row),
        rx.el.ul(
            rx.foreach(
                row["times"],
                lambda time: rx.el.li(
                    rx.el.span(time["words"], class_name="block text-[15px] font-medium figures"),
                    _soft(time["also"]),
                    class_name="text-ink",
                ),
            ),
            class_name="flex flex-col gap-1",
        ),
        _soft(row["uses"]),
        _book(row, row["button"], after),
        aria_label="Your usual times",
        class_name=LOOK,
    )


def _head(icon_name: str, colours: str, title: str, row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(icon(icon_name), aria_hidden="true", class_name=f"{ROUND} {colours}"),
        rx.el.div(
            rx.el.h2(title, class_name=SUBHEADING),
            rx.el.p("with ", row["coach_name"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0",
        ),
        class_name="flex items-center gap-3",
    )


def _book(row: Any, words: Any, after: Any) -> rx.Component:
    return rx.el.div(
        button(
            words,
            kind="primary",
            aria_label=row["name"],
            on_click=[
                HabitState.book(row["coach_id"], row["minutes"], row["starts"], row["request_id"]),
                after,
            ],
            class_name="w-full sm:w-auto sm:min-w-32",
        )
    )


def _soft(words: Any) -> rx.Component:
    return rx.cond(
        words != "", rx.el.span(words, class_name="block text-[13px] text-ink-soft figures")
    )


def _done() -> rx.Component:
    """What was booked, where it can be changed, and the way to put this away."""
    done = HabitState.done
    return rx.el.section(
        rx.el.div(
            icon("circle_check", size=20, class_name="mt-0.5 text-session"),
            rx.el.div(
                rx.el.h2(done["title"], class_name=SUBHEADING),
                rx.el.p(done["sentence"], class_name=SOFT),
                class_name="min-w-0 grow",
            ),
            icon_button("x", "Close this message", on_click=HabitState.close),
            class_name="flex items-start gap-3",
        ),
        rx.el.ul(
            rx.foreach(done["lines"], _line),
            class_name="flex flex-col divide-y divide-session/25 border-t border-session/25",
        ),
        class_name=(
            "flex flex-col gap-2 rounded-card border border-session/40 bg-session-soft p-4 "
            "text-session-ink sm:p-5"
        ),
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(line["when"], class_name="block text-sm font-medium figures"),
            rx.cond(line["also"] != "", rx.el.span(line["also"], class_name="block text-[13px]")),
            class_name="min-w-0",
        ),
        link_button(
            rx.el.span("Move or cancel", rx.el.span(" ", line["when"], class_name="sr-only")),
            href="/client/calendar?booking=" + line["id"],
            size="small",
        ),
        class_name="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 pt-2.5 pb-1",
    )
