"""Step 3: the first client, with a package."""

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.forms import form, text_field
from coachbook.ui.packages.picker import PackagePicker, package_fields
from coachbook.ui.set_up.frame import LOOK, step
from coachbook.ui.set_up.steps_state import SetUpSteps
from coachbook.ui.shell import screen


@screen(
    "/setup/client",
    title="Your first client",
    allow="coach",
    on_load=PackagePicker.load,
    has_frame=False,
)
def first_client() -> rx.Component:
    return step(
        3,
        "Who is your first client?",
        "They get an email with a link, choose a password and can book their sessions themselves.",
        form(
            rx.el.div(
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
                class_name=LOOK,
            ),
            rx.el.div(
                button("Send invitation", kind="primary", type="submit"),
                button("Skip for now", kind="quiet", on_click=SetUpSteps.finish),
                class_name="flex flex-col gap-2 sm:flex-row",
            ),
            on_submit=SetUpSteps.add_client,
        ),
    )
