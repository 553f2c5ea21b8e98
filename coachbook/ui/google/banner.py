"""On a coach's pages: Google Calendar doesn't let us in any more, and where to mend it."""

import reflex as rx

from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.live import live_updates
from coachbook.ui.google.state import GoogleBanner
from coachbook.ui.viewer import Viewer

HREF = "/coach/settings/booking"


def google_banner(route: str) -> rx.Component:
    """That it happened is also in the coach's activity, which open pages hear of, once it is known
    that who looks at the page is one. Where it leads to says more by itself."""
    if route == HREF:
        return rx.fragment()
    return rx.fragment(
        live_updates(
            rx.cond(Viewer.is_coach, "/live", ""), on_change=GoogleBanner.look, of="activity"
        ),
        rx.cond(GoogleBanner.is_shown, _words()),
    )


def _words() -> rx.Component:
    return rx.el.aside(
        icon("calendar_x", class_name="mt-1.5"),
        rx.el.p(
            rx.el.strong("Google Calendar is no longer connected."),
            " Bookings go on, but nothing is copied there and no Meet link is made until you "
            "connect again.",
            class_name="min-w-0 grow basis-64 py-1 text-pretty",
        ),
        link_button("Connect again", href=HREF, size="small"),
        aria_label="Google Calendar",
        class_name=(
            "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-control border border-error/40 "
            "bg-error-soft px-3.5 py-2.5 text-sm text-error-ink"
        ),
    )
