"""Each sample client's standing with a coach: streak, incidents, favourite times."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.models import Booking, ClientBookingStats
from coachbook.services.attendance import counting, stats

THRESHOLD = 3


def standing(
    bookings: Sequence[Booking], client_id: UUID, coach_id: UUID, zone: ZoneInfo, now: datetime
) -> ClientBookingStats:
    """From all of this client's bookings with this coach."""
    counted = counting.standing(bookings, zone, now, THRESHOLD)
    return ClientBookingStats(**stats.row_of(client_id, coach_id, counted, now))
