"""The pages of a coach's settings, and those of a client's, one tab each."""

import reflex as rx

from coachbook.ui.components.choices import tab_links

TABS = (
    ("/coach/settings/availability", "Availability"),
    ("/coach/settings/booking", "Booking"),
    ("/coach/settings/checkin-form", "Check-in form"),
    ("/coach/settings/notifications", "Notifications"),
    ("/coach/settings/profile", "Profile"),
)
CLIENT_TABS = (
    ("/client/settings", "Profile"),
    ("/client/settings/notifications", "Notifications"),
)


def settings_tabs(current: str) -> rx.Component:
    """Stands first on each of the pages; `current` is the address of the one it stands on."""
    return tab_links("Settings", TABS, current=current)


def client_tabs(current: str) -> rx.Component:
    return tab_links("Settings", CLIENT_TABS, current=current)
