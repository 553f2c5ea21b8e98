"""The dialog that voids a package."""

from typing import Any

import reflex as rx

from coachbook.ui.client_profile.package_parts import FOOT, LIST
from coachbook.ui.client_profile.package_void_state import PackageVoid
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import checkbox_field, form, text_field


def void_dialog() -> rx.Component:
    return dialog(
        rx.el.p(PackageVoid.sentence, class_name="text-sm text-ink"),
        form(
            text_field(
                "Why",
                name="reason",
                id="void-why",
                hint="The client can read this.",
                max_length=2_000,
                required=True,
            ),
            rx.cond(PackageVoid.ahead, _booked()),
            rx.el.div(
                button("Keep the package", on_click=PackageVoid.close),
                button("Void this package", kind="danger", type="submit"),
                class_name=FOOT,
            ),
            on_submit=PackageVoid.void,
            key=PackageVoid.opened,
        ),
        id="void-package",
        title="Void this package",
        description=PackageVoid.title,
        is_open=PackageVoid.is_open,
        on_close=PackageVoid.close,
        is_sticky=True,
    )


def _booked() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(
            "These sessions stay booked. Tick those that you want to cancel as well: the client "
            "is told, and the session does not come back.",
            class_name="mb-2 text-sm text-ink",
        ),
        rx.el.ul(
            rx.foreach(PackageVoid.ahead, _session),
            aria_label="Booked sessions",
            class_name=LIST,
        ),
        class_name="flex flex-col gap-2",
    )


def _session(one: Any) -> rx.Component:
    return rx.el.li(
        checkbox_field(one["when"], name="cancel", id=one["id"], value=one["id"]),
        key=one["id"],
        class_name="px-3.5 py-1",
    )
