"""For the owner of a coachbook that Google doesn't know yet: what to do, step by step."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import BASE, KINDS, SIZES
from coachbook.ui.components.icons import icon
from coachbook.ui.feeds.card import CopyAddress
from coachbook.ui.google.state import GoogleCard
from coachbook.ui.theme import CONTROL, SOFT

CODE = "rounded-sm bg-sunken px-1 py-0.5 font-mono text-[12px] text-ink wrap-anywhere"


def how_to_set_up() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "Appointments can be copied into each coach's Google Calendar, with a Meet link for "
            "check-ins. Google has to know this coachbook first. That is free, takes about ten "
            "minutes, and only you can do it:",
            class_name=SOFT,
        ),
        rx.el.ol(
            _step(
                "At ", _code("console.cloud.google.com"), " make a project, and in its library "
                "turn on the ", rx.el.strong("Google Calendar API"), ".",
            ),
            _step(
                "Under ", rx.el.strong("Google Auth Platform"), " give it a name and your address, "
                "choose ", rx.el.strong("External"), ", and under Data access add the scope ",
                _code("calendar.events.owned"), ".",
            ),
            _step(
                "Under Audience press ", rx.el.strong("Publish app"), ". While it is in testing, "
                "every connection ends after seven days.",
            ),
            _step(
                "Under Clients make one of the type ", rx.el.strong("Web application"),
                ", with exactly this redirect address:", _address(),
            ),
            _step(
                "Put what Google shows then into ", _code("COACHBOOK_GOOGLE_CLIENT_ID"), " and ",
                _code("COACHBOOK_GOOGLE_CLIENT_SECRET"), ", and start coachbook again.",
            ),
            class_name="flex list-decimal flex-col gap-2.5 pl-5 text-sm text-ink",
        ),
        rx.el.p(
            "Each step in detail, and what can go wrong, is in ", _code("docs/google.md"), ".",
            class_name=SOFT,
        ),
        class_name="flex flex-col gap-4",
    )  # fmt: skip


def _step(*words: Any) -> rx.Component:
    return rx.el.li(*words, class_name="pl-1 text-pretty")


def _code(words: str) -> rx.Component:
    return rx.el.code(words, class_name=CODE)


def _address() -> rx.Component:
    return rx.el.div(
        CopyAddress.create(
            icon("copy"),
            "Copy address",
            value=GoogleCard.callback_url,
            label="Redirect address",
            field_class=f"{CONTROL} min-w-0 grow text-ellipsis",
            button_class=f"{BASE} {KINDS['secondary']} {SIZES['medium']}",
            note_class="text-[13px] font-medium text-success-ink",
        ),
        class_name="pt-2",
    )
