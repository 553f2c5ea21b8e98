"""One booking in words, with what happened to it and what cancelling it means. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from coachbook.services.bookings import BookingView, HistoryLine
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.attendance.rows import NOTHING, Markable, markable
from coachbook.ui.coach_bookings.rows import KINDS, STATUSES, status_of

CANCELLERS = {
    "client": "the client",
    "coach": "you",
    "coach_for_client": "you, because the client asked",
}

REOPENED = {
    "confirmed": "The cancellation was taken back",
    "completed": "Corrected from cancelled to completed",
    "no_show": "Corrected from cancelled to no-show",
}


class Facts(TypedDict):
    """What the side panel says and which actions it offers."""

    name: str
    client: str
    kind: str
    kind_words: str
    status: str
    status_words: str
    when: str
    length: str
    package: str
    meet: str
    is_unusual: bool
    can_move: bool
    mark: Markable


class Happened(TypedDict):
    what: str
    when: str


BLANK = Facts(
    name="", client="", kind="session", kind_words="", status="", status_words="", when="",
    length="", package="", meet="", is_unusual=False, can_move=False, mark=NOTHING,
)  # fmt: skip


def facts(one: BookingView, reader: Person) -> Facts:
    status = status_of(one)
    return Facts(
        name=one.client_name,
        client=f"/coach/clients/{one.client_id}",
        kind=one.kind,
        kind_words=KINDS[one.kind].capitalize(),
        status=status,
        status_words=_status_words(one, status),
        when=words.spoken_slot(one.starts_at, one.ends_at, reader.zone, reader.locale),
        length=words.length(one.minutes),
        package=one.package_label,
        meet=one.meet_link if one.status == "confirmed" else "",
        is_unusual=one.breaks_rules and one.status == "confirmed",
        can_move=one.status == "confirmed",
        mark=markable(one),
    )


def _status_words(one: BookingView, status: str) -> str:
    if status == "cancelled":
        return f"Cancelled by {CANCELLERS.get(one.cancelled_by or '', 'a move')}"
    return STATUSES[status].capitalize()


def happened(lines: Iterable[HistoryLine], reader: Person) -> list[Happened]:
    """The newest first."""
    return [
        Happened(what=_what(line, reader), when=words.moment(line.at, reader.zone, reader.locale))
        for line in reversed(list(lines))
    ]


def _what(line: HistoryLine, reader: Person) -> str:
    by = f" by {line.actor_name}" if line.actor_name else " by itself"
    match line.event:
        case "booked":
            return f"Booked{by}"
        case "moved":
            return f"Moved from {_at(line, 'from', reader)} to {_at(line, 'to', reader)}{by}"
        case "cancelled":
            asked = line.details.get("cancelled_by") == "coach_for_client"
            return f"Cancelled{by}{', because the client asked' if asked else ''}"
        case "completed":
            return f"Marked as completed{by}"
        case "no_show":
            return f"Marked as a no-show{by}"
        case _:
            return f"{_reopened(line)}{by}"


def _reopened(line: HistoryLine) -> str:
    """Both take back what was done: a move, or a cancellation."""
    status = line.details.get("status", "")
    return REOPENED.get(status, "A move was undone")


def _at(line: HistoryLine, name: str, reader: Person) -> str:
    written = line.details.get(name)
    if not isinstance(written, str):
        return "another time"
    return words.moment(datetime.fromisoformat(written), reader.zone, reader.locale)
