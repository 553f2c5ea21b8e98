"""A booking or a workout as a row: with what it is, and for a workout the box to tick it off."""

from typing import Any

import reflex as rx

from coachbook.ui.client_calendar.look import COLUMNS, MARKS, TILES, by_kind, kind_icon
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.client_calendar.workout_state import MyWorkoutState
from coachbook.ui.components.buttons import Press
from coachbook.ui.components.icons import KIND_ICONS, icon
from coachbook.ui.theme import FOCUS

ROW = (
    "flex min-h-14 min-w-0 grow cursor-pointer items-center gap-3 rounded-control px-2 py-1.5 "
    f"text-left hover:bg-sunken/60 {FOCUS}"
)
# In a column of the week the row becomes a card on its colour.
COLUMN = "lg:min-h-0 lg:flex-col lg:items-start lg:gap-1 lg:p-2 lg:hover:bg-transparent"
TICK = (
    "flex h-9 min-w-9 pointer-coarse:h-11 pointer-coarse:min-w-11 shrink-0 cursor-pointer "
    "items-center justify-center gap-1.5 rounded-full text-[13px] text-ink-soft hover:text-ink "
    f"aria-pressed:text-success-ink {FOCUS}"
)


def entry_row(entry: Any) -> rx.Component:
    return rx.el.li(
        _opening(entry, ROW), _tick(entry, "hover:bg-sunken"), class_name="flex items-center px-1"
    )


def entry_card(entry: Any) -> rx.Component:
    """A row on a phone; in the columns of a wide screen a card."""
    look = "flex items-center px-1 lg:flex-col lg:items-stretch lg:rounded-control lg:p-0"
    return rx.el.li(
        _opening(entry, f"{ROW} {COLUMN}", is_card=True),
        _tick(entry, "lg:-mt-2 lg:self-start lg:px-2", is_card=True),
        class_name=by_kind(entry["kind"], lambda kind: f"{look} {COLUMNS[kind]}"),
    )


def _opening(entry: Any, look: str, *, is_card: bool = False) -> rx.Component:
    """Opens it; is read out as a whole."""
    on_a_phone = "lg:hidden" if is_card else ""
    more = "block truncate text-sm lg:whitespace-normal" if is_card else "block truncate text-sm"
    return rx.el.button(
        _tile(entry, on_a_phone),
        rx.el.span(
            _first_line(entry, is_card),
            rx.el.span(entry["soft"], class_name=more),
            _further(entry),
            class_name="min-w-0 max-w-full grow text-ink-soft",
        ),
        rx.cond(
            ~entry["can_tick"],
            icon("chevron_right", class_name=f"text-ink-faint {on_a_phone}"),
        ),
        type="button",
        aria_label=entry["name"],
        on_click=opening(entry),
        class_name=look,
    )


def opening(entry: Any) -> Any:
    return rx.cond(
        entry["kind"] == "workout",
        MyWorkoutState.open(entry["id"]),
        ClientCalendarState.open(entry["id"]),
    )


def _tile(entry: Any, extra: str) -> rx.Component:
    look = f"grid size-9 shrink-0 place-items-center rounded-control {extra}"
    return rx.el.span(
        kind_icon(entry["kind"]),
        aria_hidden="true",
        class_name=by_kind(entry["kind"], lambda kind: f"{look} {TILES[kind]}"),
    )


def _first_line(entry: Any, is_card: bool) -> rx.Component:
    """A card has its icon in this line, and room for the start alone."""
    words = "min-w-0 text-sm font-medium figures text-ink wrap-anywhere"
    if not is_card:
        return rx.el.span(entry["strong"], class_name=f"block {words}")
    return rx.el.span(
        by_kind(
            entry["kind"],
            lambda kind: icon(
                KIND_ICONS[kind], size=14, class_name=f"mt-0.75 hidden lg:block {MARKS[kind]}"
            ),
        ),
        rx.el.span(entry["strong"], class_name=f"{words} lg:hidden"),
        rx.el.span(entry["brief"], class_name=f"{words} hidden lg:block"),
        class_name="flex items-start gap-1.5",
    )


def _further(entry: Any) -> rx.Component:
    """The coach's time, the status where it isn't just booked, and what is still to be done."""
    return rx.fragment(
        rx.cond(entry["also"] != "", rx.el.span(entry["also"], class_name="block text-[13px]")),
        rx.cond(
            entry["status"] != "",
            rx.el.span(
                rx.cond(
                    entry["is_done"],
                    icon("circle_check", size=14, class_name="shrink-0 text-success"),
                ),
                entry["status"],
                class_name="flex items-center gap-1 text-[13px]",
            ),
        ),
        rx.cond(
            entry["to_do"] != "",
            rx.el.span(
                icon("clipboard_list", size=14, class_name="shrink-0"),
                entry["to_do"],
                class_name="flex items-center gap-1 text-[13px] font-medium text-over-ink",
            ),
        ),
    )


def _tick(entry: Any, extra: str, *, is_card: bool = False) -> rx.Component:
    """Ticks a workout off, or takes that back, without opening it."""
    words = rx.cond(entry["is_done"], "Done", "Tick off")
    return rx.cond(
        entry["can_tick"],
        Press.create(
            rx.cond(
                entry["is_done"],
                icon("circle_check_big", size=20, class_name="text-success"),
                icon("circle", size=20),
            ),
            rx.el.span(words, class_name="hidden lg:inline") if is_card else rx.fragment(),
            type="button",
            aria_pressed=entry["is_done"],
            aria_label=entry["tick_name"],
            title=entry["tick_name"],
            on_click=MyWorkoutState.mark(entry["id"], entry["version"], ~entry["is_done"]),
            class_name=f"{TICK} {extra}",
        ),
    )
