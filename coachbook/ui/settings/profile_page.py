"""Profile: of a coach among the settings, of a client as their settings. And the email's link."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.surfaces import card, skeleton
from coachbook.ui.feeds.card import feed_card
from coachbook.ui.feeds.state import FeedCard
from coachbook.ui.installed.parts import install_card
from coachbook.ui.navigation import Entry
from coachbook.ui.settings.profile_cards import (
    devices_card,
    email_card,
    name_card,
    password_card,
)
from coachbook.ui.settings.profile_email_state import EmailLink
from coachbook.ui.settings.profile_state import OwnProfile
from coachbook.ui.settings.profile_zone import zone_card, zone_dialog
from coachbook.ui.settings.profile_zone_state import ZoneChange
from coachbook.ui.settings.tabs import client_tabs, settings_tabs
from coachbook.ui.shell import screen
from coachbook.ui.sign_in.frame import (
    alone,
    hidden,
    notice_said,
    posted,
    problem_said,
    sentence,
    when_known,
)

HERE = "/coach/settings/profile"
CLIENTS = "/client/settings"


def profile_loading(*above: rx.Component) -> rx.Component:
    return rx.el.div(
        *above,
        rx.el.span("Loading", class_name="sr-only"),
        *(card(skeleton("h-10 w-full"), skeleton("h-9 w-32")) for _ in range(4)),
        class_name="flex flex-col gap-5",
    )


@screen(
    HERE,
    title="Profile",
    allow="coach",
    on_load=[OwnProfile.load, ZoneChange.load, FeedCard.load_coach],
    loading=lambda: profile_loading(settings_tabs(HERE)),
    width="narrow",
)
def coach_profile() -> rx.Component:
    return _page(
        settings_tabs(HERE),
        name_card("Clients see it on their pages and in emails."),
        zone_card("Your hours, days and months are counted in it."),
        zone_dialog(),
        feed_card("sessions and check-ins with clients"),
        stands_on="coach",
    )


@screen(
    CLIENTS,
    title="Settings",
    allow="client",
    on_load=[OwnProfile.load, ZoneChange.load, FeedCard.load_client],
    nav=Entry("Settings", "settings", order=40, covers=CLIENTS),
    loading=lambda: profile_loading(client_tabs(CLIENTS)),
    width="narrow",
)
def client_settings() -> rx.Component:
    return _page(
        client_tabs(CLIENTS),
        name_card("How emails greet you. Your coach may call you by another name."),
        zone_card("Where your coach's differs, it is named."),
        zone_dialog(),
        feed_card("sessions, check-ins and workouts"),
        install_card(),
        stands_on="client",
    )


def _page(*cards: Any, stands_on: str) -> rx.Component:
    return rx.el.div(
        problem_said(OwnProfile.problem),
        notice_said(OwnProfile.notice),
        *cards,
        email_card(stands_on),
        password_card(stands_on),
        devices_card(),
        class_name="flex flex-col gap-5",
    )


@screen("/email", title="New email", allow="anyone", on_load=EmailLink.load, has_frame=False)
def open_email_link() -> rx.Component:
    return alone(
        rx.cond(EmailLink.is_done, "Address changed", "Change your email"),
        problem_said(EmailLink.problem),
        when_known(
            rx.match(
                EmailLink.step,
                ("done", _done()),
                ("confirm", _confirm()),
                _expired(),
            )
        ),
    )


def _confirm() -> rx.Component:
    return rx.fragment(
        sentence(
            "From now on ", EmailLink.name, " signs in with ",
            rx.el.strong(EmailLink.wanted, class_name="break-words text-ink"),
            " instead of ", EmailLink.present, ".",
        ),
        sentence("Links that were sent to the former address stop working; it is told so."),
        posted(
            hidden("token", EmailLink.token),
            action="/auth/email-confirmed",
            words="Change the address",
        ),
    )  # fmt: skip


def _done() -> rx.Component:
    return rx.fragment(
        notice_said(EmailLink.notice), link_button("Go on", href="/", kind="primary")
    )


def _expired() -> rx.Component:
    return rx.fragment(
        sentence("This link has expired, or it was used before. Links work once, for 24 hours."),
        sentence("Ask for a new one in your settings, under Email."),
        link_button("Go to coachbook", href="/", kind="primary"),
    )
