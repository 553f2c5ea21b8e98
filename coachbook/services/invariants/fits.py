"""Coming bookings that today's hours would no longer take. Allowed: hours change, bookings stay."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from coachbook.availability import Hours, Override, Window, misfits
from coachbook.services.invariants.report import Finding, Offender, moment
from coachbook.services.invariants.rows import BookingRow, Practice


def findings(practice: Practice) -> Iterator[Finding]:
    coming = [one for one in practice.live if _is_coming(one, practice.now)]
    calendars = sorted({(one.coach_id, one.booking_type) for one in coming})
    notes = (note for coach_id, kind in calendars for note in _notes(practice, coach_id, kind))
    yield Finding(
        "hours",
        "Coming bookings fit the hours of today",
        len(coming),
        "bookings",
        notes=tuple(notes),
    )


def _notes(practice: Practice, coach_id: UUID, kind: str) -> Iterator[Offender]:
    spans = [
        (one, _seconds(one.starts_at), _seconds(one.ends_at))
        for one in practice.live
        if _is_coming(one, practice.now) and (one.coach_id, one.booking_type) == (coach_id, kind)
    ]
    for misfit in misfits(_hours(practice, coach_id, kind), spans):
        at = moment(misfit.key.starts_at)
        yield Offender((misfit.key.id,), f"{at} no longer fits the hours ({misfit.reason})")


def _is_coming(booking: BookingRow, now: datetime) -> bool:
    """And meant to fit: what the coach knowingly booked beyond the hours is left out."""
    return booking.starts_at > now and not booking.breaks_rules


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _hours(practice: Practice, coach_id: UUID, kind: str) -> Hours:
    own = (coach_id, kind)
    return Hours(
        practice.zone_of(coach_id),
        tuple(Window(*row[2:]) for row in practice.windows if row[:2] == own),
        tuple(Override(*row[2:]) for row in practice.overrides if row[:2] == own),
    )
