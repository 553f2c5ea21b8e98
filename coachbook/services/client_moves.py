"""Where a client's booking can be moved to, by week, and what pays for it there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.errors import NotFound
from coachbook.models import Booking
from coachbook.services import bookings, checkins, client_calendar
from coachbook.services.bookings import BookingView, records
from coachbook.services.bookings.moving import visible
from coachbook.services.bookings.payers import Payer, payer_of
from coachbook.services.client_booking import A_DAY, monday_of, week_shown, window
from coachbook.services.openings import Rules, rules_of
from coachbook.services.packages import PackageView
from coachbook.services.people import Person


@dataclass(frozen=True)
class MoveTime:
    """A start that the booking can move to; `package` is the one that takes over, if any does."""

    starts_at: datetime
    ends_at: datetime
    package: PackageView | None


@dataclass(frozen=True)
class MoveTimes:
    """Open days of the whole window, and the times of one week, by the reader's dates.

    `taken_months` are those whose check-in is another one: nothing is open in them. `is_returned`:
    a check-in that goes to another month leaves its own free.
    `chosen` is the time that was asked about, None when it isn't open any more.
    """

    booking: BookingView
    first: date
    last: date
    days: dict[date, int]
    monday: date
    times: tuple[MoveTime, ...]
    taken_months: tuple[date, ...]
    is_returned: bool
    chosen: MoveTime | None = None


def move_times(
    session: Session,
    booking_id: UUID,
    *,
    by: Person,
    now: datetime,
    week_of: date | None = None,
    chosen: datetime | None = None,
) -> MoveTimes:
    """Where the caller's booking can move to: open days of the window, and the times of one week.

    Without `week_of` it is the week that the booking is in.
    """
    booking = visible(session, booking_id, by)
    if booking.client_id != by.id:
        raise NotFound
    rules = rules_of(session, booking.coach_id)
    first, last = window(rules, by.zone, now)
    starts = bookings.moving_openings(
        session, booking_id, by=by, first=first - A_DAY, last=last + A_DAY, now=now
    )
    payer = payer_of(session, booking, rules)
    payable = [start for start in starts if payer is None or _pays(payer, start, rules)]
    days = Counter(start.astimezone(by.zone).date() for start in payable)
    monday = week_shown(week_of or booking.starts_at.astimezone(by.zone).date(), days, first, last)
    found = client_calendar.packages_with(session, booking.coach_id, by=by, now=now)

    def time_at(start: datetime) -> MoveTime:
        return MoveTime(start, start + length, _other(payer, start, rules, found))

    length = booking.ends_at - booking.starts_at
    in_week = (s for s in payable if monday_of(s.astimezone(by.zone).date()) == monday)
    view = bookings.one(session, booking_id, by=by, now=now)
    return MoveTimes(
        view, first, last, days, monday, tuple(map(time_at, in_week)),
        _taken_months(session, booking, rules, (first, last)),
        checkins.frees_month(session, view),
        time_at(chosen) if chosen and chosen in payable else None,
    )  # fmt: skip


def _pays(payer: Payer, start: datetime, rules: Rules) -> UUID | None:
    return payer.on(start.astimezone(rules.zone).date())


def _other(
    payer: Payer | None, start: datetime, rules: Rules, found: dict[UUID, PackageView]
) -> PackageView | None:
    """The package that takes over at this start, None when the session keeps its own."""
    if payer is None:
        return None
    package_id = _pays(payer, start, rules)
    return found.get(package_id) if package_id and package_id != payer.package_id else None


def _taken_months(
    session: Session, booking: Booking, rules: Rules, window: Sequence[date]
) -> tuple[date, ...]:
    """The coach's months of the window that another check-in of the client's uses."""
    if booking.booking_type == "session":
        return ()
    first, last = (on.replace(day=1) for on in window)
    used = records.used_months(session, booking.coach_id, booking.client_id)
    own = records.month_of(booking.starts_at, rules.zone)
    return tuple(sorted(month for month in used if first <= month <= last and month != own))
