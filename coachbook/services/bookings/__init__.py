"""Bookings: made, moved, ended. Everything is checked and written under the coach's lock."""

from coachbook.services.bookings.booking import book, preview
from coachbook.services.bookings.ending import cancel, complete, mark_no_show
from coachbook.services.bookings.histories import Credit, HistoryLine, history
from coachbook.services.bookings.moving import Moved, moving_openings, reschedule
from coachbook.services.bookings.reopening import reopen
from coachbook.services.bookings.undoing import undo_reschedule
from coachbook.services.bookings.verdicts import Outcome, Verdict
from coachbook.services.bookings.views import (
    BookingView,
    newest,
    of_client,
    one,
)

__all__ = [
    "BookingView",
    "Credit",
    "HistoryLine",
    "Moved",
    "Outcome",
    "Verdict",
    "book",
    "cancel",
    "complete",
    "history",
    "mark_no_show",
    "moving_openings",
    "newest",
    "of_client",
    "one",
    "preview",
    "reopen",
    "reschedule",
    "undo_reschedule",
]
