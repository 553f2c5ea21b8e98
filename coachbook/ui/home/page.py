"""The first page: what this is, and the way in."""

import reflex as rx

from coachbook.ui.components.buttons import link_button
from coachbook.ui.shell import screen


@screen("/", title="Welcome", allow="anyone", has_frame=False)
def home() -> rx.Component:
    return rx.el.main(
        rx.el.h1("coachbook"), link_button("Sign in", href="/sign-in", kind="primary")
    )
