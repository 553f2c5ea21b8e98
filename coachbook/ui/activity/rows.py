"""What others did, in words and by day. Pure."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypedDict

from coachbook.services.activity_notes import Note
from coachbook.services.people import Person
from coachbook.ui import words

MOST_TIMES = 3
KINDS = {"session": "session", "checkin": "check-in"}
ICONS = {
    "new_booking": "booked",
    "client_rescheduled": "moved",
    "client_cancelled": "cancelled",
    "checkin_form_submitted": "form",
    "meet_failed": "google",
    "google_needs_reconnect": "google",
    "google_repaired": "google",
}
SINCE = {"moved": "Moved since.", "cancelled": "Cancelled since."}
GONE = {
    "new_booking": "A client booked something that isn't there any more",
    "client_rescheduled": "A client moved a booking that isn't there any more",
    "client_cancelled": "A client cancelled a booking that isn't there any more",
    "checkin_form_submitted": "A client sent a form that isn't there any more",
    "meet_failed": "Google made no Meet link for a check-in that isn't there any more",
}
CONNECTION = "/coach/settings/booking#google-calendar"
GOOGLE = {
    "google_needs_reconnect": (
        "is no longer connected",
        "Nothing is copied there, and check-ins get no Meet link, until you connect again.",
    ),
    "google_repaired": (
        "didn't have {many} as booked; all is put right again",
        "It is a copy: what you move or delete there isn't read back.",
    ),
}
GONE_PACKAGE = "This was about a package that isn't there any more"


class Row(TypedDict):
    """`href` is empty where there is nothing left to open; `about` decides the icon."""

    id: str
    name: str
    what: str
    details: str
    time: str
    about: str
    href: str
    is_unread: bool


class Group(TypedDict):
    """The notes of one day, unread or read."""

    key: str
    title: str
    rows: list[Row]


def groups(
    notes: Iterable[Note],
    reader: Person,
    today: date,
    *,
    row: Callable[[Note, Person], Row] | None = None,
) -> list[Group]:
    """In the order in which they come: unread first. `row` is one note in words."""
    worded = row or _row

    def day_of(note: Note) -> tuple[bool, date]:
        return note.is_read, note.at.astimezone(reader.zone).date()

    return [
        Group(
            key=f"{is_read}-{on}",
            title=_title(is_read, on, reader, today),
            rows=[worded(note, reader) for note in of_day],
        )
        for (is_read, on), of_day in groupby(notes, key=day_of)
    ]


def _title(is_read: bool, on: date, reader: Person, today: date) -> str:
    near = {today: "today", today - timedelta(days=1): "yesterday"}
    name = near.get(on) or words.weekday(on, reader.locale)
    if on.year != today.year:
        name = words.day(on, reader.locale, today=today)
    return name[:1].upper() + name[1:] if is_read else f"Unread from {name}"


def _row(note: Note, reader: Person) -> Row:
    return _of_google(note, reader) if note.event in GOOGLE else _of_client(note, reader)


def _of_google(note: Note, reader: Person) -> Row:
    """About the connection, and so about no client."""
    what, details = GOOGLE[note.event]
    return Row(
        id=str(note.id),
        name="Google Calendar",
        what=what.format(many=words.counted(note.count, "appointment")),
        details=details,
        time=words.clock(note.at, reader.zone, reader.locale),
        about="google",
        href=CONNECTION,
        is_unread=not note.is_read,
    )


def _of_client(note: Note, reader: Person) -> Row:
    is_gone = note.client_id is None
    return Row(
        id=str(note.id),
        name=note.client_name,
        what=GONE.get(note.event, GONE_PACKAGE) if is_gone else _what(note, reader),
        details="" if is_gone else _details(note, reader),
        time=words.clock(note.at, reader.zone, reader.locale),
        about=ICONS.get(note.event, "package"),
        href=_href(note),
        is_unread=not note.is_read,
    )


def _href(note: Note) -> str:
    if note.chain_id:
        return f"/coach/bookings?booking={note.chain_id}"
    return f"/coach/clients/{note.client_id}" if note.client_id else ""


def _what(note: Note, reader: Person) -> str:
    """What follows the client's name."""
    kind = KINDS.get(note.kind, "session")
    match note.event:
        case "new_booking":
            many = len(note.starts) > 1
            return f"booked {words.counted(len(note.starts), kind) if many else f'a {kind}'}"
        case "client_rescheduled":
            return f"moved a {kind}"
        case "client_cancelled":
            return f"cancelled a {kind}"
        case "checkin_form_submitted":
            return "filled in the form of a check-in"
        case "meet_failed":
            return "has a check-in that Google made no Meet link for"
        case "client_low_sessions":
            return f"has {words.counted(note.left, 'session') if note.left else 'no session'} left"
        case _:
            return f"has a package that {_ends(note, reader)}"


def _details(note: Note, reader: Person) -> str:
    match note.event:
        case "client_rescheduled" if note.was_at:
            to = moment(note.starts[0], reader)
            where = f"From {moment(note.was_at, reader)} to {to}"
        case "client_low_sessions":
            where = f"Package of {words.counted(note.size, 'session')}, {note.minutes} min"
            return f"{where}, {_ends(note, reader)}" if note.ends_on else where
        case _ if not note.starts:
            return f"{words.counted(note.left, 'session')} unused"
        case "meet_failed":
            where = f"{times(note, reader)}. Your own meeting address counts, if you have one"
        case _:
            where = times(note, reader)
    return f"{where}. {SINCE[note.since]}" if note.since else where


def _ends(note: Note, reader: Person) -> str:
    today = note.at.astimezone(reader.zone).date()
    if note.ends_on is None:
        return "has no end"
    return f"runs until {words.day(note.ends_on, reader.locale, today=today)}"


def times(note: Note, reader: Person) -> str:
    """The whole span of one, the beginnings of several."""
    if len(note.starts) == 1 and note.ends_at:
        return words.span(note.starts[0], note.ends_at, reader.zone, reader.locale)
    shown = [moment(start, reader) for start in note.starts[:MOST_TIMES]]
    more = len(note.starts) - len(shown)
    return "\u00a0· ".join([*shown, *([f"{more}\u00a0more"] if more else [])])


def moment(at: datetime, reader: Person) -> str:
    """In one piece: where several stand in a row, lines break between them."""
    return words.moment(at, reader.zone, reader.locale).replace(" ", "\u00a0")
