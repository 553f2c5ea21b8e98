"""What others did: unread first, by day, each leading to its thing."""

import reflex as rx

from coachbook.ui.activity.client_page import client_activity
from coachbook.ui.activity.look import none, notes
from coachbook.ui.activity.state import Activity
from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.surfaces import empty_state
from coachbook.ui.navigation import Entry
from coachbook.ui.operator.troubles import Troubles, trouble_banner
from coachbook.ui.shell import screen
from coachbook.ui.theme import CARD

__all__ = ["client_activity", "coach_activity"]

FILTERS = (
    ("all", "All"),
    ("unread", "Unread"),
    ("bookings", "Bookings"),
    ("packages", "Packages"),
    ("forms", "Forms"),
)


@screen(
    "/coach/activity",
    title="Activity",
    allow="coach",
    on_load=[Activity.load, Troubles.load],
    nav=Entry("Activity", "bell", order=35, has_bell=True),
    width="narrow",
    has_heading=False,
)
def coach_activity() -> rx.Component:
    return rx.el.div(
        trouble_banner(),
        notes(Activity, filters=FILTERS, nothing=_nothing(), url="/live"),
        class_name="flex flex-col gap-5",
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.match(
            Activity.of,
            ("all", _nothing_at_all()),
            (
                "unread",
                none(Activity, "You have read everything", "What clients do next appears here."),
            ),
            (
                "bookings",
                none(
                    Activity,
                    "No bookings yet",
                    "When clients book, move or cancel, it stands here.",
                ),
            ),
            (
                "packages",
                none(
                    Activity,
                    "Nothing about packages",
                    "When a client's sessions run low or a package is about to end, it stands "
                    "here.",
                ),
            ),
            none(
                Activity,
                "No forms yet",
                "When clients fill in the form of a check-in, it stands here.",
            ),
        ),
        class_name=CARD,
    )


def _nothing_at_all() -> rx.Component:
    return empty_state(
        "Nothing has happened yet",
        "When clients book, move or cancel, or a package comes to its end, it stands here.",
        icon_name="bell",
        action=link_button("Go to clients", href="/coach/clients", kind="primary"),
    )
