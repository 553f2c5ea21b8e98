"""What a page says when a request for bookings arrived again and some are no longer there."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from coachbook.services.bookings import BookingView
from coachbook.ui import words


def cancelled_since(gone: Sequence[BookingView], zone: ZoneInfo, locale: str) -> str:
    """ "Tue, Mar 3, 9:00 was booked by this already, and cancelled since. Pick it again ..."."""
    when = words.listed([words.moment(one.starts_at, zone, locale) for one in gone])
    were, it = ("were", "them") if len(gone) > 1 else ("was", "it")
    return f"{when} {were} booked and cancelled since. Pick {it} again to book {it} anew."
