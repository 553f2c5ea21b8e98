"""Four weeks of a programme as lists."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge, card, empty_state
from coachbook.ui.theme import FOCUS, SOFT, SUBHEADING
from coachbook.ui.workouts.copy_state import ProgrammeCopy
from coachbook.ui.workouts.desk_state import WorkoutDesk
from coachbook.ui.workouts.rows import WorkoutRow
from coachbook.ui.workouts.state import ProgrammePage
from coachbook.ui.workouts.write_state import WorkoutWriter


def programme() -> rx.Component:
    return rx.cond(ProgrammePage.is_empty, _nothing(), _weeks())


def _nothing() -> rx.Component:
    return card(
        empty_state(
            "No workouts yet",
            "What your client is to do alone stands here, week by week. They see it in their "
            "calendar and tick it off.",
            icon_name="activity",
            action=rx.cond(
                ProgrammePage.is_archived,
                rx.fragment(),
                rx.el.div(
                    button(
                        "Add workout",
                        kind="primary",
                        icon_name="plus",
                        on_click=WorkoutWriter.start(ProgrammePage.today),
                    ),
                    button("Copy from a client", icon_name="copy", on_click=ProgrammeCopy.start),
                    class_name="flex flex-wrap justify-center gap-2",
                ),
            ),
        )
    )


def _weeks() -> rx.Component:
    return rx.el.div(
        _turning(),
        rx.foreach(ProgrammePage.weeks, _week),
        class_name="flex flex-col gap-4",
    )


def _turning() -> rx.Component:
    return rx.el.div(
        icon_button("chevron_left", "Four weeks earlier", on_click=ProgrammePage.earlier),
        icon_button("chevron_right", "Four weeks later", on_click=ProgrammePage.later),
        rx.el.h2(
            ProgrammePage.dates,
            aria_live="polite",
            class_name="figures ml-1 text-base font-semibold text-ink",
        ),
        rx.cond(
            ProgrammePage.is_from_now,
            rx.fragment(),
            button(
                "Back to this week",
                size="small",
                on_click=ProgrammePage.back_to_now,
                class_name="ml-auto",
            ),
        ),
        class_name="-ml-2 flex items-center gap-1",
    )


def _week(one: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h3(
                one["title"],
                rx.cond(
                    one["dates"] != "",
                    rx.el.span(one["dates"], class_name="ml-2 font-normal text-ink-soft"),
                ),
                class_name=f"{SUBHEADING} figures",
            ),
            rx.el.span(one["summary"], class_name=f"{SOFT} figures ml-auto"),
            rx.cond(
                ProgrammePage.is_archived,
                rx.fragment(),
                icon_button(
                    "plus",
                    f"Add a workout, {one['title']}",
                    on_click=WorkoutWriter.start(one["add_on"]),
                    class_name="-my-1 -mr-1.5",
                ),
            ),
            class_name="flex items-center gap-2 px-4 py-2.5",
        ),
        rx.cond(
            one["workouts"].to(list[WorkoutRow]).length() > 0,
            rx.el.ul(
                rx.foreach(one["workouts"].to(list[WorkoutRow]), _workout),
                class_name="divide-y divide-line border-t border-line",
            ),
            rx.el.p("Nothing planned", class_name=f"{SOFT} border-t border-line px-4 py-3"),
        ),
        key=one["key"],
        aria_label=one["title"],
        class_name=rx.cond(
            one["is_now"],
            "rounded-card border border-workout bg-surface shadow-card",
            "rounded-card border border-line bg-surface shadow-card",
        ),
    )


def _workout(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(one["day"], class_name="figures text-[13px] text-ink-soft"),
            rx.el.p(
                rx.el.button(
                    one["title"],
                    type="button",
                    aria_label=one["spoken"],
                    on_click=WorkoutDesk.open(one["id"]),
                    class_name=(
                        "cursor-pointer rounded-sm text-left text-sm font-medium wrap-anywhere "
                        f"text-ink hover:underline pointer-coarse:-my-3 pointer-coarse:py-3 {FOCUS}"
                    ),
                ),
            ),
            rx.el.p(one["exercises"], class_name="text-[13px] text-ink-soft"),
            rx.cond(
                one["repeats"] != "",
                rx.el.p(
                    icon("repeat", size=12),
                    one["repeats"],
                    class_name="flex items-center gap-1.5 text-xs text-ink-soft",
                ),
            ),
            rx.cond(one["note"] != "", client_note(one["note"])),
            class_name="flex min-w-0 grow flex-col gap-0.5 wrap-anywhere",
        ),
        rx.el.div(status(one["stage"], one["status"]), _edit(one), class_name=_SIDE),
        key=one["id"],
        class_name="flex items-start justify-between gap-3 px-4 py-3",
    )


_SIDE = (
    "flex shrink-0 flex-col items-end gap-2 "
    "sm:w-38 sm:flex-row-reverse sm:items-center sm:justify-between"
)


def _edit(one: Any) -> rx.Component:
    return rx.cond(
        ProgrammePage.is_archived | (one["stage"] == "done"),
        rx.fragment(),
        button(
            "Edit",
            size="small",
            aria_label=f"Edit {one['spoken']}",
            on_click=WorkoutWriter.start_editing(one["id"]),
        ),
    )


def client_note(words: Any) -> rx.Component:
    return rx.el.p(
        icon("message_circle", size=14, class_name="mt-0.5"),
        rx.el.span("Client's note: ", class_name="sr-only"),
        rx.el.q(words, class_name="min-w-0 wrap-anywhere whitespace-pre-line"),
        class_name="mt-0.5 flex items-start gap-1.5 text-[13px] text-ink",
    )


def status(stage: Any, words: Any) -> rx.Component:
    return rx.match(
        stage,
        ("done", badge(words, tone="success", icon_name="circle_check")),
        ("missed", badge(words, tone="over", icon_name="circle_dashed")),
        ("today", badge(words, tone="workout", icon_name="activity")),
        badge(words, tone="neutral", icon_name="circle"),
    )
