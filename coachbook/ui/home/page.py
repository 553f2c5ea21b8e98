"""The first page: what this is, and the way in."""

import reflex as rx

from coachbook.ui.components.buttons import button, link_button
from coachbook.ui.components.forms import native_form
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import brand
from coachbook.ui.home.state import Home
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT
from coachbook.ui.viewer import Viewer


@screen("/", title="Welcome", allow="anyone", on_load=Home.load, has_frame=False)
def home() -> rx.Component:
    """Blank but for the brand until it is known who is here: most people are only passing."""
    is_passing = Viewer.is_signed_in & ~Home.is_without_coach
    return rx.el.main(
        brand(),
        rx.cond(rx.State.is_hydrated & ~is_passing, _welcome()),
        id="main",
        class_name=(
            "mx-auto flex min-h-dvh max-w-2xl flex-col justify-center gap-8 px-6 py-16 text-ink"
        ),
    )


def _welcome() -> rx.Component:
    return rx.cond(
        Home.is_without_coach, _without_coach(), rx.cond(Home.is_empty, _first_time(), _usual())
    )


def _usual() -> rx.Component:
    return rx.fragment(
        _words(
            "Sessions and check-ins, booked in a minute.",
            "Clients see when their coach has time, what is left in their package, and book. "
            "Coaches see their week.",
        ),
        rx.el.div(link_button("Sign in", href="/sign-in", kind="primary"), class_name="flex gap-3"),
        _points(),
    )


def _first_time() -> rx.Component:
    return rx.fragment(
        _words(
            "Sessions and check-ins, booked in a minute.",
            "Nobody is here yet. Set up your practice in three short steps, or look around first "
            "in one that is filled with people who are made up.",
        ),
        rx.el.div(
            link_button("Set up my practice", href="/setup", kind="primary"),
            native_form(
                button("Look around with sample data", type="submit", class_name="w-full"),
                action="/setup/sample",
            ),
            class_name="flex flex-col gap-3 sm:flex-row",
        ),
        _points(),
    )


def _without_coach() -> rx.Component:
    return rx.fragment(
        _words(
            "No coach has you on their list at the moment.",
            "Ask your coach to invite you again at the address you sign in with.",
        ),
        rx.el.p("You are signed in as ", Viewer.email, ".", class_name=SOFT),
        native_form(button("Sign out", type="submit"), action="/auth/sign-out"),
    )


def _words(title: str, sentence: str) -> rx.Component:
    return rx.el.div(
        rx.el.h1(
            title,
            id="page-title",
            tab_index=-1,
            class_name="text-3xl font-semibold tracking-tight text-balance sm:text-4xl",
        ),
        rx.el.p(sentence, class_name="max-w-lg text-base text-ink-soft text-pretty"),
        class_name="flex flex-col gap-3",
    )


def _points() -> rx.Component:
    return rx.el.ul(
        _point("calendar_check", "text-session", "In-person sessions from a package"),
        _point("users", "text-checkin", "Several clients at once, never one too many"),
        _point("wallet_cards", "text-over", "Every session accounted for"),
        class_name="flex flex-col gap-2.5 border-t border-line pt-6 sm:flex-row sm:gap-6",
    )


def _point(icon_name: str, colour: str, words: str) -> rx.Component:
    return rx.el.li(
        icon(icon_name, class_name=colour), words, class_name=f"{SOFT} flex items-center gap-2"
    )
