"""What a client's bookings say about their attendance. Pure.

Days, weeks and months are those of the coach. Dates decide, not hours: a window of 90 days is today
and the 89 dates before it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

ROLLING_DAYS = 90
REMEMBERED_DAYS = 180
MOST_FAVOURITES = 3
MONTHS_SHOWN = 12
CANCELLED_BY_CLIENT = ("client", "coach_for_client")
A_DAY = timedelta(days=1)

Kind = Literal["no_show", "cancellation"]


class Ended(Protocol):
    """As much of a booking as incidents and months are counted from."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def status(self) -> str: ...
    @property
    def cancelled_by(self) -> str | None: ...


class Counted(Ended, Protocol):
    """As much of a booking as everything is counted from."""

    @property
    def booking_type(self) -> str: ...


class Incident(NamedTuple):
    """`on` is the booking's date, not that of the cancellation."""

    kind: Kind
    on: date


class Month(NamedTuple):
    """`first_on` is the first of the month; cancellations are those by or for the client."""

    first_on: date
    completed: int
    no_show: int
    cancelled_by_client: int


@dataclass(frozen=True)
class Standing:
    """`favorite_times` as they are stored: {"day": 0 to 6 from Sunday, "time": "09:00"}."""

    current_streak_weeks: int
    no_shows: int
    cancellations: int
    is_flagged: bool
    favorite_times: list[dict[str, Any]]


def standing(
    bookings: Sequence[Counted], zone: ZoneInfo, now: datetime, threshold: int
) -> Standing:
    """From all of one client's bookings with one coach."""
    kinds = Counter(incident.kind for incident in incidents(bookings, zone, now))
    no_shows, cancellations = kinds["no_show"], kinds["cancellation"]
    return Standing(
        current_streak_weeks=streak_weeks(bookings, zone, now),
        no_shows=no_shows,
        cancellations=cancellations,
        is_flagged=is_flagged(no_shows, cancellations, threshold),
        favorite_times=favorite_times(bookings, zone, now),
    )


def is_flagged(no_shows: int, cancellations: int, threshold: int) -> bool:
    """Either count alone; they are not added up."""
    return max(no_shows, cancellations) >= threshold


def incidents(bookings: Iterable[Ended], zone: ZoneInfo, now: datetime) -> list[Incident]:
    """No-shows and the client's cancellations of the last 90 days, sessions and check-ins alike.

    The oldest first. What the coach cancelled or anyone moved is none.
    """
    first, last = _window(ROLLING_DAYS, zone, now)
    found = []
    for one in bookings:
        if (kind := _incident(one)) and first <= (on := _local(one.starts_at, zone)) <= last:
            found.append(Incident(kind, on))
    return sorted(found, key=lambda incident: incident.on)


def _incident(one: Ended) -> Kind | None:
    if one.status == "no_show":
        return "no_show"
    return "cancellation" if one.cancelled_by in CANCELLED_BY_CLIENT else None


def _window(days: int, zone: ZoneInfo, now: datetime) -> tuple[date, date]:
    today = _local(now, zone)
    return today - (days - 1) * A_DAY, today


def _local(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def streak_weeks(bookings: Iterable[Counted], zone: ZoneInfo, now: datetime) -> int:
    """Weeks in a row with a completed session, back from this week, or from the last if this one
    has none yet. Check-ins don't count: a session is one in person.
    """
    weeks = {
        _week(one.starts_at, zone)
        for one in bookings
        if one.status == "completed" and one.booking_type == "session"
    }
    week = _week(now, zone)
    if week not in weeks:
        week -= 1
    length = 0
    while week - length in weeks:
        length += 1
    return length


def _week(at: datetime, zone: ZoneInfo) -> int:
    """Weeks from Monday to Sunday, numbered through: no year's end comes between."""
    return (_local(at, zone).toordinal() - 1) // 7


def favorite_times(
    bookings: Iterable[Counted], zone: ZoneInfo, now: datetime
) -> list[dict[str, Any]]:
    """Weekday and local start, taken at least twice in 180 days; the most frequent first."""
    first, last = _window(REMEMBERED_DAYS, zone, now)
    counts: Counter[tuple[int, str]] = Counter()
    for one in bookings:
        start = one.starts_at.astimezone(zone)
        if one.status != "cancelled" and first <= start.date() <= last:
            counts[start.isoweekday() % 7, f"{start:%H:%M}"] += 1
    often = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"day": day, "time": wall} for (day, wall), count in often if count > 1][
        :MOST_FAVOURITES
    ]


def by_month(
    bookings: Iterable[Ended], zone: ZoneInfo, now: datetime, *, months: int = MONTHS_SHOWN
) -> list[Month]:
    """The last months up to this one, the oldest first, those without a booking too."""
    counts: Counter[tuple[date, str]] = Counter()
    for one in bookings:
        counts[_local(one.starts_at, zone).replace(day=1), _incident(one) or one.status] += 1
    return [
        Month(
            first,
            counts[first, "completed"],
            counts[first, "no_show"],
            counts[first, "cancellation"],
        )
        for first in _months_until(_local(now, zone), months)
    ]


def _months_until(today: date, count: int) -> list[date]:
    newest = today.year * 12 + today.month - 1
    numbers = range(newest - count + 1, newest + 1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def dates_by_kind(found: Iterable[Incident]) -> dict[Kind, list[date]]:
    """The dates of each kind that occurs, the oldest first."""
    dates: dict[Kind, list[date]] = {}
    for incident in found:
        dates.setdefault(incident.kind, []).append(incident.on)
    return dates
