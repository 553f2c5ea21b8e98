"""Each sample client's standing with a coach: streak, incidents, favourite times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.models import Booking, ClientBookingStats

ROLLING = timedelta(days=90)
REMEMBERED = timedelta(days=180)
THRESHOLD = 3
MOST_FAVOURITES = 3
CANCELLED_BY_CLIENT = ("client", "coach_for_client")


def standing(
    bookings: Sequence[Booking], client_id: UUID, coach_id: UUID, zone: ZoneInfo, now: datetime
) -> ClientBookingStats:
    """From all of this client's bookings with this coach."""
    recent = [one for one in bookings if now - ROLLING <= one.starts_at <= now]
    no_shows = sum(one.status == "no_show" for one in recent)
    cancellations = sum(one.cancelled_by in CANCELLED_BY_CLIENT for one in recent)
    return ClientBookingStats(
        client_id=client_id,
        coach_id=coach_id,
        current_streak_weeks=_streak(bookings, zone, now),
        no_show_count_90d=no_shows,
        cancellation_count_90d=cancellations,
        is_flagged=max(no_shows, cancellations) >= THRESHOLD,
        favorite_times=_favourites(bookings, zone, now),
        counted_at=now,
    )


def _streak(bookings: Iterable[Booking], zone: ZoneInfo, now: datetime) -> int:
    weeks = {
        _week(one.starts_at, zone)
        for one in bookings
        if one.status == "completed" and one.booking_type == "session"
    }
    newest = _week(now, zone)
    if newest not in weeks:
        newest -= 1
    return next(length for length in range(len(weeks) + 1) if newest - length not in weeks)


def _week(at: datetime, zone: ZoneInfo) -> int:
    """Weeks are numbered from Monday to Sunday by the coach's dates."""
    return (at.astimezone(zone).toordinal() - 1) // 7


def _favourites(
    bookings: Iterable[Booking], zone: ZoneInfo, now: datetime
) -> list[dict[str, object]]:
    starts = (
        one.starts_at.astimezone(zone)
        for one in bookings
        if one.status != "cancelled" and now - REMEMBERED <= one.starts_at <= now
    )
    counts = Counter((at.isoweekday() % 7, f"{at:%H:%M}") for at in starts)
    often = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"day": day, "time": wall} for (day, wall), count in often if count > 1][
        :MOST_FAVOURITES
    ]
