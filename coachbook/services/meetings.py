"""Where an appointment takes place, and what is said while a check-in's link isn't there.

The booking's own link counts, else the coach's meeting address. Pages and messages show the same.
"""

from dataclasses import dataclass

from coachbook.notifications import phrases
from coachbook.services.bookings.views import BookingView
from coachbook.services.people import Person


@dataclass(frozen=True)
class Meeting:
    """Of a check-in its `link`, and `sentence` where there is none; of a session its `place`."""

    link: str = ""
    sentence: str = ""
    place: str = ""


def meeting(booking: BookingView, *, by: Person) -> Meeting:
    """For the client or the coach who reads it, as long as it is to take place."""
    if booking.status != "confirmed" or booking.has_ended:
        return Meeting()
    if booking.kind == "session":
        return Meeting(place=booking.session_place)
    if booking.meeting_address:
        return Meeting(link=booking.meeting_address)
    return Meeting(sentence=sentence(booking, by=by))


def sentence(booking: BookingView, *, by: Person) -> str:
    """What happens without an address, to its coach or to its client."""
    if by.id == booking.coach_id:
        return _to_coach(booking)
    if booking.meet == "pending":
        return phrases.LINK_FOLLOWS
    return f"{booking.coach_name} will send you a link before it starts."


def _to_coach(booking: BookingView) -> str:
    if booking.meet == "pending":
        return "The Meet link follows as soon as Google has made it."
    send = f"send {booking.client_name} a link, or add one in your settings."
    if booking.meet == "failed":
        return f"Google made no Meet link: {send}"
    return f"You have no meeting address yet: {send}"
