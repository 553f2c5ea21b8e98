"""Notifications: what comes by which channel, for a coach and for a client, and this device."""

from typing import Any, cast

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.forms import form, select_field
from coachbook.ui.components.surfaces import card, skeleton
from coachbook.ui.push.card import device_card
from coachbook.ui.settings.notifications_state import NotificationSettings
from coachbook.ui.settings.notifications_table import choices_table
from coachbook.ui.settings.tabs import client_tabs, settings_tabs
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT, SUBHEADING

COACHES = "/coach/settings/notifications"
CLIENTS = "/client/settings/notifications"


def notifications_loading(tabs: rx.Component) -> rx.Component:
    return rx.el.div(
        tabs,
        rx.el.span("Loading", class_name="sr-only"),
        card(skeleton("h-5 w-48"), skeleton("h-10 w-full")),
        card(*(skeleton("h-11 w-full") for _ in range(7))),
        class_name="flex flex-col gap-5",
    )


@screen(
    COACHES,
    title="Notifications",
    allow="coach",
    on_load=NotificationSettings.load_coach,
    loading=lambda: notifications_loading(settings_tabs(COACHES)),
    width="narrow",
)
def coach_notifications() -> rx.Component:
    return _page(
        settings_tabs(COACHES),
        _silence(),
        device_card(),
        _table(
            "Everything but the daily summary is always under Activity too. Email and push are as "
            "you like them.",
            ("email", "push", "in_app"),
        ),
        _summary_card(),
    )


@screen(
    CLIENTS,
    title="Notifications",
    allow="client",
    on_load=NotificationSettings.load_client,
    loading=lambda: notifications_loading(client_tabs(CLIENTS)),
    width="narrow",
)
def client_notifications() -> rx.Component:
    return _page(
        client_tabs(CLIENTS),
        _silence(),
        device_card(),
        _table(
            "What concerns your package or a changed appointment always comes by email, so that "
            "you can't miss it.",
            ("email", "push"),
        ),
    )


def _page(*parts: Any) -> rx.Component:
    return rx.el.div(*parts, class_name="flex flex-col gap-5")


def _silence() -> rx.Component:
    """Shown while no email reaches whoever looks at it."""
    return rx.cond(
        NotificationSettings.silence != "",
        card(
            rx.el.p(NotificationSettings.silence, class_name="break-words text-sm text-ink"),
            rx.el.p(
                "If it works now, have them sent there again; else change it under Profile.",
                class_name=SOFT,
            ),
            button(
                "Send there again",
                icon_name="send",
                on_click=NotificationSettings.send_there_again,
                class_name="self-start",
            ),
            title="You get no email",
        ),
    )


def _table(sentence: str, channels: tuple[str, ...]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("What you are told", class_name=SUBHEADING),
            rx.el.p(sentence, " A switch is saved at once.", class_name=SOFT),
            class_name="flex flex-col gap-0.5",
        ),
        choices_table("Messages by channel", channels),
        class_name="flex flex-col gap-3",
    )


def _summary_card() -> rx.Component:
    return card(
        form(
            select_field(
                "Comes at",
                cast(Any, NotificationSettings.hours),
                name="summary_hour",
                hint="By the clock of your time zone. It lists tomorrow's appointments; without "
                "any, nothing is sent.",
                key=NotificationSettings.shown,
                default_value=NotificationSettings.summary_hour,
            ),
            button("Save the hour", type="submit", class_name="self-start"),
            on_submit=NotificationSettings.save_hour,
        ),
        title="Daily summary",
    )
