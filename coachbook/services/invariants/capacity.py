"""Never more clients at once than there was room for when each was booked.

Capacities may be lowered later, and a coach may knowingly go above them. So each booking answers
for the instant at which it was placed: with those placed before it that are still there, it fits
into the capacity that its history recorded. Where several were placed in the same instant, one
order in which all fit is enough."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coachbook.services.invariants.report import Finding, Offender, counted, moment
from coachbook.services.invariants.rows import BookingRow, HistoryRow, Practice
from coachbook.services.placings import Room, room_of

UNBOUNDED = 1_000_000
PLACING_EVENTS = ("booked", "moved")


class Placed(NamedTuple):
    """A booking with the instant it took its place; no room recorded where it may break rules."""

    booking: BookingRow
    placed_at: datetime
    room: Room | None

    def capacity_at(self, instant: datetime) -> int:
        return self.room.capacity_at(instant) if self.room else UNBOUNDED


def findings(practice: Practice) -> Iterator[Finding]:
    placings = {one.id: _placing(one, practice.history_of[one.id]) for one in practice.live}
    yield Finding(
        "history",
        "Every booking's history says how it got its time",
        len(practice.live),
        "bookings",
        tuple(_unexplained(one) for one in practice.live if placings[one.id] is None),
    )
    placed = [one for one in placings.values() if one]
    yield Finding(
        "capacity",
        "Never more clients at once than there was room for",
        len(practice.live),
        "bookings",
        tuple(_all_excesses(placed)),
    )
    yield Finding(
        "alone",
        "A check-in never meets a session of the same coach",
        len(practice.live),
        "bookings",
        tuple(_meetings(practice, placed)),
    )


def _unexplained(booking: BookingRow) -> Offender:
    return Offender((booking.id,), f"nothing says how it got {moment(booking.starts_at)}")


def _placing(booking: BookingRow, history: Sequence[HistoryRow]) -> Placed | None:
    """How it came by its time, None when its history doesn't say."""
    returned = _return(history)
    taken = returned or next((row for row in history if _is_arrival(row)), None)
    if taken is None:
        return None
    room = room_of(taken.details, booking.starts_at)
    if room is None and not booking.breaks_rules and not returned:
        return None
    return Placed(booking, taken.created_at, None if booking.breaks_rules else room)


def _is_arrival(row: HistoryRow) -> bool:
    return row.event in PLACING_EVENTS and not row.details.get("is_departure")


def _return(history: Sequence[HistoryRow]) -> HistoryRow | None:
    """The row that brought it back after it had been given up."""
    if all(row.event != "cancelled" and not row.details.get("is_departure") for row in history):
        return None
    return next((row for row in reversed(history) if row.event == "reopened"), None)


def _all_excesses(placed: Sequence[Placed]) -> Iterator[Offender]:
    calendars: dict[tuple[UUID, str], list[Placed]] = defaultdict(list)
    for one in placed:
        calendars[one.booking.coach_id, one.booking.booking_type].append(one)
    for calendar in calendars.values():
        yield from _excesses(calendar)


def _excesses(calendar: Sequence[Placed]) -> Iterator[Offender]:
    """Sweeps over one coach's bookings of a kind; each offender once, at its first instant."""
    reported: set[UUID] = set()
    for instant, present in _presences(calendar):
        for found in _without_room(instant, present):
            if found[0].booking.id not in reported:
                reported.add(found[0].booking.id)
                yield _excess(found, instant)


def _presences(calendar: Sequence[Placed]) -> Iterator[tuple[datetime, list[Placed]]]:
    """Who is there, at each instant when somebody comes or a capacity changes."""
    arriving = sorted(calendar, key=lambda one: one.booking.starts_at, reverse=True)
    present: list[Placed] = []
    for instant in sorted({at for one in calendar for at in _instants(one)}):
        present = [one for one in present if one.booking.ends_at > instant]
        while arriving and arriving[-1].booking.starts_at <= instant:
            present.append(arriving.pop())
        yield instant, present


def _instants(one: Placed) -> Iterator[datetime]:
    yield one.booking.starts_at
    if one.room:
        yield from (start for start, _ in one.room.steps[1:])


def _without_room(instant: datetime, present: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Each who found it full, followed by those who were there before."""
    if len(present) <= min((one.capacity_at(instant) for one in present), default=0):
        return
    in_order = sorted(present, key=lambda one: (one.placed_at, one.capacity_at(instant)))
    for before, one in enumerate(in_order):
        if before >= one.capacity_at(instant):
            yield [one, *in_order[:before]]


def _excess(found: Sequence[Placed], instant: datetime) -> Offender:
    room = found[0].capacity_at(instant)
    there = f"{counted(len(found), 'clients')} at {moment(instant)}"
    ids = tuple(one.booking.id for one in found)
    return Offender(ids, f"makes {there}, where there was room for {room}")


def _meetings(practice: Practice, placed: Sequence[Placed]) -> Iterator[Offender]:
    calendars: dict[UUID, list[Placed]] = defaultdict(list)
    for one in placed:
        if not one.booking.breaks_rules:
            calendars[one.booking.coach_id].append(one)
    for coach_id, calendar in calendars.items():
        settings = practice.settings.get(coach_id)
        is_alone_now = settings is None or settings.checkins_take_the_coach_alone
        yield from _meetings_of(calendar, is_alone_now)


def _meetings_of(calendar: Sequence[Placed], is_alone_now: bool) -> Iterator[Offender]:
    present: list[Placed] = []
    for one in sorted(calendar, key=lambda one: one.booking.starts_at):
        booking = one.booking
        present = [other for other in present if other.booking.ends_at > booking.starts_at]
        for other in present:
            if _should_not_meet(one, other, is_alone_now):
                yield Offender(
                    (other.booking.id, booking.id),
                    f"a check-in and a session meet at {moment(booking.starts_at)}",
                )
        present.append(one)


def _should_not_meet(one: Placed, other: Placed, is_alone_now: bool) -> bool:
    """The rule is the one in force when the later of the two was placed."""
    if one.booking.booking_type == other.booking.booking_type:
        return False
    later = max(one, other, key=lambda placed: placed.placed_at)
    if later.room is None or later.room.checkins_alone is None:
        return is_alone_now
    return later.room.checkins_alone
