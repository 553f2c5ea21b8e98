"""Step 1: the practice and its coach. The browser posts the form itself."""

import reflex as rx

from coachbook.services.passwords import LONGEST, SHORTEST
from coachbook.ui.components.buttons import button, link, link_button
from coachbook.ui.components.forms import native_form, text_field
from coachbook.ui.components.surfaces import empty_state, skeleton
from coachbook.ui.set_up.frame import LOOK, step
from coachbook.ui.set_up.practice_state import SetUpPractice
from coachbook.ui.set_up.time_zones import time_zone_field
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT


@screen(
    "/setup",
    title="Set up my practice",
    allow="anyone",
    on_load=SetUpPractice.load,
    has_frame=False,
)
def practice() -> rx.Component:
    return step(
        1,
        "Set up my practice",
        "Then your hours, then your first client. It takes two minutes.",
        rx.cond(
            rx.State.is_hydrated,
            rx.cond(SetUpPractice.is_sent, _sent(), _form_if_open()),
            skeleton("h-96 w-full"),
        ),
        rx.el.p(
            "Have an account already? ", link("Sign in", href="/sign-in"), class_name=SOFT
        ),
    )  # fmt: skip


def _form_if_open() -> rx.Component:
    return rx.cond(SetUpPractice.is_open, _form(), _shut())


def _form() -> rx.Component:
    return native_form(
        text_field(
            "Practice",
            name="practice_name",
            hint="Clients see this name in emails.",
            default_value=SetUpPractice.typed["practice_name"],
            required=True,
            max_length=200,
            auto_complete="organization",
        ),
        text_field(
            "Your name",
            name="name",
            default_value=SetUpPractice.typed["name"],
            required=True,
            max_length=200,
            auto_complete="name",
        ),
        text_field(
            "Email",
            name="email",
            type="email",
            default_value=SetUpPractice.typed["email"],
            required=True,
            max_length=254,
            auto_complete="email",
        ),
        rx.cond(SetUpPractice.is_first, _password()),
        time_zone_field(picked=SetUpPractice.typed["time_zone"]),
        button("Continue", kind="primary", type="submit", class_name="w-full sm:w-auto"),
        action="/setup/practice",
        class_name=LOOK,
    )


def _password() -> rx.Component:
    return text_field(
        "Password",
        name="password",
        type="password",
        hint=f"At least {SHORTEST} characters. Three or four words are easy to remember.",
        required=True,
        min_length=SHORTEST,
        max_length=LONGEST,
        auto_complete="new-password",
    )


def _sent() -> rx.Component:
    return rx.el.div(
        empty_state(
            "Look into your inbox",
            "We have sent a link to that address. Open it to choose a password and go on.",
            icon_name="mail_check",
        ),
        class_name=LOOK,
    )


def _shut() -> rx.Component:
    return rx.el.div(
        empty_state(
            "This coachbook is set up already",
            "Sign in, or ask its owner to invite you as a coach.",
            icon_name="door_closed",
            action=link_button("Sign in", href="/sign-in", kind="primary"),
        ),
        class_name=LOOK,
    )
