"""The words of what comes of Google Calendar: the link of a check-in, an access that is gone."""

from collections.abc import Callable, Mapping

from coachbook.notifications import phrases
from coachbook.notifications.facts import Facts, NothingToTell
from coachbook.notifications.phrases import Letter

CONNECTION = "/coach/settings/booking#google-calendar"


def _meet_link_ready(facts: Facts) -> Letter:
    one = next((one for one in facts.bookings if phrases.meeting_place(facts, one)), None)
    if one is None:
        raise NothingToTell
    what = f"{phrases.what(facts, one)} with {facts.coach_name}"
    return Letter(
        subject=f"Here is the meeting link for your {what}",
        sentences=(f"This is where you meet {facts.coach_name} for your check-in:",),
        appointments=(phrases.appointment(facts, one),),
        closing=("The link stays the same if you move the check-in.",),
        button="Move or cancel",
        path=phrases.signed_out_path(facts, one),
        opens_a_door=True,
    )


def _needs_reconnect(_facts: Facts) -> Letter:
    return Letter(
        subject="Google Calendar is no longer connected",
        sentences=(
            "Google doesn't let coachbook write to your calendar any more. That happens when the "
            "access was withdrawn at Google, or the password there was changed.",
            "Bookings go on. But nothing is copied to your calendar, and check-ins get no Meet "
            "link, until you connect again.",
        ),
        closing=("Once you have, everything that changed meanwhile is brought there.",),
        button="Connect again",
        path=CONNECTION,
    )


WRITERS: Mapping[str, Callable[[Facts], Letter]] = {
    "meet_link_ready": _meet_link_ready,
    "google_needs_reconnect": _needs_reconnect,
}
