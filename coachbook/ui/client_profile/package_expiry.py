"""The dialog that changes how long a package runs."""

import reflex as rx

from coachbook.ui.client_profile.package_expiry_state import PackageEnd
from coachbook.ui.client_profile.package_parts import FOOT, ahead_list
from coachbook.ui.components.buttons import button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import date_field, form, number_field, text_field

WAYS = (("days", "Days"), ("months", "Months"), ("date", "Date"), ("never", "No end"))


def expiry_dialog() -> rx.Component:
    return dialog(
        rx.el.p(PackageEnd.runs, class_name="text-sm text-ink"),
        rx.el.div(_form(), class_name=rx.cond(PackageEnd.is_sure, "hidden", "")),
        rx.cond(PackageEnd.is_sure, _affected()),
        id="package-expiry",
        title="Change expiry",
        description=PackageEnd.title,
        is_open=PackageEnd.is_open,
        on_close=PackageEnd.close,
        is_sticky=True,
    )


def _form() -> rx.Component:
    return form(
        rx.cond(PackageEnd.has_end, _ways()),
        _amount(),
        text_field(
            "Why", name="reason", id="expiry-why", hint="The client can read this.",
            max_length=2_000,
        ),
        rx.el.div(
            button("Cancel", on_click=PackageEnd.close),
            button("Change expiry", kind="primary", type="submit"),
            class_name=FOOT,
        ),
        on_submit=PackageEnd.look,
        key=PackageEnd.opened,
    )  # fmt: skip


def _ways() -> rx.Component:
    return segmented(
        "How it changes",
        WAYS,
        name="way",
        value=PackageEnd.way,
        on_change=PackageEnd.choose,
        class_name="self-start",
    )


def _amount() -> rx.Component:
    return rx.match(
        PackageEnd.way,
        ("days", number_field("Days longer", name="days", default_value="7", min=1, max=365,
                              required=True)),
        ("months", number_field("Months longer", name="months", default_value="1", min=1, max=60,
                                required=True)),
        ("never", rx.el.p("It won't expire any more.", class_name="text-sm text-ink-soft")),
        date_field("Last day", name="expires_on", id="expiry-date",
                   default_value=PackageEnd.first, required=True),
    )  # fmt: skip


def _affected() -> rx.Component:
    return rx.el.div(
        ahead_list(PackageEnd.after_end, PackageEnd.sentence),
        rx.el.div(
            button("Back", on_click=PackageEnd.back),
            button("Shorten the package", kind="primary", on_click=PackageEnd.save),
            class_name=FOOT,
        ),
        class_name="flex flex-col gap-4",
    )
