"""What the pages of one appointment say, in its client's zone and form of times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from coachbook.notifications import wording
from coachbook.services.appointment_links import Appointment
from coachbook.services.bookings import BookingView
from coachbook.services.bookings.records import month_of
from coachbook.services.client_calendar import Details
from coachbook.services.client_moves import MoveTime, MoveTimes
from coachbook.services.packages import PackageView
from coachbook.services.people import Person

KINDS = {"session": "session", "checkin": "check-in"}
FORMS = {
    "open": "{coach} asks you to fill in a form before it starts.",
    "draft": "You began the form. It isn't sent yet.",
    "sent": "Your form is sent. You can change it until it starts.",
}


@dataclass(frozen=True)
class Shown:
    """One time as it stands on a page; `notes` are its zone and the coach's clock."""

    day: str
    hours: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Chip:
    """An open time; `label` is its whole name, `to` names it in an address."""

    to: str
    time: str
    label: str


@dataclass(frozen=True)
class Day:
    name: str
    chips: tuple[Chip, ...]


def noun(booking: BookingView) -> str:
    return KINDS[booking.kind]


def title(booking: BookingView) -> str:
    return f"{noun(booking).capitalize()} with {booking.coach_name}"


def shown(booking: BookingView, by: Person) -> Shown:
    return _shown(booking.starts_at, booking.ends_at, booking, by)


def _shown(starts_at: datetime, ends_at: datetime, booking: BookingView, by: Person) -> Shown:
    start, end = (wording.clock(at, by.zone, by.locale) for at in (starts_at, ends_at))
    return Shown(
        wording.weekday(starts_at.astimezone(by.zone).date(), by.locale),
        f"{start} to {end}",
        (wording.zone_name(starts_at, by.zone, by.locale), *_at_coachs(starts_at, booking, by)),
    )


def _at_coachs(starts_at: datetime, booking: BookingView, by: Person) -> tuple[str, ...]:
    if booking.coach_zone == by.time_zone:
        return ()
    zone = ZoneInfo(booking.coach_zone)
    there = wording.short_moment(starts_at, zone, by.locale)
    return (f"{there} in {wording.place(zone, by.locale)}, where {booking.coach_name} is",)


def state(booking: BookingView) -> str:
    if booking.status != "cancelled":
        return "Booked"
    return "Cancelled by you" if booking.cancelled_by == "client" else "Cancelled"


def uses(found: Details, by: Person) -> str:
    """The package that pays, or the month's check-in."""
    if found.booking.status == "cancelled":
        return ""
    if found.booking.kind == "checkin":
        month = wording.month(found.month, by.locale)
        is_extra = found.booking.beyond_allowance
        return f"An extra check-in in {month}" if is_extra else f"Your check-in for {month}"
    if found.package is None:
        return ""
    left = f"{found.package.available} of {found.package.size} left"
    return f"{_name(found.package).capitalize()}, {left}"


def form(found: Details) -> str:
    if not found.booking.is_upcoming:
        return ""
    return FORMS.get(found.form, "").format(coach=found.booking.coach_name)


def just_done(found: Appointment) -> str:
    """What was done to it a moment ago, told to whoever comes back from doing it."""
    last, booking = found.last_change, found.booking
    if last is None or last.event not in ("moved", "cancelled"):
        return ""
    told = f"{booking.coach_name} is told."
    if last.event == "cancelled":
        whose = f"Your {noun(booking)} is cancelled."
        return " ".join((whose, given_back(found), told if last.is_own else ""))
    was = wording.short_moment(
        datetime.fromisoformat(last.details["from"]), found.reader.zone, found.reader.locale
    )
    if not last.is_own:
        return f"{booking.coach_name} moved this a moment ago. It was {was}."
    return f"Moved. It was {was}; that time is free again. {told}"


def given_back(found: Appointment) -> str:
    """Said afterwards, while what it says is still so."""
    if found.booking.kind == "checkin":
        month = wording.month(found.details.month, found.reader.locale)
        return f"Your check-in for {month} can be booked again." if found.is_month_free else ""
    package = found.details.package
    if package is None or package.is_voided or package.is_expired:
        return ""
    return f"1 credit is back in your {_name(package)}: {package.available} of {package.size} left."


