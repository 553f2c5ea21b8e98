"""Move to...: another day and time, by keyboard or finger; and the question when it is unusual."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_bookings.move_state import MoveDialog
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import date_field, form, time_field
from coachbook.ui.theme import SOFT, SUBHEADING


def move_dialog() -> rx.Component:
    return dialog(
        rx.el.div(
            date_field(
                "Day",
                name="on",
                id="move-on",
                value=MoveDialog.on,
                on_change=MoveDialog.choose_day,
            ),
            class_name="max-w-56",
        ),
        _open_times(),
        _own_time(),
        id="move-booking",
        title=MoveDialog.title,
        description=rx.el.span("Now: ", MoveDialog.now),
        is_open=MoveDialog.is_open,
        on_close=MoveDialog.close,
        size="large",
    )


def _open_times() -> rx.Component:
    return rx.el.section(
        rx.el.h3(MoveDialog.day, class_name=SUBHEADING, aria_live="polite"),
        rx.cond(
            MoveDialog.choices,
            rx.el.div(
                rx.foreach(MoveDialog.choices, _choice),
                class_name="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-1.5",
            ),
            rx.el.p("Nothing is open on this day.", class_name=SOFT),
        ),
        class_name="flex flex-col gap-2",
    )


def _choice(choice: Any) -> rx.Component:
    return button(
        choice["time"],
        aria_label=choice["label"],
        on_click=MoveDialog.choose(choice["starts_at"]),
        key=choice["starts_at"],
        class_name="figures w-full",
    )


def _own_time() -> rx.Component:
    return form(
        rx.el.div(
            time_field(
                "Another time on this day",
                name="time",
                id="move-time",
                default_value=MoveDialog.time,
                required=True,
            ),
            button("Move there", type="submit"),
            class_name="flex items-end gap-2",
        ),
        rx.el.p("Outside your hours or above capacity you are asked first.", class_name=SOFT),
        on_submit=MoveDialog.choose_own,
        key=MoveDialog.opened,
        class_name="gap-2! border-t border-line pt-4",
    )


def question_dialog() -> rx.Component:
    """A drag or a choice that needs the coach's yes."""
    return dialog(
        rx.el.p(CoachCalendar.reason, class_name="text-sm"),
        id="move-anyway",
        title=CoachCalendar.question,
        actions=(
            button("Leave it where it is", on_click=CoachCalendar.stop_asking),
            button("Move it anyway", kind="primary", on_click=CoachCalendar.move_anyway),
        ),
        is_open=CoachCalendar.is_asking,
        on_close=CoachCalendar.stop_asking,
    )
