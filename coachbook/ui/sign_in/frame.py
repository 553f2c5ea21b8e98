"""How the pages of signing in look: one calm card, alone on its page."""

from typing import Any

import reflex as rx

from coachbook.services.passwords import LONGEST, SHORTEST
from coachbook.ui.components.buttons import button
from coachbook.ui.components.forms import native_form, text_field
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import brand
from coachbook.ui.components.surfaces import skeleton
from coachbook.ui.theme import CARD, FOCUS, HEADING, SOFT


def alone(title: Any, *content: Any, below: Any = None) -> rx.Component:
    """A card with a heading under the brand; `below` stands under the card."""
    return rx.el.main(
        rx.el.a(brand(), href="/", class_name=f"rounded-sm {FOCUS}"),
        rx.el.div(
            rx.el.h1(title, id="page-title", tab_index=-1, class_name=f"{HEADING} text-balance"),
            *content,
            class_name=f"{CARD} flex w-full max-w-sm flex-col gap-5 p-6 sm:p-7",
        ),
        rx.el.div(below, class_name=f"{SOFT} text-center") if below is not None else rx.fragment(),
        id="main",
        class_name=(
            "flex min-h-dvh flex-col items-center justify-center gap-6 bg-canvas px-4 py-10 "
            "text-ink"
        ),
    )


def when_known(*content: Any) -> rx.Component:
    """The content once the page knows what it is about; grey bars before."""
    waiting = rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        skeleton("h-4 w-3/4"),
        skeleton("h-9 w-full"),
        skeleton("h-9 w-full"),
        class_name="flex flex-col gap-4",
    )
    return rx.cond(rx.State.is_hydrated, rx.fragment(*content), waiting)


def sentence(*words: Any) -> rx.Component:
    return rx.el.p(*words, class_name=f"{SOFT} text-pretty")


def problem_said(problem: Any) -> rx.Component:
    """What was wrong with the form that came back; the region is there before its words."""
    return _said(problem, "alert", "circle_alert", "bg-error-soft text-error-ink")


def notice_said(notice: Any) -> rx.Component:
    return _said(notice, "status", "circle_check", "bg-success-soft text-success-ink")


def _said(words: Any, role: str, icon_name: str, colours: str) -> rx.Component:
    shown = rx.el.p(
        icon(icon_name, class_name="mt-0.5"),
        rx.el.span(words),
        class_name=f"flex gap-2 rounded-control px-3 py-2.5 text-sm {colours}",
    )
    return rx.el.div(rx.cond(words != "", shown), role=role, class_name="empty:hidden")


class QueryField(rx.Component):
    """See query_field.jsx."""

    library = rx.asset("query_field.jsx", shared=True).importable_path
    tag = "QueryField"

    name: rx.Var[str]


def hidden(name: str, value: Any) -> rx.Component:
    return rx.el.input(type="hidden", name=name, value=value)


def posted(*fields: Any, action: str, words: Any) -> rx.Component:
    """A form that the browser posts, with its one button."""
    return native_form(
        *fields,
        button(words, kind="primary", type="submit", class_name="w-full"),
        action=action,
        class_name="flex flex-col gap-4",
    )


def email_field(email: Any) -> rx.Component:
    """What came back with the form is filled in again."""
    return text_field(
        "Email",
        name="email",
        type="email",
        key=email,
        default_value=email,
        required=True,
        max_length=254,
        auto_complete="username",
    )


def new_password() -> rx.Component:
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
