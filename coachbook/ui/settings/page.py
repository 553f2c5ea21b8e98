"""Availability: the week for sessions and for check-ins, and the dates that differ."""

import reflex as rx

from coachbook.ui.coach_bookings.why_dialog import why_dialog
from coachbook.ui.coach_bookings.why_state import WhyDialog
from coachbook.ui.components.buttons import button
from coachbook.ui.components.surfaces import card, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.settings.booking_page import booking_settings
from coachbook.ui.settings.dates_panel import dates_panel
from coachbook.ui.settings.dates_state import DatesEditor
from coachbook.ui.settings.notifications_page import client_notifications, coach_notifications
from coachbook.ui.settings.profile_page import client_settings, coach_profile, open_email_link
from coachbook.ui.settings.tabs import settings_tabs
from coachbook.ui.settings.week_editor import week_editor
from coachbook.ui.settings.week_state import WeekEditor
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT

__all__ = [
    "availability",
    "booking_settings",
    "client_notifications",
    "client_settings",
    "coach_notifications",
    "coach_profile",
    "open_email_link",
]


def availability_loading() -> rx.Component:
    return rx.el.div(
        settings_tabs("/coach/settings/availability"),
        rx.el.span("Loading", class_name="sr-only"),
        card(*(skeleton("h-10 w-full") for _ in range(7))),
        card(skeleton("h-64 w-full")),
        class_name="flex flex-col gap-5",
    )


@screen(
    "/coach/settings/availability",
    title="Availability",
    allow="coach",
    on_load=[WeekEditor.load, DatesEditor.load, WhyDialog.load],
    nav=Entry("Settings", "settings", order=40, covers="/coach/settings/"),
    loading=availability_loading,
    width="narrow",
)
def availability() -> rx.Component:
    return rx.el.div(
        settings_tabs("/coach/settings/availability"),
        week_editor(),
        dates_panel(),
        _why(),
        why_dialog(),
        class_name="flex flex-col gap-5",
    )


def _why() -> rx.Component:
    return card(
        rx.el.p(
            "Pick a client and a time, and see everything that keeps it from being offered, with "
            "the setting behind it.",
            class_name=SOFT,
        ),
        rx.el.div(
            button("Ask about a time", icon_name="circle_help", on_click=WhyDialog.start),
            class_name="flex",
        ),
        title="Why is this time not offered?",
    )
