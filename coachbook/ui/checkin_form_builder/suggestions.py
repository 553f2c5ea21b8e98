"""The dialog that offers questions to start with; the coach ticks which."""

from typing import Any

import reflex as rx

from coachbook.ui.checkin_form_builder.editor import FOOT
from coachbook.ui.checkin_form_builder.state import FormBuilder
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form
from coachbook.ui.theme import FOCUS

ROW = (
    "flex min-h-11 cursor-pointer items-start gap-3 px-3 py-2.5 hover:bg-sunken "
    "has-checked:bg-checkin-soft"
)
BOX = f"mt-0.5 size-4.5 pointer-coarse:size-6 shrink-0 accent-primary {FOCUS}"


def suggestions_dialog() -> rx.Component:
    return dialog(
        form(
            rx.el.fieldset(
                rx.el.legend("Suggested questions", class_name="sr-only"),
                rx.foreach(FormBuilder.suggested, _suggestion),
                class_name=(
                    "divide-y divide-line overflow-hidden rounded-control border border-line"
                ),
            ),
            rx.el.div(
                button("Cancel", on_click=FormBuilder.close),
                button("Add these questions", kind="primary", type="submit"),
                class_name=FOOT,
            ),
            on_submit=FormBuilder.add_suggestions,
            key=FormBuilder.opened,
        ),
        id="suggested-questions",
        title="Choose from suggested questions",
        description="Clients are asked these from now on, also in forms that they haven't sent "
        "yet. You can change, order and archive each later.",
        is_open=FormBuilder.is_choosing,
        on_close=FormBuilder.close,
    )


def _suggestion(one: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name="suggestions",
            value=one["key"],
            default_checked=rx.cond(FormBuilder.asked, False, True),
            class_name=BOX,
        ),
        rx.el.span(
            rx.el.span(one["question"], class_name="block text-sm text-ink"),
            rx.el.span(one["about"], class_name="block text-[13px] text-ink-soft"),
        ),
        key=one["key"],
        class_name=ROW,
    )
