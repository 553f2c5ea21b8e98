"""The words of each message on a locked screen, where anybody may read them.

So: what happened and when, never a client's name, a balance, an answer or a price.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook import signing
from coachbook.models import Booking, OutboxMessage
from coachbook.notifications import facts, matrix, phrases, wording
from coachbook.notifications.facts import Facts, NothingToTell
from coachbook.notifications.sending import Push

TAG_LETTERS = 32  # as many as a push service takes for the topic of a message
LONGEST_TITLE, LONGEST_BODY = 80, 200
TO_CLIENTS = "/coach/clients/"


@dataclass(frozen=True)
class Words:
    """`until` is when they are of no more use."""

    title: str
    body: str
    path: str
    until: datetime | None = None


def push(session: Session, row: OutboxMessage, *, now: datetime) -> Push:
    """Raises NothingToTell if what it is about is gone or over."""
    known = facts.gather(session, row)
    words = WRITERS[row.event](known)
    event = matrix.EVENTS[row.event]
    ends = (now + event.push_lives, words.until, row.useless_at)
    expires_at = min(filter(None, ends))
    if expires_at <= now:
        raise NothingToTell
    return Push(
        title=words.title[:LONGEST_TITLE],
        body=words.body[:LONGEST_BODY],
        path=words.path,
        tag=_tag(row),
        urgency=event.urgency,
        expires_at=expires_at,
    )


def _tag(row: OutboxMessage) -> str:
    """What comes twice, or again with another time, takes the former one's place."""
    return signing.unreadable("push", f"{row.event}:{row.subject_id}")[:TAG_LETTERS]


def _booked(known: Facts) -> Words:
    standing = _standing(known)
    what = _kind(known) if len(standing) == 1 else _many(known, standing)
    return _about(
        f"{what} booked",
        f"{_when(known, standing)}, with {known.coach_name}.",
        standing[-1],
        path=phrases.client_path(standing[0]),
    )


def _reminder(known: Facts) -> Words:
    one = _standing(known)[0]
    body = f"{_at(known, one)}, with {known.coach_name}."
    return _about(f"{_kind(known)} coming up", body, one, path=phrases.client_path(one))


def _form_reminder(known: Facts) -> Words:
    one = _standing(known)[0]
    return _about(
        "A few questions before your check-in",
        f"{known.coach_name} asks to have them answered before {_at(known, one)}.",
        one,
        path=f"/client/check-in/{one.chain_id}",
    )


def _moved(known: Facts) -> Words:
    one = _standing(known)[0]
    body = f"New time: {_at(known, one)}, with {known.coach_name}."
    return _about(f"{_kind(known)} moved", body, one, path=phrases.client_path(one))


def _cancelled(known: Facts) -> Words:
    gone = known.told[0]
    body = f"{_at(known, gone)}, with {known.coach_name}."
    return Words(f"{_kind(known)} cancelled", body, "/client/calendar")


def _package_expiring(known: Facts) -> Words:
    ends = phrases.end_of(known, phrases.package(known))
    body = " ".join((*ends, "There are sessions in it that you can still book."))
    return Words(f"A package with {known.coach_name} ends soon", body, "/book")


def _new_booking(known: Facts) -> Words:
    standing = _standing(known)
    what = f"a {phrases.kind_of(known)}" if len(standing) == 1 else _many(known, standing)
    return _about(
        f"A client booked {what}",
        f"{_when(known, standing)}.",
        standing[-1],
        path=phrases.coach_path(standing[0]),
    )


def _client_moved(known: Facts) -> Words:
    one = _standing(known)[0]
    was = f" It was {phrases.short(known, known.was)}." if known.was else ""
    body = f"New time: {_at(known, one)}.{was}"
    title = f"A client moved a {phrases.kind_of(known)}"
    return _about(title, body, one, path=phrases.coach_path(one))


def _client_cancelled(known: Facts) -> Words:
    gone = known.told[0]
    title = f"A client cancelled a {phrases.kind_of(known)}"
    return Words(title, f"{_at(known, gone)}.", "/coach/bookings")


def _client_package_expiring(known: Facts) -> Words:
    package = phrases.package(known)
    body = " ".join((*phrases.end_of(known, package), "There are sessions left in it."))
    return Words("A client's package ends soon", body, f"{TO_CLIENTS}{package.client_id}")


WRITERS: Mapping[str, Callable[[Facts], Words]] = {
    "session_booked": _booked,
    "checkin_booked": _booked,
    "session_reminder": _reminder,
    "checkin_reminder": _reminder,
    "checkin_form_reminder": _form_reminder,
    "session_rescheduled": _moved,
    "session_cancelled": _cancelled,
    "package_expiring_week": _package_expiring,
    "new_booking": _new_booking,
    "client_rescheduled": _client_moved,
    "client_cancelled": _client_cancelled,
    "client_package_expiring_week": _client_package_expiring,
}


def _about(title: str, body: str, last: Booking, *, path: str) -> Words:
    return Words(title, body, path, until=last.starts_at)


def _standing(known: Facts) -> list[Booking]:
    """The first one first."""
    found = [one for one in known.bookings if one.status != "cancelled"]
    if not found:
        raise NothingToTell
    return sorted(found, key=lambda booking: booking.starts_at)


def _kind(known: Facts) -> str:
    return phrases.kind_of(known).capitalize()


def _many(known: Facts, bookings: list[Booking]) -> str:
    return wording.counted(len(bookings), phrases.kind_of(known))


def _when(known: Facts, bookings: list[Booking]) -> str:
    first = _at(known, bookings[0])
    return first if len(bookings) == 1 else f"The first is {first}"


def _at(known: Facts, booking: Booking) -> str:
    """In the reader's zone, which is named where the coach has another one."""
    at = phrases.short(known, booking)
    if known.coach is None or known.coach.time_zone == known.reader.time_zone:
        return at
    zone = ZoneInfo(known.reader.time_zone)
    return f"{at} ({wording.place(zone, known.reader.locale)} time)"
