"""The coach's calendar in words: what stands in it, the hours behind, the lists beside. Pure."""

from collections.abc import Iterable
from typing import TypedDict

from coachbook.services.bookings import BookingView
from coachbook.services.calendars import CalendarPage, Mark, Span
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.attendance.rows import Markable, markable

KINDS = {"session": "session", "checkin": "check-in"}
STATUSES = {
    "confirmed": "confirmed",
    "to_mark": "to mark",
    "completed": "completed",
    "no_show": "no-show",
    "cancelled": "cancelled",
}


class Event(TypedDict):
    """A booking as the calendar draws it; `id` is its chain's, which stays when it is moved."""

    id: str
    title: str
    start: str
    end: str
    kind: str
    status: str
    editable: bool
    label: str


class Stretch(TypedDict):
    start: str
    end: str
    kind: str


class Use(TypedDict):
    start: str
    end: str
    present: int
    capacity: int


class Line(TypedDict):
    """A booking in a list beside the calendar."""

    id: str
    name: str
    when: str
    kind: str
    status: str
    label: str


class Unmarked(TypedDict):
    """A booking that waits to be marked."""

    id: str
    name: str
    when: str
    label: str
    mark: Markable


def events(found: Iterable[BookingView], reader: Person) -> list[Event]:
    return [
        Event(
            id=str(one.chain_id),
            title=one.client_name,
            start=one.starts_at.astimezone(reader.zone).isoformat(),
            end=one.ends_at.astimezone(reader.zone).isoformat(),
            kind=one.kind,
            status=status_of(one),
            editable=one.status == "confirmed",
            label=label(one, reader),
        )
        for one in found
    ]


def status_of(one: BookingView) -> str:
    return "to_mark" if one.status == "confirmed" and one.has_ended else one.status


def label(one: BookingView, reader: Person) -> str:
    """ "Anna Perez, session, Tuesday 3 March, 9:00 to 10:00"; its status if it is not coming."""
    slot = words.spoken_slot(one.starts_at, one.ends_at, reader.zone, reader.locale)
    status = status_of(one)
    known = [STATUSES[status]] if status != "confirmed" else []
    return ", ".join([one.client_name, KINDS[one.kind], slot, *known])


def stretches(page: CalendarPage) -> list[Stretch]:
    """Open hours of both kinds, and blackouts once each.

    A blackout of check-ins alone is left out where sessions can still be booked.
    """
    hours = [_stretch(one, "open" if one.kind == "session" else "checkin") for one in page.hours]
    of_sessions = [one for one in page.hours if one.kind == "session"]
    blocked = {
        (one.starts_at, one.ends_at): _stretch(one, "blackout")
        for one in page.blackouts
        if one.kind == "session" or not any(_overlap(one, open_) for open_ in of_sessions)
    }
    return [*hours, *blocked.values()]


def _stretch(one: Span, kind: str) -> Stretch:
    return Stretch(start=one.starts_at.isoformat(), end=one.ends_at.isoformat(), kind=kind)


def _overlap(one: Span, other: Span) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def uses(marks: Iterable[Mark]) -> list[Use]:
    """Equally full neighbours become one. Check-ins are marked only where they are too many,
    and what stands outside the hours isn't: the grey behind it says that.
    """
    joined: list[Use] = []
    for mark in marks:
        if not mark.capacity or (mark.kind == "checkin" and not mark.is_over):
            continue
        use = _use(mark)
        if joined and _continues(joined[-1], use):
            joined[-1]["end"] = use["end"]
        else:
            joined.append(use)
    return joined


def _use(mark: Mark) -> Use:
    return Use(
        start=mark.starts_at.isoformat(),
        end=mark.ends_at.isoformat(),
        present=mark.present,
        capacity=mark.capacity,
    )


def _continues(earlier: Use, later: Use) -> bool:
    is_next = earlier["end"] == later["start"]
    numbers = ("present", "capacity")
    return is_next and all(earlier[name] == later[name] for name in numbers)  # type: ignore[literal-required]


def lines(found: Iterable[BookingView], reader: Person) -> list[Line]:
    """By time."""
    return [
        Line(
            id=str(one.chain_id),
            name=one.client_name,
            when=words.clock(one.starts_at, reader.zone, reader.locale),
            kind=one.kind,
            status=status_of(one),
            label=label(one, reader),
        )
        for one in found
    ]


def unmarked(found: Iterable[BookingView], reader: Person) -> list[Unmarked]:
    return [
        Unmarked(
            id=str(one.chain_id),
            name=one.client_name,
            when=words.moment(one.starts_at, reader.zone, reader.locale),
            label=label(one, reader),
            mark=markable(one),
        )
        for one in found
    ]