def effects(found: Details, by: Person) -> tuple[str, ...]:
    """What cancelling does, said before it is done."""
    back = (
        _month_back(found, by) if found.booking.kind == "checkin" else _credit_back(found.package)
    )
    return (back, "The time becomes free for others.", f"{found.booking.coach_name} is told.")


def _month_back(found: Details, by: Person) -> str:
    month = wording.month(found.month, by.locale)
    if found.is_returned:
        return f"Your check-in for {month} can be booked again."
    if found.booking.beyond_allowance:
        return f"This is an extra one: your check-in for {month} stays used."
    return f"Your extra check-in in {month} becomes the one of that month."


def _credit_back(package: PackageView | None) -> str:
    if package is None:
        return "1 credit returns to your package."
    name = _name(package)
    if package.is_voided:
        return f"The credit returns to your {name}, but that was voided, so it can't be used."
    if package.is_expired:
        return f"The credit returns to your {name}, but that has expired, so it can't be used."
    return f"1 credit returns to your {name}: then {package.available + 1} of {package.size} left."


def _name(package: PackageView) -> str:
    return f"{package.total}-session package"


def days(found: MoveTimes, by: Person) -> tuple[Day, ...]:
    """The open times of the week by the reader's days."""

    def on(time: MoveTime) -> date:
        return time.starts_at.astimezone(by.zone).date()

    return tuple(
        Day(
            wording.weekday(day, by.locale), tuple(_chip(time, found.booking, by) for time in times)
        )
        for day, times in groupby(found.times, key=on)
    )


def _chip(time: MoveTime, booking: BookingView, by: Person) -> Chip:
    one = _shown(time.starts_at, time.ends_at, booking, by)
    there = "".join(f", {note}" for note in one.notes[1:])
    return Chip(
        f"{time.starts_at:%Y-%m-%dT%H:%MZ}",
        wording.clock(time.starts_at, by.zone, by.locale),
        f"{one.day}, {one.hours}{there}",
    )


def week_name(found: MoveTimes, by: Person) -> str:
    return wording.days(found.monday, found.monday + timedelta(days=6), by.locale)


def weeks_beside(found: MoveTimes) -> tuple[date | None, date | None]:
    """The nearest weeks before and after that have open times; others are passed over."""
    mondays = [on - timedelta(days=on.weekday()) for on in found.days]
    before = max((one for one in mondays if one < found.monday), default=None)
    return before, min((one for one in mondays if one > found.monday), default=None)


def target(found: MoveTimes, by: Person) -> Shown | None:
    if found.chosen is None:
        return None
    return _shown(found.chosen.starts_at, found.chosen.ends_at, found.booking, by)


def move_effects(found: MoveTimes, by: Person) -> tuple[str, ...]:
    """What moving does, said before it is done."""
    return (
        *_credit_stays(found),
        *_month_change(found, by),
        "The time it has now becomes free for others.",
        f"{found.booking.coach_name} is told.",
    )


def _credit_stays(found: MoveTimes) -> Iterator[str]:
    if found.booking.kind == "session" and found.chosen:
        other = found.chosen.package
        yield f"It then uses your {_name(other)}." if other else "It keeps its credit."


def _month_change(found: MoveTimes, by: Person) -> Iterator[str]:
    if found.booking.kind == "session" or found.chosen is None:
        return
    zone = ZoneInfo(found.booking.coach_zone)
    old, new = (month_of(one.starts_at, zone) for one in (found.booking, found.chosen))
    if old == new:
        return
    yield f"It uses your check-in for {wording.month(new, by.locale)}."
    if found.is_returned:
        yield f"Your check-in for {wording.month(old, by.locale)} can be booked again."


def months_taken(found: MoveTimes, by: Person) -> str:
    """Why some months have nothing to offer to a check-in."""
    taken = " and ".join(wording.month(month, by.locale) for month in found.taken_months)
    return f"Your check-in for {taken} is booked already." if taken else ""
