"""One check-in per client, coach and month: bookings and the month's allowance say the same.

A month is the coach's. Moving to another zone counts the months anew: where two fall into one, the
later is beyond the allowance. A month that is the check-in's in another zone only is noted."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from coachbook.services.invariants.report import Finding, Offender, moment
from coachbook.services.invariants.rows import BookingRow, Practice, UsageRow

CHECKIN_LENGTH = timedelta(minutes=30)
FARTHEST_ZONE = timedelta(hours=14)

Month = tuple[UUID, UUID, date]


def findings(practice: Practice) -> Iterator[Finding]:
    checkins = [one for one in practice.live if one.is_checkin and not one.beyond_allowance]
    months = {row.booking_id: row.month for row in practice.usages if row.used}
    yield Finding(
        "checkin_month",
        "One check-in for each client, coach and month",
        len(checkins),
        "check-ins",
        tuple(_second_ones(checkins, months, practice)),
        tuple(_elsewhere(checkins, months, practice)),
    )
    yield Finding(
        "checkin_usage",
        "Every check-in uses its month, and every used month has its check-in",
        len(practice.usages),
        "months",
        (*_without_usage(checkins, practice), *_wrong_usages(practice)),
    )
    beyond = [one for one in practice.live if one.is_checkin and one.beyond_allowance]
    yield Finding(
        "checkin_beyond",
        "A check-in beyond the allowance comes beside the one of its month",
        len(beyond),
        "check-ins",
        tuple(_without_first_one(beyond, practice)),
    )
    every = [booking for booking in practice.bookings if booking.is_checkin]
    yield Finding(
        "checkin_length",
        "A check-in takes 30 minutes",
        len(every),
        "check-ins",
        tuple(_of_other_length(every)),
    )


def _second_ones(
    checkins: list[BookingRow], months: dict[UUID | None, date], practice: Practice
) -> Iterator[Offender]:
    firsts: dict[Month, BookingRow] = {}
    for booking in sorted(checkins, key=lambda booking: booking.starts_at):
        month = _counted_month(booking, months, practice)
        first = firsts.setdefault((booking.client_id, booking.coach_id, month), booking)
        if first is not booking:
            yield Offender((first.id, booking.id), f"both are in {month:%Y-%m}")


def _counted_month(
    booking: BookingRow, months: dict[UUID | None, date], practice: Practice
) -> date:
    own = months.get(booking.id)
    return own if own and own in _possible_months(booking) else _month(booking, practice)


def _month(booking: BookingRow, practice: Practice) -> date:
    return booking.starts_at.astimezone(practice.zone_of(booking.coach_id)).date().replace(day=1)


def _possible_months(booking: BookingRow) -> set[date]:
    around = (booking.starts_at - FARTHEST_ZONE, booking.starts_at + FARTHEST_ZONE)
    return {at.date().replace(day=1) for at in around}


def _elsewhere(
    checkins: list[BookingRow], months: dict[UUID | None, date], practice: Practice
) -> Iterator[Offender]:
    for booking in checkins:
        if _counted_month(booking, months, practice) != _month(booking, practice):
            yield Offender((booking.id,), "it was counted in the month of another time zone")


def _without_first_one(beyond: list[BookingRow], practice: Practice) -> Iterator[Offender]:
    used = {(row.client_id, row.coach_id, row.month) for row in practice.usages if row.used}
    for booking in beyond:
        months = _possible_months(booking)
        if used.isdisjoint((booking.client_id, booking.coach_id, month) for month in months):
            at = moment(booking.starts_at)
            yield Offender((booking.id,), f"the month of the check-in at {at} is free")


def _without_usage(checkins: list[BookingRow], practice: Practice) -> Iterator[Offender]:
    used = {row.booking_id for row in practice.usages if row.used}
    for booking in checkins:
        if booking.id not in used:
            at = moment(booking.starts_at)
            yield Offender((booking.id,), f"the check-in at {at} uses no month")


def _wrong_usages(practice: Practice) -> Iterator[Offender]:
    for row in practice.usages:
        booking = practice.booking_by_id.get(row.booking_id) if row.booking_id else None
        if row.used and (sentence := _wrong(row, booking)):
            yield Offender((row.booking_id or row.client_id,), f"{row.month:%Y-%m} {sentence}")


def _wrong(row: UsageRow, booking: BookingRow | None) -> str | None:
    if booking is None or not booking.is_checkin:
        return "is used by no check-in"
    if not booking.is_live:
        return "is used by a cancelled check-in"
    if booking.beyond_allowance:
        return "is used by a check-in that came beyond the allowance"
    if (booking.client_id, booking.coach_id) != (row.client_id, row.coach_id):
        return "is used by somebody else's check-in"
    if row.month not in _possible_months(booking):
        return f"is used by the check-in at {moment(booking.starts_at)}"
    return None


def _of_other_length(checkins: list[BookingRow]) -> Iterator[Offender]:
    for booking in checkins:
        length = booking.ends_at - booking.starts_at
        if length != CHECKIN_LENGTH:
            yield Offender((booking.id,), f"takes {length.total_seconds() / 60:g} minutes")
