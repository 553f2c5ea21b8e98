"""Where a booking can move to, in the client's words."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachbook.services.bookings import BookingView, Moved
from coachbook.services.bookings.records import month_of
from coachbook.services.client_moves import MoveTimes
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
    notes = [reader(found, by).at_coachs(starts_at), month_change(found, starts_at, by)]
    if found.chosen and found.chosen.package:
        notes.append(f"uses your {package_name(found.chosen.package.total)} instead")
    return {
        "starts_at": written(starts_at),
        "note": " · ".join(note for note in notes if note),
        "verdict": "" if found.chosen else GONE,
    }


def month_change(found: MoveTimes, starts_at: datetime, by: Person) -> str:
    """What a check-in does to two months when it goes from one to the other."""
    booking = found.booking
    old, new = _month(booking, booking.starts_at), _month(booking, starts_at)
    if booking.kind == "session" or old == new:
        return ""
    uses = f"uses your check-in for {words.month(new, by.locale)}"
    if not found.is_returned:
        return uses
    return f"{uses}, and {words.month(old, by.locale)}'s can be booked again"


def _month(booking: BookingView, starts_at: datetime) -> date:
    return month_of(starts_at, ZoneInfo(booking.coach_zone))


def was(found: MoveTimes, by: Person) -> str:
    """ "Now: Tue, Mar 3, 9:00 AM to 10:00 AM"; and why some months have nothing to offer."""
    booking = found.booking
    now = f"Now: {words.span(booking.starts_at, booking.ends_at, by.zone, by.locale)}"
    taken = words.listed([words.month(month, by.locale) for month in found.taken_months])
    return f"{now}. Your check-in for {taken} is booked already." if taken else now


def what_follows(found: MoveTimes) -> str:
    """Said before it is done."""
    return f"The old time becomes free. {found.booking.coach_name} is told by email and push."


def moved(answer: Moved, before: MoveTimes, by: Person) -> str:
    """Said afterwards."""
    booking = answer.booking
    when = words.span(booking.starts_at, booking.ends_at, by.zone, by.locale)
    said = [f"Moved to {when}."]
    if answer.package_changed:
        said.append(f"It now uses your package of {booking.package_label}.")
    change = month_change(before, booking.starts_at, by)
    if change:
        said.append(f"It {change}.")
    return " ".join([*said, f"{booking.coach_name} is told."])
