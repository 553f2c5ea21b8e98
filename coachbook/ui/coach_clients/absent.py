"""What stands where a client would be whom the coach doesn't have."""

import reflex as rx

from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import empty_state


def no_such_client(title: str) -> rx.Component:
    return rx.el.div(
        page_heading(title),
        empty_state(
            "Not here",
            "There is no such client on your list.",
            icon_name="user_x",
            action=link_button("See all clients", href="/coach/clients", kind="primary"),
        ),
        class_name="flex flex-col gap-5",
    )
