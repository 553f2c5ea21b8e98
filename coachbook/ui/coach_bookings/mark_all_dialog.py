"""Everything that waits to be marked, each completed unless it is switched to a no-show."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_bookings.mark_all_state import MarkAll
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.components.buttons import button
from coachbook.ui.components.choices import SEGMENT, TRACK
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form
from coachbook.ui.theme import SOFT


def mark_all_dialog() -> rx.Component:
    return dialog(
        form(
            rx.el.ul(
                rx.foreach(MarkAll.lines, _line),
                class_name=(
                    "-mx-1 flex max-h-[50dvh] flex-col divide-y divide-line overflow-y-auto px-1"
                ),
            ),
            rx.cond(
                MarkAll.more > 0,
                rx.el.p(MarkAll.more, " older ones follow after these.", class_name=SOFT),
            ),
            rx.el.p(
                "Their sessions stay used, and nobody is told. You can correct each of them later.",
                class_name=SOFT,
            ),
            rx.el.div(
                button("Go back", on_click=MarkAll.close),
                button(
                    rx.cond(MarkAll.count == 1, "Mark it", rx.el.span("Mark all ", MarkAll.count)),
                    kind="primary",
                    type="submit",
                    icon_name="check_check",
                ),
                class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
            ),
            on_submit=[
                MarkAll.mark,
                MarkAll.refresh,
                CoachCalendar.refresh,
                BookingPanel.refresh,
            ],
        ),
        id="mark-all",
        title="Did everybody come?",
        description="Each is marked as completed unless you switch it to a no-show.",
        is_open=MarkAll.is_open,
        on_close=MarkAll.close,
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.bdi(line["name"], class_name="block truncate text-sm font-medium"),
            rx.el.span(line["when"], class_name="figures block text-[13px] text-ink-soft"),
            class_name="min-w-0 grow",
        ),
        rx.el.fieldset(
            rx.el.legend(line["label"], class_name="sr-only"),
            _way(line, "completed", "Completed"),
            _way(line, "no_show", "No-show"),
            class_name=f"{TRACK} shrink-0",
        ),
        key=line["id"],
        class_name="relative flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5 py-2.5",
    )


def _way(line: Any, value: str, words: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=f"mark-{line['id']}",
            value=value,
            default_checked=value == "completed",
            class_name="sr-only",
        ),
        words,
        class_name=SEGMENT,
    )
