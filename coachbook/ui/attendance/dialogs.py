"""What became of a booking: one dialog for cancelling and for every correction."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from coachbook.ui.attendance.state import Attendance
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form
from coachbook.ui.components.icons import icon
from coachbook.ui.refusals import Messages
from coachbook.ui.theme import FOCUS, SOFT

QUESTION = Attendance.question
FOOT = "flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end"


def attendance_dialogs(*, after: Sequence[Any]) -> rx.Component:
    """Once on each page that has buttons of `attendance.buttons`; `after` refreshes the page."""
    return rx.fragment(_ending_dialog(after), _anyway_dialog(after))


def _ending_dialog(after: Sequence[Any]) -> rx.Component:
    return dialog(
        form(
            rx.cond(QUESTION["only"] != "", _only(), _choices()),
            rx.el.div(
                button("Leave it as it is", on_click=Attendance.keep),
                rx.cond(
                    QUESTION["is_danger"],
                    button(QUESTION["submit"], kind="danger", type="submit"),
                    button(QUESTION["submit"], kind="primary", type="submit"),
                ),
                class_name=FOOT,
            ),
            on_submit=[Attendance.save, *after],
            key=Attendance.opened,
        ),
        id="attendance",
        title=rx.el.bdi(QUESTION["title"]),
        description=QUESTION["when"],
        is_open=Attendance.is_open,
        on_close=Attendance.keep,
    )


def _only() -> rx.Component:
    return rx.el.div(
        rx.foreach(
            Attendance.choices,
            lambda one: rx.el.p(one["follows"], class_name="text-sm text-ink-soft"),
        )
    )


def _choices() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(QUESTION["legend"], class_name="pb-1 text-sm font-medium"),
        rx.foreach(Attendance.choices, _choice),
        rx.cond(
            Messages.problem_field == "became",
            rx.el.p(
                icon("circle_alert", size=14),
                Messages.problem,
                class_name="flex items-center gap-1.5 pt-1 text-[13px] text-error",
            ),
        ),
        class_name="flex flex-col gap-1",
    )


def _choice(one: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="became",
            value=one["value"],
            required=True,
            class_name=f"mt-1 size-4 shrink-0 pointer-coarse:size-5 accent-primary {FOCUS}",
        ),
        rx.el.span(
            rx.el.span(one["words"], class_name="block text-sm font-medium"),
            rx.el.span(one["follows"], class_name="block text-[13px] text-ink-soft"),
        ),
        key=one["value"],
        class_name=(
            "flex cursor-pointer items-start gap-2.5 rounded-control border border-line p-3 "
            "has-checked:border-primary has-checked:bg-selected"
        ),
    )


def _anyway_dialog(after: Sequence[Any]) -> rx.Component:
    return dialog(
        rx.el.p(Attendance.reason, class_name=SOFT),
        id="attendance-anyway",
        title="Put it back all the same?",
        description=QUESTION["when"],
        is_open=Attendance.is_asking,
        on_close=Attendance.keep,
        actions=(
            button("Leave it as it is", on_click=Attendance.keep),
            button("Put it back", kind="primary", on_click=[Attendance.save_anyway, *after]),
        ),
    )
