"""Where a check-in takes place on the web: its link, or what will happen while there is none.

The booking's own link counts, else the coach's meeting address. Pages and messages show the same.
"""

from dataclasses import dataclass

from coachbook.services.bookings.views import BookingView
from coachbook.services.people import Person


@dataclass(frozen=True)
class Meeting:
    """`sentence` stands where there is no `link`; a session has neither."""

    link: str = ""
    sentence: str = ""


def meeting(booking: BookingView, *, by: Person) -> Meeting:
    """For the client or the coach who reads it, as long as the check-in is to take place."""
    if booking.kind != "checkin" or booking.status != "confirmed" or booking.has_ended:
        return Meeting()
    if booking.meeting_address:
        return Meeting(link=booking.meeting_address)
    return Meeting(sentence=sentence(booking, by=by))


def sentence(booking: BookingView, *, by: Person) -> str:
    """What happens without an address, to its coach or to its client."""
    if by.id == booking.coach_id:
        name = booking.client_name
        return f"You have no meeting address yet: send {name} a link, or add one in your settings."
    return f"{booking.coach_name} will send you a link before it starts."
