"""Where a booking stands agrees with its history and the clock."""

from collections.abc import Iterator
from datetime import datetime

from coachbook.services.invariants.report import Finding, Offender, moment
from coachbook.services.invariants.rows import BookingRow, Practice

AFTER_THE_START = ("completed", "no_show")


def findings(practice: Practice) -> Iterator[Finding]:
    yield Finding(
        "statuses",
        "Nothing is completed or missed before it starts, and the history says who marked it",
        len(practice.bookings),
        "bookings",
        tuple(found for one in practice.bookings for found in _wrong_status(one, practice)),
    )
    yield Finding(
        "instants",
        "Bookings start and end on whole minutes",
        len(practice.bookings),
        "bookings",
        tuple(found for one in practice.bookings for found in _uneven(one)),
    )


def _wrong_status(booking: BookingRow, practice: Practice) -> Iterator[Offender]:
    if booking.status in AFTER_THE_START and booking.starts_at > practice.now:
        sentence = f"is {_words(booking)}, but starts only at {moment(booking.starts_at)}"
        yield Offender((booking.id,), sentence)
        return
    if booking.status == "confirmed" or booking.was_moved_away:
        return
    marked_at = _last_marked_at(booking, practice)
    if marked_at is None:
        yield Offender((booking.id,), f"is {_words(booking)}, and the history doesn't know")
    elif booking.status in AFTER_THE_START and marked_at < booking.starts_at:
        yield Offender((booking.id,), f"was marked as {_words(booking)} before it started")


def _last_marked_at(booking: BookingRow, practice: Practice) -> datetime | None:
    marks = (
        row
        for row in practice.history_of[booking.id]
        if booking.status in (row.event, row.details.get("status"))
    )
    return max((row.created_at for row in marks), default=None)


def _words(booking: BookingRow) -> str:
    return booking.status.replace("_", "-")


def _uneven(booking: BookingRow) -> Iterator[Offender]:
    for at in (booking.starts_at, booking.ends_at):
        if at.second or at.microsecond:
            yield Offender((booking.id,), f"has the instant {at.isoformat()}")
