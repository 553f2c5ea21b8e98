"""A client's bookings in their words: rows, a month of cells, one booking in full."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TypedDict
from zoneinfo import ZoneInfo

from coachbook.services.bookings import BookingView
from coachbook.services.client_calendar import Details, Month
from coachbook.services.packages import PackageView
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.client_booking.rows import Reader, package_name

A_DAY = timedelta(days=1)
KINDS = {"session": "Session", "checkin": "Check-in"}


class Row(TypedDict):
    """A booking in the list or in a cell; `name` is all of it, for a screen reader."""

    id: str
    kind: str
    time: str
    hours: str
    title: str
    also: str
    status: str
    is_over: bool
    name: str


class Group(TypedDict):
    """The bookings of one day, in a list."""

    on: str
    weekday: str
    day: str
    month: str
    is_today: bool
    rows: list[Row]


class Cell(TypedDict):
    """A day of the month view."""

    on: str
    number: str
    name: str
    is_other_month: bool
    is_today: bool
    rows: list[Row]


class Detail(TypedDict):
    """One booking in full, with what cancelling it does."""

    id: str
    booking_id: str
    version: int
    kind: str
    title: str
    coach_name: str
    when: str
    also: str
    length: str
    package: str
    status: str
    tone: str
    note: str
    meet_link: str
    effect: str
    left: str
    noun: str
    can_change: bool


def groups(bookings: Iterable[BookingView], by: Person, today: date) -> list[Group]:
    """By the reader's days, in order."""
    by_day = groupby(bookings, key=lambda one: one.starts_at.astimezone(by.zone).date())
    return [
        {
            "on": on.isoformat(),
            "weekday": words.short_weekday(on, by.locale),
            "day": str(on.day),
            "month": words.short_month(on, by.locale),
            "is_today": on == today,
            "rows": [row(one, by) for one in held],
        }
        for on, held in by_day
    ]


def row(booking: BookingView, by: Person) -> Row:
    title = f"{KINDS[booking.kind]} with {booking.coach_name}"
    also = _reader(booking, by).at_coachs(booking.starts_at)
    spoken = words.spoken_slot(
        booking.starts_at, booking.ends_at, by.zone, by.locale, notes=[also] if also else []
    )
    status = status_of(booking)[0]
    return {
        "id": str(booking.chain_id),
        "kind": booking.kind,
        "time": words.clock(booking.starts_at, by.zone, by.locale),
        "hours": words.times(booking.starts_at, booking.ends_at, by.zone, by.locale),
        "title": title,
        "also": also,
        "status": status,
        "is_over": booking.has_ended,
        "name": f"{title}, {spoken}, {status}",
    }


def cells(found: Month, by: Person, today: date) -> list[Cell]:
    """Whole weeks, Monday to Sunday."""
    by_day: dict[date, list[Row]] = defaultdict(list)
    for booking in found.shown:
        by_day[booking.starts_at.astimezone(by.zone).date()].append(row(booking, by))
    return [_cell(on, by_day[on], found.first, by, today) for on in _dates(found)]


def _dates(found: Month) -> Sequence[date]:
    return [found.monday + n * A_DAY for n in range((found.sunday - found.monday).days + 1)]


def _cell(on: date, held: list[Row], first: date, by: Person, today: date) -> Cell:
    count = words.counted(len(held), "booking") if held else "nothing booked"
    return {
        "on": on.isoformat(),
        "number": str(on.day),
        "name": f"{words.weekday(on, by.locale)}, {count}",
        "is_other_month": on.month != first.month,
        "is_today": on == today,
        "rows": held,
    }


def weekdays(found: Month, locale: str) -> list[str]:
    return [words.short_weekday(found.monday + n * A_DAY, locale) for n in range(7)]


def detail(found: Details, by: Person) -> Detail:
    booking = found.booking
    status, tone = status_of(booking)
    return {
        "id": str(booking.chain_id),
        "booking_id": str(booking.id),
        "version": booking.version,
        "kind": booking.kind,
        "title": f"{KINDS[booking.kind]} with {booking.coach_name}",
        "coach_name": booking.coach_name,
        "when": words.span(booking.starts_at, booking.ends_at, by.zone, by.locale),
        "also": _reader(booking, by).at_coachs(booking.starts_at),
        "length": words.length(booking.minutes),
        "package": _package(found.package),
        "status": status,
        "tone": tone,
        "note": _note(booking),
        "meet_link": booking.meet_link,
        "effect": effect(booking, found.package),
        "left": left(found.package),
        "noun": KINDS[booking.kind].lower(),
        "can_change": booking.is_upcoming,
    }


def _reader(booking: BookingView, by: Person) -> Reader:
    return Reader.of(by, ZoneInfo(booking.coach_zone))


def status_of(booking: BookingView) -> tuple[str, str]:
    """The status as the client knows it, and its tone."""
    if booking.status == "cancelled":
        return _cancelled(booking), "neutral"
    if booking.status == "completed":
        return "Completed", "success"
    if booking.status == "no_show":
        return "Missed", "notice"
    if booking.has_ended:
        return "Took place", "neutral"
    return ("Under way", "notice") if booking.has_started else ("Booked", booking.kind)


def _cancelled(booking: BookingView) -> str:
    who = "you" if booking.cancelled_by in ("client", "coach_for_client") else booking.coach_name
    return f"Cancelled by {who}"


def _note(booking: BookingView) -> str:
    if booking.status == "confirmed" and booking.has_started:
        return f"This has started, so only {booking.coach_name} can still change it."
    return ""


def _package(package: PackageView | None) -> str:
    if package is None:
        return ""
    return f"{package_name(package.total)}, {package.available} of {package.size} left"


def effect(booking: BookingView, package: PackageView | None) -> str:
    """What cancelling does, said before it is done."""
    told = f"{booking.coach_name} is told by email and push."
    if booking.kind == "checkin":
        return f"This month's check-in can be booked again. {told}"
    return f"{returned(package)} {told}"


def returned(package: PackageView | None) -> str:
    """Where the credit goes, and whether it can still be used there."""
    if package is None:
        return "1 credit returns to your package."
    name = package_name(package.total)
    if package.is_voided:
        return f"The credit returns to your {name}, but that was voided, so it can't be used."
    if package.is_expired:
        return f"1 credit returns to your {name}, but that has expired, so it can't be used."
    return f"1 credit returns to your {name}."


def left(package: PackageView | None) -> str:
    """Said after a cancellation."""
    if package is None or not package.available:
        return ""
    count = words.counted(package.available, "session")
    return f"You have {count} left in your {package_name(package.total)}."


def cancelled(shown: Detail) -> str:
    return f"Your {shown['noun']} is cancelled. {shown['left']}".strip()
