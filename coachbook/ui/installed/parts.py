"""coachbook as an app of the device: on the home screen, and without a connection."""

import reflex as rx

from coachbook.ui.components.buttons import BASE, KINDS, SIZES
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import card
from coachbook.ui.scripts import script
from coachbook.ui.theme import SOFT

_JSX = script("installed/installed.jsx")


class KeepsUpcoming(rx.Component):
    """See installed.jsx."""

    library = _JSX
    tag = "KeepsUpcoming"


class InstallHint(rx.Component):
    """See installed.jsx."""

    library = _JSX
    tag = "InstallHint"

    button_class: rx.Var[str]
    words_class: rx.Var[str]


def keeps_upcoming() -> rx.Component:
    """Once around every page; shows nothing."""
    return rx.fragment(KeepsUpcoming.create())


def install_card() -> rx.Component:
    return card(
        rx.el.p(
            "On your home screen coachbook opens like any app. Without a connection it shows your "
            "next appointments: this device keeps them until you sign out.",
            class_name=SOFT,
        ),
        InstallHint.create(
            icon("download"),
            "Install coachbook",
            button_class=f"{BASE} {KINDS['secondary']} {SIZES['medium']} self-start",
            words_class="flex min-h-6 text-sm font-medium text-ink",
        ),
        title="As an app",
    )
