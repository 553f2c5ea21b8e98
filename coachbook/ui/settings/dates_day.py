"""One day of the month: what differs on it, and what can be done about it."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge
from coachbook.ui.settings.dates_state import DatesEditor
from coachbook.ui.theme import SOFT


def day_dialog() -> rx.Component:
    return dialog(
        rx.el.ul(
            rx.foreach(DatesEditor.day_lines, _item),
            aria_label="What differs on this day",
            class_name="flex flex-col divide-y divide-line",
        ),
        id="dates-day",
        title=DatesEditor.day_title,
        actions=(
            button("Close", on_click=DatesEditor.close),
            rx.cond(
                DatesEditor.day >= DatesEditor.earliest,
                button(
                    "Change something else",
                    kind="primary",
                    icon_name="plus",
                    on_click=DatesEditor.start_adding(DatesEditor.day),
                ),
            ),
        ),
        is_open=DatesEditor.asked == "day",
        on_close=DatesEditor.close,
    )


def remove_dialog() -> rx.Component:
    line = DatesEditor.line
    return dialog(
        id="dates-remove",
        title=rx.cond(line["is_blocked"], "Remove this blocked time?", "Remove these extra hours?"),
        description=rx.el.span(line["when"], ": ", line["what"], ". ", line["follows"]),
        actions=(
            button("Keep it", on_click=DatesEditor.close),
            button(
                rx.cond(line["is_blocked"], "Remove the block", "Remove the extra hours"),
                kind="danger",
                on_click=DatesEditor.remove,
            ),
        ),
        is_open=DatesEditor.asked == "remove",
        on_close=DatesEditor.close,
    )


def about(line: Any, *, with_when: bool) -> rx.Component:
    """The line's icon and words."""
    return rx.fragment(
        rx.cond(
            line["is_blocked"],
            icon("ban", class_name="mt-0.5 text-ink-soft"),
            icon("clock_plus", class_name="mt-0.5 text-session"),
        ),
        rx.el.div(
            rx.el.p(
                line["when"] if with_when else line["what"],
                badge(line["kind"]),
                class_name=(
                    "flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium text-ink"
                ),
            ),
            rx.el.p(line["what"], class_name=SOFT) if with_when else _run(line),
            rx.cond(line["note"] != "", rx.el.p(line["note"], class_name=f"{SOFT} break-words")),
            class_name="flex min-w-0 grow flex-col",
        ),
    )


def _run(line: Any) -> rx.Component:
    return rx.cond(line["is_run"], rx.el.p("Part of ", line["when"], class_name=SOFT))


def _item(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(about(line, with_when=False), class_name="flex items-start gap-2.5"),
        rx.cond(DatesEditor.day >= DatesEditor.earliest, _actions(line)),
        key=line["id"],
        class_name="flex flex-col gap-2 py-3 first:pt-0",
    )


def _actions(line: Any) -> rx.Component:
    this_day = rx.cond(line["is_run"], " only this day", "")
    return rx.el.div(
        _act(f"Edit{this_day}", "pencil", DatesEditor.start_editing(line["id"], False)),
        _act(f"Remove{this_day}", "trash_2", DatesEditor.start_removing(line["id"], False)),
        rx.cond(
            line["is_run"],
            rx.fragment(
                _act("Edit all its days", "pencil", DatesEditor.start_editing(line["id"], True)),
                _act("Remove all its days", "trash_2",
                     DatesEditor.start_removing(line["id"], True)),
            ),
        ),
        class_name="flex flex-wrap gap-2 pl-6",
    )  # fmt: skip


def _act(words: Any, icon_name: str, event: Any) -> rx.Component:
    return button(words, size="small", icon_name=icon_name, on_click=event)
