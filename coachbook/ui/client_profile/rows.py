"""A client's profile in words. Pure."""

from datetime import date
from typing import TypedDict
from zoneinfo import ZoneInfo

from coachbook.services.bookings import BookingView
from coachbook.services.client_profiles import ClientProfile
from coachbook.services.packages import LedgerLine, PackageView
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.attendance.rows import Markable, markable
from coachbook.ui.viewer import initials

STATUS = {"completed": "Completed", "no_show": "No-show", "confirmed": "To mark"}
TONES = {"completed": "success", "no_show": "over"}
CANCELLED = {
    "client": "Cancelled by client",
    "coach": "Cancelled by you",
    "coach_for_client": "Cancelled for client",
}
EVENTS = {
    "assigned": "Package added",
    "adjusted": "Adjusted",
    "booked": "Booked",
    "moved": "Moved",
    "cancelled": "Cancelled",
    "completed": "Completed",
    "no_show": "No-show",
    "reopened": "Marked anew",
}


class Head(TypedDict):
    name: str
    initials: str
    email: str
    about: str
    zone: str
    status: str
    checkin: str
    has_checkin: bool


class PackageCard(TypedDict):
    """`state` is open, used, expired or voided; `left_percent` is the bar's width."""

    id: str
    label: str
    sentence: str
    details: str
    notes: str
    state: str
    left_percent: str


class BookingRow(Markable):
    """`name` is the time, for here every booking is of the same client."""

    when: str
    kind: str
    about: str
    status: str
    tone: str
    href: str


class LedgerRow(TypedDict):
    key: str
    when: str
    what: str
    change: str
    balance: str


def head(profile: ClientProfile, reader: Person, today: date) -> Head:
    resets_on = profile.checkin_resets_on
    used = f"Used - resets {_day(resets_on, reader, today)}" if resets_on else ""
    return Head(
        name=profile.name,
        initials=initials(profile.name),
        email=profile.email,
        about=_about(profile, reader, today),
        zone=words.zone_note(ZoneInfo(profile.time_zone), reader.zone, reader.locale),
        status=profile.status,
        checkin=used or "1 check-in available",
        has_checkin=resets_on is None,
    )


def package_card(one: PackageView, reader: Person, today: date) -> PackageCard:
    return PackageCard(
        id=str(one.id),
        label=one.label,
        sentence=f"{one.available} of {words.counted(one.size, 'session')} remaining"
        + _ends(one, reader, today),
        details=_details(one),
        notes=one.notes,
        state=_state(one),
        left_percent=f"{100 * one.available // max(one.size, 1)}%",
    )


def booking_row(one: BookingView, reader: Person) -> BookingRow:
    is_checkin = one.kind == "checkin"
    when = words.span(one.starts_at, one.ends_at, reader.zone, reader.locale)
    known = markable(one)
    return BookingRow(
        id=known["id"],
        chain=known["chain"],
        version=known["version"],
        stage=known["stage"],
        name=when,
        when=when,
        kind=one.kind,
        about="Check-in" if is_checkin else f"Session · {one.package_label}",
        status=CANCELLED.get(one.cancelled_by or "", "") or STATUS.get(one.status, ""),
        tone=TONES.get(one.status, ""),
        href=f"/coach/bookings?booking={one.chain_id}",
    )


def ledger_row(number: int, one: LedgerLine, reader: Person) -> LedgerRow:
    of = ""
    if one.starts_at:
        of = f": {words.moment(one.starts_at, reader.zone, reader.locale)}"
    why = f": {one.reason}" if one.reason else ""
    return LedgerRow(
        key=str(number),
        when=words.moment(one.at, reader.zone, reader.locale),
        what=f"{EVENTS.get(one.event, 'Changed')}{of}{why}",
        change=f"{one.change:+d}".replace("-", "−"),
        balance=str(one.balance_after),
    )


def _about(profile: ClientProfile, reader: Person, today: date) -> str:
    if profile.archived_at and profile.status == "archived":
        archived = profile.archived_at.astimezone(reader.zone).date()
        return f"Archived {_day(archived, reader, today)}"
    if profile.joined_at:
        joined = profile.joined_at.astimezone(reader.zone).date()
        return f"Client since {_day(joined, reader, today)}"
    invited = profile.invited_at.astimezone(reader.zone).date()
    return f"Invited {_day(invited, reader, today)}, hasn't joined yet"


def _ends(one: PackageView, reader: Person, today: date) -> str:
    if one.is_voided:
        return ", voided"
    if one.expires_on is None:
        return ", doesn't expire"
    return f", {'expired' if one.is_expired else 'expires'} {_day(one.expires_on, reader, today)}"


def _details(one: PackageView) -> str:
    parts = {"booked ahead": one.booked, "done": one.done, "lost at the end": one.lost}
    return ", ".join(f"{count} {what}" for what, count in parts.items() if count)


def _state(one: PackageView) -> str:
    if one.is_voided:
        return "voided"
    if one.is_expired:
        return "expired"
    return "open" if one.available else "used"


def _day(on: date, reader: Person, today: date) -> str:
    return words.day(on, reader.locale, today=today)
