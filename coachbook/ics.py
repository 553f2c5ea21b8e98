"""Calendar files (RFC 5545): every moment in UTC, so that no reader has to know a zone's rules.

The library is imported when the first file is asked for: the start doesn't wait for it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

MAKER = "-//coachbook//Calendar//EN"
REFRESHED = timedelta(hours=1)
LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
NOT_WORDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # and halves of letters
MOST_KEPT = 4_096
NO_ADDRESS = "invalid:nomail"  # what calendar programs write for somebody without an email
END = b"END:VCALENDAR\r\n"


Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True)
class Party:
    """Somebody who takes part in an appointment."""

    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """One appointment of a calendar: at a time, or on the whole of a date.

    `uid` stays through all moves, `sequence` grows with each of them and with a cancellation.
    What is published names its organizer; their email is what they sign in with, and stays here.
    An invitation goes to one `guest`, and answers to it go to its `host`.
    """

    uid: str
    title: str
    url: str
    revised_at: datetime
    at: tuple[datetime, datetime] | date
    sequence: int = 0
    is_cancelled: bool = False
    place: str = ""
    notes: tuple[str, ...] = ()
    organizer: str = ""
    host: Party | None = None
    guest: Party | None = None


def published(entry: Entry, *, now: datetime) -> bytes:
    """A file that brings one appointment into a calendar; nobody answers it."""
    return _written([entry], {"METHOD": "PUBLISH"}, stamped_at=now)


def invitation(entry: Entry, *, now: datetime) -> tuple[Method, bytes]:
    """What a mail app puts into its reader's calendar, or takes out of it (RFC 5546).

    It speaks of one appointment: a file with several UIDs is none that they understand.
    """
    method: Method = "CANCEL" if entry.is_cancelled else "REQUEST"
    return method, _written([entry], {"METHOD": method}, stamped_at=now)


def feed(entries: Iterable[Entry], *, name: str) -> bytes:
    """A calendar to subscribe to; it has no method, and says how often to look again."""
    return _written(
        entries,
        {
            "NAME": plain(name),
            "X-WR-CALNAME": plain(name),
            "REFRESH-INTERVAL": REFRESHED,
            "X-PUBLISHED-TTL": REFRESHED,
        },
    )


def plain(words: str) -> str:
    """One line without anything that a reader could take for an end of it."""
    return " ".join(paragraphs(words).split("\n"))


def paragraphs(words: str) -> str:
    """Lines that end in one way, with no control characters in them."""
    return NOT_WORDS.sub("", LINE_ENDS.sub("\n", words).replace("\t", " "))


def _written(
    entries: Iterable[Entry], properties: dict[str, Any], *, stamped_at: datetime | None = None
) -> bytes:
    """Without a method the stamp is when the entry was revised, with one when it was written."""
    from icalendar import Calendar, vDuration

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", MAKER)
    calendar.add("CALSCALE", "GREGORIAN")
    for name, value in properties.items():
        if isinstance(value, timedelta):
            calendar.add(name, vDuration(value), parameters={"VALUE": "DURATION"})
        else:
            calendar.add(name, value)
    head = bytes(calendar.to_ical()).removesuffix(END)
    events = (_event(entry, stamped_at or entry.revised_at) for entry in entries)
    return b"".join((head, *events, END))


@lru_cache(maxsize=MOST_KEPT)
def _event(entry: Entry, stamped_at: datetime) -> bytes:
    """Kept, since the same ones are asked for every hour and take a millisecond each."""
    from icalendar import Event

    event = Event()
    event.add("UID", plain(entry.uid))
    event.add("DTSTAMP", _second(stamped_at))
    event.add("LAST-MODIFIED", _second(entry.revised_at))
    event.add("SEQUENCE", entry.sequence)
    event.add("SUMMARY", plain(entry.title))
    _add_time(event, entry.at)
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.place:
        event.add("LOCATION", plain(entry.place))
    event.add("DESCRIPTION", paragraphs("\n".join(entry.notes)))
    event.add("URL", plain(entry.url))
    if entry.organizer:
        event.add("ORGANIZER", _organizer(entry.organizer))
    if entry.host and entry.guest:
        event.add("ORGANIZER", _address(entry.host))
        event.add("ATTENDEE", _attendee(entry.guest))
    return bytes(event.to_ical())


def _add_time(event: Any, at: tuple[datetime, datetime] | date) -> None:
    """What takes a whole day leaves its hours free."""
    if isinstance(at, date):
        event.add("DTSTART", at)
        event.add("DTEND", at + timedelta(days=1))
        event.add("TRANSP", "TRANSPARENT")
        return
    event.add("DTSTART", _second(at[0]))
    event.add("DTEND", _second(at[1]))
    event.add("TRANSP", "OPAQUE")


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _organizer(name: str) -> Any:
    from icalendar import vCalAddress, vText

    address = vCalAddress(NO_ADDRESS)
    address.params["CN"] = vText(plain(name))
    return address


def _address(party: Party) -> Any:
    from icalendar import vCalAddress, vText

    address = vCalAddress(f"mailto:{plain(party.email)}")
    address.params["CN"] = vText(plain(party.name))
    return address


def _attendee(party: Party) -> Any:
    """Booked is agreed: no answer is asked for, and none would change the booking."""
    address = _address(party)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "ACCEPTED"
    address.params["RSVP"] = "FALSE"
    return address
