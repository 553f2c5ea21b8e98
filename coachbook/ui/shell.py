"""Every page's frame: `@screen` registers a page; its frame has navigation, messages and focus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import reflex as rx

from coachbook.ui.components.account_menu import account_menu
from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.navigation import bottom_bar, more_places, side_bar
from coachbook.ui.components.notices import message_area
from coachbook.ui.components.page_parts import PageFocus, page_heading, skip_link
from coachbook.ui.components.surfaces import empty_state, skeleton_lines
from coachbook.ui.gate import Role
from coachbook.ui.google.banner import google_banner
from coachbook.ui.google.state import GoogleBanner
from coachbook.ui.navigation import ENTRIES, Entry
from coachbook.ui.viewer import Viewer, entering

Content = Callable[[], rx.Component]
Width = Literal["narrow", "wide", "full"]

WIDTHS: dict[Width, str] = {"narrow": "max-w-3xl", "wide": "max-w-6xl", "full": "max-w-none"}


@dataclass(frozen=True)
class Screen:
    """A page: where it is, whom it is for, what it shows, now and while it loads."""

    route: str
    title: str
    content: Content
    allow: Role
    on_load: tuple[Any, ...]
    loading: Content | None
    width: Width
    has_heading: bool
    has_frame: bool


SCREENS: list[Screen] = []


def screen(
    route: str,
    *,
    title: str,
    allow: Role,
    on_load: Any = (),
    nav: Entry | None = None,
    loading: Content | None = None,
    width: Width = "wide",
    has_heading: bool = True,
    has_frame: bool = True,
) -> Callable[[Content], Content]:
    """Register the decorated function as the page at `route`; it returns what stands in the frame.

    `loading` is shown until every `on_load` is done. `has_heading=False` for a page that makes its
    own `page_heading(...)`; `has_frame=False` for one that stands alone, like signing in.
    """

    def register(content: Content) -> Content:
        events = tuple(on_load) if isinstance(on_load, Sequence) else (on_load,)
        SCREENS.append(
            Screen(route, title, content, allow, events, loading, width, has_heading, has_frame)
        )
        if nav:
            ENTRIES.append(replace(nav, href=nav.href or route, role=allow))
        return content

    return register


def add_screens(app: rx.App) -> None:
    """Add every registered page to the application."""
    for each in SCREENS:
        app.add_page(
            partial(page, each),
            route=each.route,
            title=f"{each.title} · coachbook",
            description="Booking for coaches and their clients.",
            image="/icon-512.png",
            on_load=[entering(each.allow), *_looking(each.allow), *each.on_load],
        )


def _looking(role: Role) -> tuple[Any, ...]:
    return (GoogleBanner.look,) if role == "coach" else ()


def page(each: Screen) -> rx.Component:
    """The whole document of a screen."""
    if not each.has_frame:
        return rx.fragment(PageFocus.create(), message_area(), each.content())
    return rx.fragment(
        skip_link(),
        PageFocus.create(),
        message_area(),
        rx.el.div(
            side_bar(each),
            rx.el.div(_main(each), class_name="flex min-w-0 grow flex-col pb-20 md:pb-0"),
            bottom_bar(each),
            account_menu(more_places(each)),
            class_name="flex min-h-dvh bg-canvas text-ink",
        ),
    )


def _main(each: Screen) -> rx.Component:
    return rx.el.main(
        rx.cond(Viewer.refusal == "", _loaded(each), _not_for_you()),
        id="main",
        class_name=f"mx-auto w-full {WIDTHS[each.width]} grow px-4 py-5 sm:px-6 lg:px-8 lg:py-7",
    )


def _loaded(each: Screen) -> rx.Component:
    heading = page_heading(each.title) if each.has_heading else rx.fragment()
    loading = each.loading or skeleton_lines
    return rx.el.div(
        google_banner(each.route) if each.allow == "coach" else rx.fragment(),
        heading,
        rx.cond(rx.State.is_hydrated, each.content(), loading()),
        class_name="flex flex-col gap-5",
    )


def _not_for_you() -> rx.Component:
    return empty_state(
        "Not for this account",
        rx.el.span(Viewer.refusal, " You are signed in as ", Viewer.email, "."),
        icon_name="lock",
        action=link_button("Go to my start page", href="/", kind="primary"),
    )
