"""The free check-in of a calendar month, which is the coach's: there still, or taken by which."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.models import Booking, ClientCheckinUsage

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


def next_month(month: date) -> date:
    """The first of the month after."""
    return (month.replace(day=1) + LONGEST_MONTH).replace(day=1)
