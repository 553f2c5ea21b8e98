"""What can be booked, decided. Pure: no session, no clock; instants are epoch seconds."""

from coachbook.availability.hours import Hours, Override, Window
from coachbook.availability.misfits import Misfit, misfits
from coachbook.availability.slots import (
    Busy,
    DayBook,
    Kind,
    Limits,
    Slot,
    Usage,
    months_after,
)
from coachbook.availability.surveys import GRID_SECONDS, Reason

__all__ = [
    "GRID_SECONDS",
    "Busy",
    "DayBook",
    "Hours",
    "Kind",
    "Limits",
    "Misfit",
    "Override",
    "Reason",
    "Slot",
    "Usage",
    "Window",
    "misfits",
    "months_after",
]
