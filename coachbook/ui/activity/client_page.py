"""What a client was told: unread first, by day, each leading to its thing."""

import reflex as rx

from coachbook.ui.activity.client_state import ClientActivity
from coachbook.ui.activity.look import none, notes
from coachbook.ui.components.bell import INBOX
from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.surfaces import empty_state
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen
from coachbook.ui.theme import CARD

FILTERS = (
    ("all", "All"),
    ("unread", "Unread"),
    ("bookings", "Bookings"),
    ("reminders", "Reminders"),
    ("packages", "Packages"),
)


@screen(
    "/client/activity",
    title="Activity",
    allow="client",
    on_load=ClientActivity.load,
    nav=Entry("Activity", "bell", order=25, has_bell=True),
    width="narrow",
    has_heading=False,
)
def client_activity() -> rx.Component:
    return notes(ClientActivity, filters=FILTERS, nothing=_nothing(), url=INBOX)


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.match(
            ClientActivity.of,
            ("all", _nothing_at_all()),
            ("unread", _none("You have read everything", "What is new for you appears here.")),
            (
                "bookings",
                _none(
                    "No bookings yet",
                    "When a session or check-in of yours is booked, moved or cancelled, it stands "
                    "here.",
                ),
            ),
            (
                "reminders",
                _none("No reminders yet", "The day before a session it is brought to mind here."),
            ),
            _none(
                "Nothing about packages",
                "When your sessions run low or a package is about to end, it stands here.",
            ),
        ),
        class_name=CARD,
    )


def _nothing_at_all() -> rx.Component:
    return empty_state(
        "Nothing has happened yet",
        "When something of yours is booked, moved or cancelled, it stands here.",
        icon_name="bell",
        action=link_button("Book a session", href="/book", kind="primary"),
    )


def _none(title: str, sentence: str) -> rx.Component:
    return none(ClientActivity, title, sentence)
