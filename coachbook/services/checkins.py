"""The free check-in of a calendar month, which is the coach's: there still, or taken by which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.errors import Invalid
from coachbook.models import Booking, ClientCheckinUsage
from coachbook.services import bookings, checkin_forms
from coachbook.services.bookings import BookingView, Outcome
from coachbook.services.bookings.records import month_of, used_months
from coachbook.services.openings import CHECKIN_MINUTES
from coachbook.services.people import Person

LONGEST_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class CheckinStanding:
    """`resets_on` is the first of the coach's next month while this month's is taken, else None.

    `taken_by_chain` leads to the check-in that took it.
    """

    resets_on: date | None = None
    taken_by_chain: UUID | None = None

    @property
    def is_available(self) -> bool:
        return self.resets_on is None


def standing(
    session: Session, *, coach_id: UUID, client_id: UUID, zone: ZoneInfo, now: datetime
) -> CheckinStanding:
    """What a client has of this month; `zone` is the coach's. Who may ask is the caller's to check.

    A check-in of another month says nothing about this one, wherever it was booked from.
    """
    month = now.astimezone(zone).date().replace(day=1)
    taken_by = session.exec(
        select(Booking.chain_id)
        .join(ClientCheckinUsage, col(ClientCheckinUsage.booking_id) == col(Booking.id))
        .where(
            ClientCheckinUsage.client_id == client_id,
            ClientCheckinUsage.coach_id == coach_id,
            ClientCheckinUsage.month == month,
            col(ClientCheckinUsage.used),
        )
    ).first()
    return CheckinStanding(next_month(month), taken_by) if taken_by else CheckinStanding()


def book(
    session: Session,
    *,
    by: Person,
    coach_id: UUID,
    starts: Sequence[datetime],
    request_id: str,
    answers: Mapping[str, Any],
    is_final: bool,
    now: datetime,
) -> Outcome:
    """The caller's own check-in with what they answered for it: sent if `is_final`, else a draft.

    Raises checkin_forms.Incomplete where answers can't be sent as they are: then nothing is booked.
    A second arrival of the same `request_id` leaves the answers alone.
    """
    if len(starts) != 1:
        raise Invalid("Pick one time for your check-in.")
    outcome = bookings.book(
        session, by=by, coach_id=coach_id, client_id=by.id, kind="checkin",
        minutes=CHECKIN_MINUTES, starts=starts, request_id=request_id, now=now,
    )  # fmt: skip
    if outcome.is_booked and not outcome.is_repeated:
        (made,) = outcome.bookings
        checkin_forms.keep(session, made.id, answers, by=by, now=now, is_final=is_final)
    return outcome


def frees_month(session: Session, booking: BookingView) -> bool:
    """Whether cancelling this check-in gives its month back: it uses it, no other waits for it."""
    if booking.kind != "checkin" or booking.beyond_allowance:
        return False
    zone = ZoneInfo(booking.coach_zone)
    month = month_of(booking.starts_at, zone)
    beyond = session.exec(
        select(Booking.starts_at).where(
            Booking.coach_id == booking.coach_id,
            Booking.client_id == booking.client_id,
            Booking.status != "cancelled",
            col(Booking.beyond_allowance),
        )
    )
    return all(month_of(start, zone) != month for start in beyond)


def is_month_used(session: Session, booking: BookingView) -> bool:
    """Whether the month of this check-in has its one, be it this or another."""
    month = month_of(booking.starts_at, ZoneInfo(booking.coach_zone))
    used = used_months(session, booking.coach_id, booking.client_id)
    return booking.kind == "checkin" and month in used


def next_month(month: date) -> date:
    """The first of the month after."""
    return (month.replace(day=1) + LONGEST_MONTH).replace(day=1)
