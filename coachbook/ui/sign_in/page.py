"""Signing in: with a password or by an emailed link, and the ways back to a lost password."""

import reflex as rx

from coachbook.services.passwords import LONGEST
from coachbook.ui.components.buttons import button, link, link_button
from coachbook.ui.components.forms import native_form, text_field
from coachbook.ui.shell import screen
from coachbook.ui.sign_in import invitation_page as invitation_page  # registers its screen
from coachbook.ui.sign_in.frame import (
    QueryField,
    alone,
    email_field,
    hidden,
    new_password,
    notice_said,
    posted,
    problem_said,
    sentence,
    when_known,
)
from coachbook.ui.sign_in.state import EmailedLink, SignIn


@screen("/sign-in", title="Sign in", allow="anyone", on_load=SignIn.load, has_frame=False)
def sign_in() -> rx.Component:
    return alone(
        "Sign in",
        notice_said(SignIn.notice),
        problem_said(SignIn.problem),
        native_form(
            email_field(SignIn.email),
            _password(),
            QueryField.create(name="next"),
            button("Sign in", kind="primary", type="submit", class_name="w-full"),
            _or(),
            button(
                "Email me a sign-in link",
                type="submit",
                form_action="/auth/link",
                form_no_validate=True,
                icon_name="mail",
                class_name="w-full",
            ),
            action="/auth/sign-in",
            class_name="flex flex-col gap-4",
        ),
        below=rx.cond(
            SignIn.is_open,
            rx.el.span("New here? ", link("Set up my practice", href="/setup")),
            "Your coach invites you by email.",
        ),
    )


def _password() -> rx.Component:
    return rx.el.div(
        text_field(
            "Password",
            name="password",
            type="password",
            required=True,
            max_length=LONGEST,
            auto_complete="current-password",
        ),
        link("Forgot your password?", href="/forgot", class_name="self-start text-[13px]"),
        class_name="flex flex-col gap-2",
    )


def _or() -> rx.Component:
    rule = rx.el.span(class_name="h-px grow bg-line")
    return rx.el.div(
        rule, "or", rule, class_name="flex items-center gap-3 text-[13px] text-ink-faint"
    )


@screen(
    "/sign-in/link",
    title="Sign in by email",
    allow="anyone",
    on_load=SignIn.load_asking,
    has_frame=False,
)
def ask_for_link() -> rx.Component:
    return _asking(
        "Sign in by email",
        "We send a link to your address. It signs you in without a password.",
        action="/auth/link",
        words="Email me a sign-in link",
    )


@screen(
    "/forgot",
    title="Forgotten password",
    allow="anyone",
    on_load=SignIn.load_asking,
    has_frame=False,
)
def forgot() -> rx.Component:
    return _asking(
        "Choose a new password",
        "We send a link to your address. It leads to a page where you choose a new password.",
        action="/auth/forgot",
        words="Email me a link",
    )


def _asking(title: str, what_follows: str, *, action: str, words: str) -> rx.Component:
    form = rx.fragment(
        problem_said(SignIn.problem),
        sentence(what_follows),
        posted(email_field(SignIn.email), action=action, words=words),
    )
    return alone(
        rx.cond(SignIn.is_sent, "Check your email", title),
        when_known(rx.cond(SignIn.is_sent, _check_your_email(), form)),
        below=link("Back to sign in", href="/sign-in"),
    )


def _check_your_email() -> rx.Component:
    return rx.fragment(
        notice_said(SignIn.notice),
        sentence("Nothing there after a few minutes? Look among the spam, then ask once more."),
    )


@screen("/link", title="Sign in", allow="anyone", on_load=EmailedLink.load_sign_in, has_frame=False)
def open_link() -> rx.Component:
    form = posted(
        hidden("token", EmailedLink.token),
        action="/auth/link-in",
        words=rx.el.span("Sign in as ", EmailedLink.whom),
    )
    return alone(
        "Sign in",
        problem_said(EmailedLink.problem),
        when_known(rx.cond(EmailedLink.is_good, form, _expired("/sign-in/link"))),
    )


@screen(
    "/reset",
    title="New password",
    allow="anyone",
    on_load=EmailedLink.load_reset,
    has_frame=False,
)
def reset() -> rx.Component:
    form = rx.fragment(
        sentence("For ", EmailedLink.whom, ". Other browsers are signed out."),
        posted(
            hidden("token", EmailedLink.token),
            new_password(),
            action="/auth/reset",
            words="Save password and sign in",
        ),
    )
    return alone(
        "Choose a new password",
        problem_said(EmailedLink.problem),
        when_known(rx.cond(EmailedLink.is_good, form, _expired("/forgot"))),
    )


def _expired(again: str) -> rx.Component:
    return rx.fragment(
        sentence("This link has expired, or it was used before. Links work once."),
        link_button("Ask for a new link", href=again, kind="primary"),
    )
