"""Dialogs of a client's packages: add one, correct a balance, read a ledger."""

import reflex as rx

from coachbook.ui.client_profile.package_expiry import expiry_dialog
from coachbook.ui.client_profile.package_parts import FOOT, ahead_list
from coachbook.ui.client_profile.package_state import ClientPackages
from coachbook.ui.client_profile.package_void import void_dialog
from coachbook.ui.components.buttons import button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, number_field, text_field
from coachbook.ui.packages.ledger import ledger_list
from coachbook.ui.packages.numbers import four_numbers
from coachbook.ui.packages.picker import package_fields

WAYS = (("add", "Add sessions"), ("take", "Take away"))


def package_dialogs() -> rx.Component:
    return rx.fragment(
        add_dialog(), adjust_dialog(), ledger_dialog(), expiry_dialog(), void_dialog()
    )


def add_dialog() -> rx.Component:
    return dialog(
        form(
            package_fields(is_optional=False),
            rx.el.div(
                button("Cancel", on_click=ClientPackages.close),
                button("Add package", kind="primary", type="submit"),
                class_name=FOOT,
            ),
            on_submit=ClientPackages.add,
            key=ClientPackages.opened,
        ),
        id="add-package",
        title="Add a package",
        description="The client can book with it at once.",
        is_open=ClientPackages.is_adding,
        on_close=ClientPackages.close,
        is_sticky=True,
    )


def adjust_dialog() -> rx.Component:
    return dialog(
        four_numbers(ClientPackages.numbers),
        _adjust_form(),
        id="adjust-package",
        title="Adjust sessions",
        description=ClientPackages.title,
        is_open=(ClientPackages.shown != "") & ~ClientPackages.is_reading,
        on_close=ClientPackages.close,
        is_sticky=True,
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
        rx.cond(ClientPackages.is_adding_up, rx.fragment(), _staying()),
        rx.el.div(
            button("Cancel", on_click=ClientPackages.close),
            button(
                rx.cond(
                    ClientPackages.is_adding_up, "Add these sessions", "Take these sessions away"
                ),
                kind="primary",
                type="submit",
            ),
            class_name=FOOT,
        ),
        on_submit=ClientPackages.adjust,
        key=ClientPackages.opened,
    )


def _staying() -> rx.Component:
    words = "These stay booked and keep their session:"
    return rx.cond(ClientPackages.ahead, ahead_list(ClientPackages.ahead, words))


def ledger_dialog() -> rx.Component:
    return dialog(
        four_numbers(ClientPackages.numbers),
        ledger_list(ClientPackages.ledger),
        id="package-ledger",
        title="Ledger",
        description=ClientPackages.title,
        is_open=(ClientPackages.shown != "") & ClientPackages.is_reading,
        on_close=ClientPackages.close,
        size="large",
    )
