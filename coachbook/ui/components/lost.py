"""What the page says when it can't go on: no connection, an unknown address, a broken page."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from coachbook.ui.components.buttons import BASE, KINDS, SIZES, link_button
from coachbook.ui.components.forms import NativeForm
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import empty_state


def connection_lost() -> rx.Component:
    """Shown while there is no connection; what was typed stays where it is."""
    banner = rx.el.div(
        icon("wifi_off"),
        rx.el.span("No connection. Trying again; what you typed stays here."),
        class_name=(
            "flex items-center justify-center gap-2 bg-over-soft px-4 py-2 text-sm font-medium "
            "text-over-ink"
        ),
    )
    region = rx.el.div(
        rx.cond(has_connection_errors, banner),
        role="status",
        class_name="fixed inset-x-0 bottom-14 z-40 md:bottom-0",
    )
    return rx.fragment(region)  # Reflex puts the page into what is returned, beside the region


def page_broke() -> rx.Component:
    """In place of a page that failed while it was drawn."""
    again = NativeForm.create(
        rx.el.button(
            "Load the page again",
            type="submit",
            class_name=f"{BASE} {KINDS['primary']} {SIZES['medium']}",
        ),
        method="get",
    )
    return rx.el.main(
        empty_state(
            "This page broke",
            "Your bookings are safe. Load the page again. If it breaks once more, tell whoever "
            "looks after this coachbook.",
            icon_name="cloud_alert",
            action=again,
        ),
        class_name="grid min-h-dvh place-items-center bg-canvas",
    )


def not_found() -> rx.Component:
    """For an address that leads nowhere."""
    return rx.el.main(
        rx.el.h1("Nothing here", id="page-title", tab_index=-1, class_name="sr-only"),
        empty_state(
            "There is nothing here",
            "The address may be mistyped, or what was here has moved.",
            icon_name="map_pin_off",
            action=link_button("Go to my start page", href="/", kind="primary"),
        ),
        class_name="grid min-h-dvh place-items-center bg-canvas",
    )
