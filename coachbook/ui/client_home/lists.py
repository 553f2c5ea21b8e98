"""What to do now, the next days, and what is left with each coach."""

from typing import Any

import reflex as rx

from coachbook.ui.client_home.state import ClientHomeState
from coachbook.ui.components.buttons import link, link_button
from coachbook.ui.components.icons import KIND_ICONS, icon
from coachbook.ui.theme import CARD, FOCUS, SUBHEADING

ROUND = "grid size-9 shrink-0 place-items-center rounded-full"
SIGNS = (
    ("form", "clipboard_list", "bg-checkin-soft text-checkin-ink"),
    ("workout", KIND_ICONS["workout"], "bg-workout-soft text-workout-ink"),
    ("expiring", "hourglass", "bg-over-soft text-over-ink"),
    ("low", "ticket", "bg-over-soft text-over-ink"),
    ("book", "calendar_plus", "bg-session-soft text-session-ink"),
)
TILES = (
    ("checkin", KIND_ICONS["checkin"], "bg-checkin-soft text-checkin-ink"),
    ("workout", KIND_ICONS["workout"], "bg-workout-soft text-workout-ink"),
)


def todo_card() -> rx.Component:
    return rx.el.section(
        rx.el.h2("To do now", class_name=f"{SUBHEADING} px-4 pt-4 sm:px-5"),
        rx.el.ul(rx.foreach(ClientHomeState.todos, _todo), class_name="divide-y divide-line"),
        aria_label="To do now",
        class_name=f"{CARD} overflow-hidden",
    )


def _todo(row: Any) -> rx.Component:
    return rx.el.li(
        _sign(row["kind"]),
        rx.el.div(
            rx.el.p(row["title"], class_name="text-sm font-medium text-ink"),
            rx.el.p(row["sentence"], class_name="text-[13px] text-ink-soft text-pretty"),
            class_name="min-w-0 grow basis-48",
        ),
        rx.cond(
            row["button"] != "",
            rx.el.div(link_button(row["button"], href=row["href"]), class_name="max-sm:pl-12"),
        ),
        class_name="flex flex-wrap items-center gap-x-3 gap-y-2.5 px-4 py-3.5 sm:flex-nowrap "
        "sm:px-5",
    )


def _sign(kind: Any) -> rx.Component:
    signs = (
        (name, rx.el.span(icon(what), aria_hidden="true", class_name=f"{ROUND} {look}"))
        for name, what, look in SIGNS
    )
    return rx.match(kind, *signs, rx.fragment())


def next_days() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Coming up", class_name=SUBHEADING),
            link(
                "My calendar",
                href="/client/calendar",
                class_name="py-1 text-[13px] pointer-coarse:py-3",
            ),
            class_name="flex items-center justify-between gap-3 px-4 pt-3.5 pb-1 sm:px-5",
        ),
        rx.el.ul(rx.foreach(ClientHomeState.coming, _day), class_name="pb-2"),
        rx.cond(
            ClientHomeState.has_more,
            rx.el.p(
                "More is booked after these days.",
                class_name="border-t border-line px-4 py-3 text-[13px] text-ink-soft sm:px-5",
            ),
        ),
        aria_label="Coming up",
        class_name=f"{CARD} overflow-hidden",
    )


def _day(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            _leaf(row),
            _kind(row["kind"]),
            rx.el.span(
                rx.el.span(row["strong"], class_name="block truncate text-sm font-medium figures"),
                rx.el.span(row["soft"], class_name="block truncate text-[13px] text-ink-soft"),
                rx.cond(
                    row["also"] != "",
                    rx.el.span(row["also"], class_name="block text-[13px] text-ink-soft"),
                ),
                class_name="min-w-0 grow",
            ),
            icon("chevron_right", class_name="text-ink-faint"),
            href=row["href"],
            aria_label=row["name"],
            class_name=f"mx-1 flex items-center gap-3 rounded-control px-3 py-2 text-ink "
            f"hover:bg-sunken/60 sm:px-4 {FOCUS} focus-visible:-outline-offset-2",
        )
    )


def _leaf(row: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span(row["weekday"], class_name="block text-[11px] text-ink-soft"),
        rx.el.span(row["number"], class_name="block text-lg leading-tight font-semibold figures"),
        rx.el.span(row["month"], class_name="block text-[11px] text-ink-soft"),
        class_name="w-9 shrink-0 text-center",
    )


def _kind(kind: Any) -> rx.Component:
    """The same sign as in the calendar."""
    others = ((name, _tile(what, look)) for name, what, look in TILES)
    return rx.match(kind, *others, _tile(KIND_ICONS["session"], "bg-session-soft text-session-ink"))


def _tile(icon_name: str, look: str) -> rx.Component:
    return rx.el.span(
        icon(icon_name),
        aria_hidden="true",
        class_name=f"grid size-9 shrink-0 place-items-center rounded-control {look}",
    )


def places() -> rx.Component:
    return rx.foreach(ClientHomeState.places, _place)


def _place(row: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2("With ", row["coach_name"], class_name=SUBHEADING),
        rx.el.div(
            rx.el.p(
                rx.el.span(row["available"], class_name="text-xl font-semibold figures"),
                rx.cond(
                    row["available"] > 0,
                    rx.el.span(" of ", row["total"], " sessions left"),
                    rx.el.span(" sessions left"),
                ),
                class_name="text-[15px] text-ink",
            ),
            rx.cond(row["available"] > 0, _bar(row)),
            rx.cond(
                row["ending"] != "", rx.el.p(row["ending"], class_name="text-[13px] text-ink-soft")
            ),
            class_name="flex flex-col gap-1.5",
        ),
        rx.el.p(
            icon("video", size=16, class_name="text-checkin"),
            rx.cond(row["can_check_in"], row["checkin"], f"Check-in: {row['checkin']}"),
            class_name="flex items-center gap-2 text-sm text-ink",
        ),
        rx.el.div(
            rx.cond(
                row["available"] > 0,
                link_button("Book a session", href=row["href"], size="small"),
            ),
            rx.cond(
                row["can_check_in"],
                link_button("Book a check-in", href=row["checkin_href"], size="small"),
            ),
            class_name="flex flex-wrap gap-2 empty:hidden",
        ),
        class_name=f"{CARD} flex flex-col gap-3.5 p-4 sm:p-5",
    )


def _bar(row: Any) -> rx.Component:
    share = row["available"] * 100 / row["total"]
    return rx.el.div(
        rx.el.div(class_name="h-full rounded-full bg-session", style={"width": f"{share}%"}),
        aria_hidden="true",
        class_name="h-1.5 w-full overflow-hidden rounded-full bg-sunken",
    )
