"""How a client has kept to what they booked: flag, streak, favourites, and months as bars."""

from typing import Any

import reflex as rx

from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.components.bars import bar_column, bar_legend, bars, numbers_table
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import card
from coachbook.ui.theme import SOFT

STANDING = ClientPage.standing
LEGEND = (
    ("Completed", "bg-session"),
    ("No-show", "bg-over"),
    ("Cancelled by client", "hatched border border-line-strong"),
)


def attendance_card() -> rx.Component:
    return card(
        rx.cond(ClientPage.reasons, _reasons()),
        rx.el.dl(
            _fact("flame", "Streak", STANDING["streak"]),
            _fact("calendar_x", "Last 90 days", STANDING["lately"]),
            rx.cond(
                STANDING["favourites"] != "",
                _fact("star", "Favourite times", STANDING["favourites"]),
            ),
            class_name="flex flex-col gap-2.5",
        ),
        rx.cond(ClientPage.chart != "", _chart(), rx.el.p(_NOTHING, class_name=SOFT)),
        title="Attendance",
    )


_NOTHING = "Once sessions have taken place, their months are drawn here."


def _reasons() -> rx.Component:
    """Why there is a flag, with the days."""
    return rx.el.ul(
        rx.foreach(
            ClientPage.reasons,
            lambda one: rx.el.li(
                icon("flag", size=16, class_name="mt-0.5 shrink-0"),
                rx.el.div(
                    rx.el.p(one["words"], class_name="text-sm font-medium"),
                    rx.el.p(one["dates"], class_name="text-[13px]"),
                ),
                class_name="flex items-start gap-2",
            ),
        ),
        aria_label="Why there is a flag",
        class_name="flex flex-col gap-2 rounded-control bg-over-soft px-3 py-2.5 text-over-ink",
    )


def _fact(icon_name: str, name: str, words: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            icon(icon_name, size=16, class_name="shrink-0 text-ink-soft"),
            name,
            class_name="flex items-center gap-2 text-[13px] text-ink-soft",
        ),
        rx.el.dd(words, class_name="figures pl-6 text-sm text-ink"),
        class_name="flex flex-col gap-0.5",
    )


def _chart() -> rx.Component:
    return rx.el.div(
        rx.el.p(ClientPage.chart, class_name=SOFT),
        bars(ClientPage.bars, _bar, height="h-32"),
        bar_legend(LEGEND),
        numbers_table(
            "Attendance by month",
            ClientPage.bars,
            heads=("Month", "Completed", "No-shows", "Cancelled"),
            names=("month", "completed", "no_shows", "cancelled"),
        ),
        class_name="flex flex-col gap-2.5 border-t border-line pt-3",
    )


def _bar(one: Any) -> rx.Component:
    return bar_column(
        one,
        _part(one["cancelled_height"], LEGEND[2][1]),
        _part(one["no_shows_height"], LEGEND[1][1]),
        _part(one["completed_height"], LEGEND[0][1]),
        title=one["hint"],
    )


def _part(height: Any, look: str) -> rx.Component:
    return rx.cond(
        height == "0.0%",
        rx.fragment(),
        rx.el.div(style={"height": height}, class_name=f"w-full shrink-0 rounded-[2px] {look}"),
    )
