"""Inviting a client, with a first package or without."""

import reflex as rx

from coachbook.ui.coach_clients.list_state import ClientList
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, text_field
from coachbook.ui.packages.picker import package_fields


def add_dialog() -> rx.Component:
    return dialog(
        form(
            text_field("Name", name="name", required=True, max_length=200, auto_complete="off"),
            text_field(
                "Email",
                name="email",
                type="email",
                required=True,
                max_length=254,
                auto_complete="off",
            ),
            package_fields(is_optional=True),
            rx.el.div(
                button("Cancel", on_click=ClientList.stop_adding),
                button("Send invitation", kind="primary", type="submit"),
                class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
            ),
            on_submit=ClientList.add,
            key=ClientList.opened,
        ),
        id="add-client",
        title="Add a client",
        description="They get an email with a link to choose a password. It works for 14 days.",
        is_open=ClientList.is_adding,
        on_close=ClientList.stop_adding,
        is_sticky=True,
    )
