"""Dialogs of a client's packages: add one; correct a balance beside its ledger."""

from typing import Any

import reflex as rx

from coachbook.ui.client_profile.package_state import ClientPackages
from coachbook.ui.components.buttons import button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, number_field, text_field
from coachbook.ui.packages.picker import package_fields
from coachbook.ui.theme import SOFT, SUBHEADING

WAYS = (("add", "Add sessions"), ("take", "Take away"))


def add_dialog() -> rx.Component:
    return dialog(
        form(
            package_fields(is_optional=False),
            rx.el.div(
                button("Cancel", on_click=ClientPackages.close),
                button("Add package", kind="primary", type="submit"),
                class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
            ),
            on_submit=ClientPackages.add,
            key=ClientPackages.opened,
        ),
        id="add-package",
        title="Add a package",
        is_open=ClientPackages.is_adding,
        on_close=ClientPackages.close,
        is_sticky=True,
    )


def ledger_dialog() -> rx.Component:
    return dialog(
        _adjust_form(),
        rx.el.div(
            rx.el.h3("What changed the balance", class_name=SUBHEADING),
            rx.el.ol(
                rx.foreach(ClientPackages.ledger, _line),
                tab_index=0,
                aria_label="What changed the balance",
                class_name=(
                    "max-h-[35dvh] divide-y divide-line overflow-y-auto rounded-control border "
                    "border-line"
                ),
            ),
            class_name="flex flex-col gap-2",
        ),
        id="package-ledger",
        title="Adjust sessions",
        description=ClientPackages.title,
        is_open=ClientPackages.shown != "",
        on_close=ClientPackages.close,
        size="large",
    )


def _adjust_form() -> rx.Component:
    return form(
        segmented(
            "Add or take away",
            WAYS,
            name="way",
            value=rx.cond(ClientPackages.is_adding_up, "add", "take"),
            on_change=ClientPackages.choose,
            class_name="self-start",
        ),
        rx.el.div(
            number_field(
                "Sessions", name="adjustment", default_value="1", min=1, max=1000, required=True
            ),
            text_field("Why", name="reason", hint="The client can read this.", max_length=2_000),
            class_name="grid items-end gap-4 sm:grid-cols-[7rem_1fr]",
        ),
        button(
            rx.cond(ClientPackages.is_adding_up, "Add these sessions", "Take these sessions away"),
            kind="primary",
            type="submit",
            class_name="self-start",
        ),
        on_submit=ClientPackages.adjust,
        key=ClientPackages.opened,
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            line["change"],
            class_name="figures w-9 shrink-0 text-right text-sm font-semibold text-ink",
        ),
        rx.el.div(
            rx.el.p(line["what"], class_name="break-words text-sm text-ink"),
            rx.el.p(line["when"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0 grow",
        ),
        rx.el.span(line["balance"], " left", class_name=f"{SOFT} figures shrink-0"),
        key=line["key"],
        class_name="flex items-baseline gap-3 px-3.5 py-2",
    )
