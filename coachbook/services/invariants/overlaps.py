"""Nobody is in two places at once, whoever their coaches are."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from coachbook.services.invariants.report import Finding, Offender, moment
from coachbook.services.invariants.rows import BookingRow, Practice


def findings(practice: Practice) -> Iterator[Finding]:
    diaries: dict[UUID, list[BookingRow]] = defaultdict(list)
    for booking in sorted(practice.live, key=lambda booking: booking.starts_at):
        diaries[booking.client_id].append(booking)
    yield Finding(
        "overlap",
        "No client has two bookings at once, with any coach",
        len(diaries),
        "clients",
        tuple(found for diary in diaries.values() for found in _overlaps(diary)),
    )


def _overlaps(diary: list[BookingRow]) -> Iterator[Offender]:
    """`diary` is in order of start."""
    latest: BookingRow | None = None
    for booking in diary:
        if latest and booking.starts_at < latest.ends_at:
            sentence = f"the same client has both at {moment(booking.starts_at)}"
            yield Offender((latest.id, booking.id), sentence)
        if latest is None or booking.ends_at > latest.ends_at:
            latest = booking
