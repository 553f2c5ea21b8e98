"""Check-ins on the booking page, in the client's words: the month's, where it meets, its form."""

from datetime import UTC, date, timedelta
from typing import TypedDict

from coachbook.availability import Kind
from coachbook.services.bookings import BookingView, Verdict
from coachbook.services.checkin_forms import State
from coachbook.services.checkins import CheckinStanding
from coachbook.services.client_booking import Basket
from coachbook.services.meetings import Meeting
from coachbook.services.openings import CHECKIN_MINUTES
from coachbook.ui import words
from coachbook.ui.client_booking.rows import Limits, Reader, written
from coachbook.ui.client_booking.sent import Sent

CHECKIN = timedelta(minutes=CHECKIN_MINUTES)
FORMS = {
    "none": "",
    "open": "{coach} has a few questions for you. Answer them any time before it starts.",
    "draft": "What you wrote is kept. Finish your answers any time before it starts.",
    "sent": "{coach} has your answers. You can change them until it starts.",
}


class CheckinRow(TypedDict):
    """ "1 check-in available"; `is_available` is this month's."""

    words: str
    is_available: bool


class BookedCheckin(TypedDict):
    """`form` says how its questions stand, "" where there are none; `href` leads to them."""

    chain: str
    link: str
    sentence: str
    form: str
    href: str
    is_sent: bool


class Waiting(TypedDict):
    """A time that is picked and not booked yet: what is sent once the questions are answered."""

    starts: list[str]
    request_id: str
    when: str
    also: str


NOTHING_WAITS: Waiting = {"starts": [], "request_id": "", "when": "", "also": ""}
NONE: CheckinRow = {"words": "", "is_available": False}
NOTHING_BOOKED: BookedCheckin = {
    "chain": "", "link": "", "sentence": "", "form": "", "href": "", "is_sent": False,
}  # fmt: skip


def kind(asked: str) -> Kind:
    """What the address asks for."""
    return "checkin" if asked == "checkin" else "session"


def standing(found: CheckinStanding, reader: Reader, today: date) -> CheckinRow:
    return {
        "words": words.checkin_words(found.resets_on, reader.locale, today),
        "is_available": found.is_available,
    }


def limits(basket: Basket, reader: Reader) -> Limits:
    """One, and a further choice takes its place."""
    note = next((_uses(one, reader) for one in basket.verdicts if one.is_open), "")
    return {"most": 1, "why": "", "note": note, "replaces": True}


def _uses(verdict: Verdict, reader: Reader) -> str:
    """The month is the coach's."""
    on = verdict.starts_at.astimezone(reader.coach_zone).date()
    return f"Uses your free check-in of {words.month(on, reader.locale)}"


def waiting(sent: Sent, reader: Reader) -> Waiting:
    starts_at = sent["starts"][0]
    return {
        "starts": [written(starts_at.astimezone(UTC))],
        "request_id": sent["request_id"],
        "when": words.span(starts_at, starts_at + CHECKIN, reader.zone, reader.locale),
        "also": reader.at_coachs(starts_at),
    }


def booked(one: BookingView, meeting: Meeting, form: State) -> BookedCheckin:
    return {
        "chain": str(one.chain_id),
        "link": meeting.link,
        "sentence": meeting.sentence,
        "form": FORMS[form].format(coach=one.coach_name),
        "href": f"/client/check-in/{one.chain_id}",
        "is_sent": form == "sent",
    }
