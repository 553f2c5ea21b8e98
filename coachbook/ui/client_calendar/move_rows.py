"""Where a booking can move to, in the client's words."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachbook.services.bookings import Moved
from coachbook.services.client_calendar import MoveTimes
from coachbook.services.people import Person
from coachbook.services.slot_weeks import SlotView
from coachbook.ui import words
from coachbook.ui.client_booking.rows import Chip, Chosen, Day, Reader, chip, package_name, written

A_DAY = timedelta(days=1)
GONE = "This time isn't available any more."


def days(found: MoveTimes, by: Person) -> list[Day]:
    """The open times of the week that is shown; closed ones are left out."""
    dates = [found.monday + n * A_DAY for n in range(7)]
    by_day: dict[date, list[Chip]] = {on: [] for on in dates}
    for time in found.times:
        slot = SlotView(time.starts_at, time.ends_at, "")
        by_day[time.starts_at.astimezone(by.zone).date()].append(chip(slot, reader(found, by)))
    return [{"date": on.isoformat(), "slots": by_day[on]} for on in dates]


def reader(found: MoveTimes, by: Person) -> Reader:
    return Reader.of(by, ZoneInfo(found.booking.coach_zone))


def selected(starts_at: datetime, found: MoveTimes, by: Person) -> Chosen:
    """The server's word on the time that was picked."""
    notes = [reader(found, by).at_coachs(starts_at)]
    if found.chosen and found.chosen.package:
        notes.append(f"uses your {package_name(found.chosen.package.total)} instead")
    return {
        "starts_at": written(starts_at),
        "note": " · ".join(note for note in notes if note),
        "verdict": "" if found.chosen else GONE,
    }


def was(found: MoveTimes, by: Person) -> str:
    """ "Now: Tue, Mar 3, 9:00 AM to 10:00 AM"."""
    booking = found.booking
    return f"Now: {words.span(booking.starts_at, booking.ends_at, by.zone, by.locale)}"


def what_follows(found: MoveTimes) -> str:
    """Said before it is done."""
    return f"The old time becomes free. {found.booking.coach_name} is told by email and push."


def moved(answer: Moved, by: Person) -> str:
    """Said afterwards."""
    booking = answer.booking
    when = words.span(booking.starts_at, booking.ends_at, by.zone, by.locale)
    switch = (
        f" It now uses your package of {booking.package_label}." if answer.package_changed else ""
    )
    return f"Moved to {when}.{switch} {booking.coach_name} is told."
