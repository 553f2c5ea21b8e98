"""The dialog that lets all running packages run longer."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_packages.extension_state import HolidayExtension
from coachbook.ui.coach_packages.template_parts import FOOT
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, number_field, text_field
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import SOFT


def extension_dialog() -> rx.Component:
    return dialog(
        rx.el.div(_form(), class_name=rx.cond(HolidayExtension.is_sure, "hidden", "")),
        rx.cond(HolidayExtension.is_sure, _look()),
        id="extend-all",
        title="Extend all packages",
        description="For a holiday or an illness of yours: every running package that expires.",
        is_open=HolidayExtension.is_open,
        on_close=HolidayExtension.close,
        size="large",
        is_sticky=True,
    )


def _form() -> rx.Component:
    return form(
        rx.el.div(
            number_field(
                "Days", name="days", id="extend-days", default_value="7", min=1, max=365,
                required=True,
            ),
            text_field(
                "Why", name="reason", id="extend-why", hint="Your clients can read this.",
                max_length=2_000,
            ),
            class_name="grid items-end gap-4 sm:grid-cols-[7rem_1fr]",
        ),
        rx.el.div(
            button("Cancel", on_click=HolidayExtension.close),
            button("See which packages", kind="primary", type="submit"),
            class_name=FOOT,
        ),
        on_submit=HolidayExtension.look,
        key=HolidayExtension.opened,
    )  # fmt: skip


def _look() -> rx.Component:
    return rx.el.div(
        rx.cond(
            HolidayExtension.count > 0,
            rx.fragment(
                rx.el.p(HolidayExtension.sentence, class_name="text-sm text-ink"),
                rx.el.ul(
                    rx.foreach(HolidayExtension.extended, _one),
                    tab_index=0,
                    aria_label="Packages that will run longer",
                    class_name=(
                        "max-h-[40dvh] divide-y divide-line overflow-y-auto rounded-control "
                        "border border-line"
                    ),
                ),
                rx.cond(
                    HolidayExtension.more != "", rx.el.p(HolidayExtension.more, class_name=SOFT)
                ),
            ),
            rx.el.p("No running package has an expiry date: there is nothing to extend.",
                    class_name="text-sm text-ink"),
        ),
        rx.el.div(
            button("Back", on_click=HolidayExtension.back),
            rx.cond(
                HolidayExtension.count > 0,
                button(
                    "Extend these packages", kind="primary", on_click=HolidayExtension.extend
                ),
            ),
            class_name=FOOT,
        ),
        class_name="flex flex-col gap-4",
    )  # fmt: skip


def _one(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.bdi(one["name"]), class_name="truncate text-sm text-ink"),
            rx.el.p(one["label"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0 grow",
        ),
        rx.el.p(
            rx.el.span("from ", class_name="sr-only"),
            one["was"],
            icon("arrow_right", size=14, class_name="mx-1 inline"),
            rx.el.span(" to ", class_name="sr-only"),
            rx.el.span(one["will_be"], class_name="font-medium text-ink"),
            class_name=f"{SOFT} figures shrink-0",
        ),
        key=one["id"],
        class_name="flex flex-col gap-x-3 px-3.5 py-2 sm:flex-row sm:items-center",
    )
