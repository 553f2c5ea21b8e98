"""A client's profile in words. Pure."""

from datetime import date
from typing import TypedDict
from zoneinfo import ZoneInfo

from coachbook.services.bookings import BookingView
from coachbook.services.client_profiles import ClientProfile
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


class Head(TypedDict):
    name: str
    initials: str
    email: str
    about: str
    zone: str
    status: str
    checkin: str
    has_checkin: bool


class BookingRow(Markable):
    """`name` is the time, for here every booking is of the same client."""

    when: str
    kind: str
    about: str
    status: str
    tone: str
    href: str


def head(profile: ClientProfile, reader: Person, today: date) -> Head:
    resets_on = profile.checkin_resets_on
    return Head(
        name=profile.name,
        initials=initials(profile.name),
        email=profile.email,
        about=_about(profile, reader, today),
        zone=words.zone_note(ZoneInfo(profile.time_zone), reader.zone, reader.locale),
        status=profile.status,
        checkin=words.checkin_words(resets_on, reader.locale, today),
        has_checkin=resets_on is None,
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


def _about(profile: ClientProfile, reader: Person, today: date) -> str:
    if profile.archived_at and profile.status == "archived":
        archived = profile.archived_at.astimezone(reader.zone).date()
        return f"Archived {_day(archived, reader, today)}"
    if profile.joined_at:
        joined = profile.joined_at.astimezone(reader.zone).date()
        return f"Client since {_day(joined, reader, today)}"
    invited = profile.invited_at.astimezone(reader.zone).date()
    return f"Invited {_day(invited, reader, today)}, hasn't joined yet"


def _day(on: date, reader: Person, today: date) -> str:
    return words.day(on, reader.locale, today=today)
