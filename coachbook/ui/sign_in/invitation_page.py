"""An invitation: choose a password, or sign in first, or just accept."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.forms import field, text_field
from coachbook.ui.set_up.time_zones import TimeZoneSelect
from coachbook.ui.shell import screen
from coachbook.ui.sign_in.frame import (
    alone,
    hidden,
    new_password,
    posted,
    problem_said,
    sentence,
    when_known,
)
from coachbook.ui.sign_in.state import Invitation
from coachbook.ui.theme import CONTROL
from coachbook.ui.viewer import Viewer


@screen("/invitation", title="Invitation", allow="anyone", on_load=Invitation.load, has_frame=False)
def invitation() -> rx.Component:
    return alone(
        _title(),
        problem_said(Invitation.problem),
        when_known(
            rx.match(
                Invitation.step,
                ("choose_password", _join()),
                ("sign_in", _sign_in_first()),
                ("accept", _accept()),
                ("other_person", _other_person()),
                _expired(),
            )
        ),
    )


def _title() -> Any:
    to_coach = rx.el.span("Open your practice")
    to_client = rx.el.span(Invitation.inviter, " invites you")
    known = rx.cond(Invitation.is_for_coach, to_coach, to_client)
    return rx.cond(Invitation.inviter == "", "Invitation", known)


def _what_for() -> rx.Component:
    return rx.cond(
        Invitation.is_for_coach,
        sentence(Invitation.inviter, " invites you to work with your own clients here."),
        sentence("Book your sessions with ", Invitation.practice_name, " here."),
    )


def _join() -> rx.Component:
    name = text_field(
        "Your name",
        name="name",
        key=Invitation.name,
        default_value=Invitation.name,
        required=True,
        max_length=200,
        auto_complete="name",
    )
    email = rx.el.input(
        type="hidden", name="email", value=Invitation.email, auto_complete="username"
    )
    return rx.fragment(
        _what_for(),
        sentence("You sign in with ", rx.el.strong(Invitation.email), "."),
        posted(
            hidden("token", Invitation.token),
            email,
            name,
            new_password(),
            _time_zone(),
            action="/auth/invitation",
            words="Save and go on",
        ),
    )


def _time_zone() -> rx.Component:
    """Filled in by the browser."""
    control = TimeZoneSelect.create(
        id="time_zone",
        name="time_zone",
        picked="",
        class_name=CONTROL,
        custom_attrs={"aria-describedby": "time_zone-hint time_zone-error"},
    )
    return field("Time zone", control, name="time_zone", hint="You see all times in it.")


def _sign_in_first() -> rx.Component:
    return rx.fragment(
        _what_for(),
        sentence("You have an account already. Sign in with it, then accept."),
        link_button("Sign in", href=Invitation.sign_in_path, kind="primary"),
    )


def _accept() -> rx.Component:
    return rx.fragment(
        _what_for(),
        posted(
            hidden("token", Invitation.token),
            action="/auth/accept",
            words=rx.el.span("Accept as ", Viewer.email),
        ),
    )


def _other_person() -> rx.Component:
    return rx.fragment(
        sentence(
            "This invitation is for somebody else. You are signed in as ",
            Viewer.email,
            ". Sign out to go on with it.",
        ),
        posted(
            hidden("next", Invitation.here),
            action="/auth/sign-out",
            words="Sign out and go on",
        ),
    )


def _expired() -> rx.Component:
    return rx.fragment(
        sentence("This invitation has expired, or it was used before. Ask for a new one."),
        link_button("Sign in", href="/sign-in"),
    )
