"""One booking in the client's words: where it takes place, its form, and what cancelling does."""

from typing import TypedDict
from zoneinfo import ZoneInfo

from coachbook.services.bookings import BookingView
from coachbook.services.client_calendar import Details
from coachbook.services.packages import PackageView
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.client_booking.rows import Reader, package_name
from coachbook.ui.client_calendar.rows import KINDS, status_of


class Detail(TypedDict):
    """`effect` is what cancelling does, said before it is done; `left` is said afterwards."""

    id: str
    booking_id: str
    version: int
    kind: str
    title: str
    when: str
    also: str
    length: str
    allowance: str
    status: str
    tone: str
    note: str
    place: str
    meeting_link: str
    meeting_words: str
    form_words: str
    form_link: str
    form_label: str
    effect: str
    left: str
    noun: str
    can_change: bool


def detail(found: Details, by: Person) -> Detail:
    booking = found.booking
    status, tone = status_of(booking)
    form_words, form_label = form(found)
    return {
        "id": str(booking.chain_id),
        "booking_id": str(booking.id),
        "version": booking.version,
        "kind": booking.kind,
        "title": f"{KINDS[booking.kind]} with {booking.coach_name}",
        "when": words.span(booking.starts_at, booking.ends_at, by.zone, by.locale),
        "also": _elsewhere(booking, by),
        "length": words.length(booking.minutes),
        "allowance": _allowance(found, by),
        "status": status,
        "tone": tone,
        "note": _note(booking),
        "place": found.meeting.place,
        "meeting_link": found.meeting.link,
        "meeting_words": found.meeting.sentence,
        "form_words": form_words,
        "form_link": f"/client/check-in/{booking.chain_id}" if form_label else "",
        "form_label": form_label,
        "effect": effect(found, by),
        "left": left(found, by),
        "noun": KINDS[booking.kind].lower(),
        "can_change": booking.is_upcoming,
    }


def _elsewhere(booking: BookingView, by: Person) -> str:
    """The reader's zone and the coach's time, where these differ."""
    reader = Reader.of(by, ZoneInfo(booking.coach_zone))
    theirs = reader.at_coachs(booking.starts_at)
    return f"{words.zone_name(by.zone, by.locale)} · {theirs}" if theirs else ""


def _note(booking: BookingView) -> str:
    if booking.status == "confirmed" and booking.has_started:
        return f"This has started, so only {booking.coach_name} can still change it."
    return ""


def _allowance(found: Details, by: Person) -> str:
    """What it uses: a credit of a package, or the month's check-in."""
    if found.booking.kind == "checkin":
        month = words.month(found.month, by.locale)
        is_extra = found.booking.beyond_allowance
        return f"An extra one in {month}" if is_extra else f"Your check-in for {month}"
    if found.package is None:
        return ""
    left = f"{found.package.available} of {found.package.size} left"
    return f"{package_name(found.package.total)}, {left}"


def form(found: Details) -> tuple[str, str]:
    """How far the form is, and what the way to it is called; nothing where nothing is asked."""
    if found.form == "none" or found.booking.status == "cancelled":
        return "", ""
    if found.form == "sent":
        can_still = ". You can change it until it starts" if found.booking.is_upcoming else ""
        return f"Your form is sent{can_still}.", "See your answers"
    if not found.booking.is_upcoming:
        return "The form wasn't sent.", ""
    if found.form == "draft":
        return "You began the form. It isn't sent yet.", "Fill in the form"
    return f"{found.booking.coach_name} asks you to fill in a form first.", "Fill in the form"


def effect(found: Details, by: Person) -> str:
    """What cancelling does, said before it is done."""
    told = f"{found.booking.coach_name} is told by email and push."
    if found.booking.kind == "checkin":
        return f"{month_after_cancelling(found, by)} {told}"
    return f"{returned(found.package)} {told}"


def month_after_cancelling(found: Details, by: Person) -> str:
    """Whether the month's check-in can be booked again."""
    month = words.month(found.month, by.locale)
    if found.is_returned:
        return f"Your check-in for {month} can be booked again."
    if found.booking.beyond_allowance:
        return f"This was an extra one: your check-in for {month} stays used."
    return f"You have an extra check-in in {month}, which becomes the one of that month."


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


def left(found: Details, by: Person) -> str:
    """Said after a cancellation: of a session how it is then, of a check-in as it was before."""
    if found.booking.kind == "checkin":
        return month_after_cancelling(found, by) if found.is_returned else ""
    package = found.package
    if package is None or not package.available:
        return ""
    count = words.counted(package.available, "session")
    return f"You have {count} left in your {package_name(package.total)}."


def cancelled(before: Detail, after: Detail) -> str:
    told = before if before["kind"] == "checkin" else after
    return f"Your {told['noun']} is cancelled. {told['left']}".strip()
