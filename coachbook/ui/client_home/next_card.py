"""What comes next: when, with whom, how to get there, and the form before it."""

from typing import Any

import reflex as rx

from coachbook.ui.client_home.state import ClientHomeState
from coachbook.ui.components.buttons import BASE, KINDS, SIZES, link_button
from coachbook.ui.components.countdown import countdown
from coachbook.ui.components.icons import KIND_ICONS, icon
from coachbook.ui.components.page_parts import Anchor
from coachbook.ui.feeds.links import add_to_calendar

NEXT = ClientHomeState.next
GROUND = "flex flex-col gap-4 rounded-card border p-5 sm:p-6"
GREEN = f"{GROUND} border-session/30 bg-session-soft text-session-ink"
JOIN = f"{BASE} {SIZES['medium']} w-full sm:w-fit"
PURPLE = f"{GROUND} border-checkin/30 bg-checkin-soft text-checkin-ink"


def next_card() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(
                rx.cond(
                    NEXT["kind"] == "checkin",
                    icon(KIND_ICONS["checkin"], size=16),
                    icon(KIND_ICONS["session"], size=16),
                ),
                "Next up",
                class_name="flex items-center gap-2 text-[13px] font-semibold",
            ),
            countdown(
                NEXT["starts_at"],
                NEXT["ends_at"],
                zone=ClientHomeState.zone,
                locale=ClientHomeState.locale,
                class_name="text-[13px] font-semibold",
            ),
            class_name="flex items-center justify-between gap-3",
        ),
        _when(),
        _form(),
        _meeting(),
        _actions(),
        class_name=rx.cond(NEXT["kind"] == "checkin", PURPLE, GREEN),
        aria_label="Next up",
    )


def _when() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.span(NEXT["on"], class_name="block text-base font-medium"),
            rx.el.span(
                NEXT["hours"],
                class_name="block text-3xl leading-tight font-semibold tracking-tight figures",
            ),
        ),
        rx.el.p(NEXT["title"], " · ", NEXT["length"], class_name="pt-1 text-sm"),
        rx.cond(NEXT["also"] != "", rx.el.p(NEXT["also"], class_name="text-[13px]")),
    )


def _meeting() -> rx.Component:
    """How to get there; a check-in's form comes first while that is to be filled in."""
    return rx.fragment(
        rx.cond(NEXT["place"] != "", _line("map_pin", NEXT["place"])),
        rx.cond(
            NEXT["link"] != "",
            Anchor.create(
                icon("video"),
                "Join the meeting",
                href=NEXT["link"],
                target="_blank",
                rel="noopener noreferrer",
                class_name=rx.cond(
                    (NEXT["form"] == "open") | (NEXT["form"] == "draft"),
                    f"{JOIN} {KINDS['secondary']}",
                    f"{JOIN} {KINDS['primary']}",
                ),
            ),
        ),
        rx.cond(NEXT["sentence"] != "", _line("video", NEXT["sentence"])),
    )


def _form() -> rx.Component:
    """The form of this check-in: to fill in, begun, or sent."""
    return rx.match(
        NEXT["form"],
        ("open", _to_fill("Your form is still to be filled in.", "Fill in the form")),
        ("draft", _to_fill("Your form is half done.", "Finish the form")),
        ("sent", _line("circle_check", "Your form is sent.")),
        rx.fragment(),
    )


def _to_fill(sentence: str, words: str) -> rx.Component:
    return rx.el.div(
        _line("clipboard_list", sentence),
        link_button(words, href=NEXT["form_href"], kind="primary"),
        class_name="flex flex-wrap items-center justify-between gap-3",
    )


def _line(icon_name: str, words: Any) -> rx.Component:
    return rx.el.p(
        icon(icon_name, size=16, class_name="mt-0.5"), words, class_name="flex gap-2 text-sm"
    )


def _actions() -> rx.Component:
    return rx.el.div(
        link_button("Details", href=NEXT["href"], icon_name="calendar_clock"),
        add_to_calendar(NEXT["id"]),
        class_name="grid grid-cols-1 gap-2 min-[360px]:grid-cols-2 sm:flex",
    )


def nothing_next() -> rx.Component:
    """The one button that fills this place."""
    return rx.el.section(
        rx.el.span(
            icon("calendar_plus", size=22),
            aria_hidden="true",
            class_name="grid size-12 place-items-center rounded-full bg-session-soft "
            "text-session-ink",
        ),
        rx.el.div(
            rx.el.h2("Nothing booked", class_name="text-lg font-semibold tracking-tight"),
            rx.el.p(
                rx.cond(
                    ClientHomeState.has_credits,
                    "Pick your times; they appear here with everything you need to get there.",
                    "Your next appointment appears here, with everything you need to get there.",
                ),
                class_name="text-sm text-ink-soft text-pretty",
            ),
            class_name="flex flex-col gap-1",
        ),
        rx.cond(
            ClientHomeState.has_credits,
            link_button("Book a session", href="/book", kind="primary", icon_name="plus"),
            link_button("Look at check-ins", href="/book?kind=checkin", icon_name="video"),
        ),
        aria_label="Next up",
        class_name="flex flex-col items-start gap-4 rounded-card border border-line bg-surface "
        "p-5 text-ink shadow-card sm:p-6",
    )
