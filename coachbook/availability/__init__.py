"""What can be booked, decided. Pure: no session, no clock; instants are epoch seconds."""

from coachbook.availability.hours import Hours, Override, Window
from coachbook.availability.intervals import Interval
from coachbook.availability.misfits import Misfit, misfits
from coachbook.availability.rosters import Busy, Roster, Slot, Usage
from coachbook.availability.slots import DayBook, Kind, Limits, months_after
from coachbook.availability.surveys import GRID_SECONDS, Reason

__all__ = [
    "GRID_SECONDS",
    "Busy",
    "DayBook",
    "Hours",
    "Interval",
    "Kind",
    "Limits",
    "Misfit",
    "Override",
    "Reason",
    "Roster",
    "Slot",
    "Usage",
    "Window",
    "misfits",
    "months_after",
]
