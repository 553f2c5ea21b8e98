"""Cards that book with one press: the usual times, the same time again, and what came of it."""

from typing import Any

import reflex as rx

from coachbook.ui.client_booking.habits import HabitState
from coachbook.ui.components.buttons import button, icon_button, link, link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import CARD, SOFT, SUBHEADING

LOOK = f"{CARD} flex flex-col gap-2.5 p-4 sm:px-5"
GRID = (
    "grid grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))] items-start gap-4 "
    "has-[>:first-child:empty:last-child]:hidden"
)
ROUND = "grid size-9 shrink-0 place-items-center rounded-full"
NOTE = "block text-[13px] text-ink-soft text-pretty figures"


def habit_cards(after: Any) -> rx.Component:
    """`after` refreshes the page around them. Nothing where there is nothing to offer."""
    return rx.el.div(
        rx.el.div(
            rx.cond(HabitState.has_done, _done()),
            role="status",
            class_name="col-span-full empty:hidden",
        ),
        rx.foreach(HabitState.rebooks, lambda row: _rebook(row, after)),
        rx.foreach(HabitState.usuals, lambda row: _usual(row, after)),
        class_name=GRID,
    )


def _rebook(row: Any, after: Any) -> rx.Component:
    """ "Book same time next week?"."""
    return rx.el.section(
        _head(
            _sign("repeat", "bg-session-soft text-session-ink"),
            "Book same time next week?",
            rx.el.p(
                rx.el.span(row["when"], class_name="block text-sm figures"), _note(row["also"])
            ),
            rx.cond(row["is_open"], _book(row, "Book it", after)),
        ),
        rx.cond(row["why"] != "", rx.el.p(row["why"], class_name=SOFT)),
        rx.cond(row["others"].length() > 0, _others(row, after)),
        _note(row["coach_note"]),
        _note(row["uses"]),
        rx.cond(~row["is_open"] & row["has_credit"], _elsewhere(row)),
        aria_label="Book same time next week",
        class_name=LOOK,
    )


def _head(
    sign: rx.Component, title: str, times: rx.Component, action: rx.Component
) -> rx.Component:
    return rx.el.div(
        sign,
        rx.el.div(
            rx.el.h2(title, class_name=SUBHEADING),
            rx.el.div(times, action, class_name="flex items-center justify-between gap-3 pt-0.5"),
            class_name="min-w-0 grow",
        ),
        class_name="flex gap-3 text-ink",
    )


def _elsewhere(row: Any) -> rx.Component:
    return rx.el.p(
        link("See the times of that week", href=row["href"], class_name="pointer-coarse:py-3"),
        class_name="text-sm pointer-coarse:py-2",
    )


def _others(row: Any, after: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(row["others"], lambda other: rx.el.li(_other(row, other, after))),
        class_name="grid max-w-sm grid-cols-3 gap-2",
    )


def _other(row: Any, other: Any, after: Any) -> rx.Component:
    booking = HabitState.book(
        row["coach_id"], row["minutes"], [other["starts_at"]], other["request_id"]
    )
    return button(
        other["words"],
        aria_label=other["name"],
        on_click=[booking, after],
        class_name="w-full figures",
    )


def _usual(row: Any, after: Any) -> rx.Component:
    """ "Your usual": the next of each usual time, booked together."""
    return rx.el.section(
        _head(
            _sign("star", "bg-over-soft text-over-ink"),
            "Your usual",
            rx.el.ul(rx.foreach(row["times"], _time)),
            _book(row, row["button"], after),
        ),
        _note(row["coach_note"]),
        _note(row["uses"]),
        aria_label="Your usual times",
        class_name=LOOK,
    )


def _time(time: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(time["words"], class_name="block text-sm figures"), _note(time["also"])
    )


def _sign(icon_name: str, colours: str) -> rx.Component:
    return rx.el.span(
        icon(icon_name), aria_hidden="true", class_name=f"{ROUND} {colours} self-start"
    )


def _book(row: Any, words: Any, after: Any) -> rx.Component:
    booking = HabitState.book(row["coach_id"], row["minutes"], row["starts"], row["request_id"])
    return button(
        words,
        kind="primary",
        aria_label=row["name"],
        on_click=[booking, after],
        class_name="shrink-0",
    )


def _note(words: Any) -> rx.Component:
    return rx.cond(words != "", rx.el.span(words, class_name=NOTE))


def _done() -> rx.Component:
    """What was booked, where it can be changed, and the way to put this away."""
    done = HabitState.done
    return rx.el.section(
        rx.el.div(
            icon("circle_check", size=20, class_name="mt-0.5 text-session"),
            rx.el.div(
                rx.el.h2(done["title"], class_name="text-sm font-semibold"),
                rx.el.p(done["sentence"], class_name="text-sm"),
                class_name="min-w-0 grow",
            ),
            icon_button(
                "x", "Close this message", on_click=HabitState.close, class_name="-mt-1.5 -mr-1.5"
            ),
            class_name="flex items-start gap-3",
        ),
        rx.el.ul(
            rx.foreach(done["lines"], _line),
            class_name="flex flex-col divide-y divide-session/25 border-t border-session/25",
        ),
        class_name=(
            "flex flex-col gap-2 rounded-card border border-session/40 bg-session-soft px-4 pt-4 "
            "pb-2 text-session-ink sm:px-5"
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
        class_name="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 py-2.5",
    )
