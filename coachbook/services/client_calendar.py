"""A client's own calendar: their bookings with every coach, and where each can be moved to."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook.availability import months_after
from coachbook.errors import NotFound
from coachbook.services import bookings, packages
from coachbook.services.bookings import BookingView
from coachbook.services.bookings.moving import visible
from coachbook.services.bookings.payers import Payer, payer_of
from coachbook.services.client_booking import A_DAY, WEEK_DAYS, monday_of, week_shown, window
from coachbook.services.openings import Rules, rules_of
from coachbook.services.packages import PackageView
from coachbook.services.people import Person

MOST_UPCOMING = 200
FURTHEST = timedelta(days=10 * 366)


@dataclass(frozen=True)
class Month:
    """The bookings of the weeks of a month, monday to sunday, and what is ahead."""

    today: date
    first: date
    monday: date
    sunday: date
    shown: tuple[BookingView, ...]
    upcoming: tuple[BookingView, ...]

    def inside(self, zone: ZoneInfo) -> list[BookingView]:
        """Those of the month itself."""
        months = (one.starts_at.astimezone(zone).date().replace(day=1) for one in self.shown)
        return [one for one, month in zip(self.shown, months, strict=True) if month == self.first]


@dataclass(frozen=True)
class Details:
    """One booking as it is now, with the package that paid for it as it stands."""

    booking: BookingView
    package: PackageView | None


@dataclass(frozen=True)
class MoveTime:
    """A start that the booking can move to; `package` is the one that takes over, if any does."""

    starts_at: datetime
    ends_at: datetime
    package: PackageView | None


@dataclass(frozen=True)
class MoveTimes:
    """Open days of the whole window, and the times of one week, by the reader's dates.

    `chosen` is the time that was asked about, None when it isn't open any more.
    """

    booking: BookingView
    first: date
    last: date
    days: dict[date, int]
    monday: date
    times: tuple[MoveTime, ...]
    chosen: MoveTime | None = None


def month(session: Session, *, by: Person, now: datetime, on: date | None = None) -> Month:
    """The month of `on`, else this one, by the reader's dates; what was cancelled is left out."""
    today = now.astimezone(by.zone).date()
    first = (on if on and abs(on - today) < FURTHEST else today).replace(day=1)
    monday = monday_of(first)
    sunday = monday_of(months_after(first, 1) - A_DAY) + (WEEK_DAYS - 1) * A_DAY
    start, end = _midnight(monday, by.zone), _midnight(sunday + A_DAY, by.zone)
    shown = _live(session, by, now, start, end)
    ahead = _live(session, by, now, now, None)
    upcoming = [booking for booking in ahead if booking.is_upcoming]
    return Month(today, first, monday, sunday, tuple(shown), tuple(upcoming[:MOST_UPCOMING]))


def month_beside(first: date, months: int) -> date:
    """The first of a month before or after; 0 stays."""
    return months_after(first, months) if months >= 0 else (first - A_DAY).replace(day=1)


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone)


def _live(
    session: Session, by: Person, now: datetime, first: datetime, until: datetime | None
) -> list[BookingView]:
    found = bookings.of_client(session, by=by, client_id=by.id, now=now, first=first, until=until)
    return [booking for booking in found if booking.status != "cancelled"]


def details(session: Session, chain_id: UUID, *, by: Person, now: datetime) -> Details:
    """Where the booking of a link, old or new, stands now; for its client alone."""
    booking = bookings.newest(session, chain_id, by=by, now=now)
    if booking.client_id != by.id:
        raise NotFound
    found = _packages(session, by, booking.coach_id, now)
    package = found.get(booking.package_id) if booking.package_id else None
    return Details(booking, package)


def _packages(
    session: Session, by: Person, coach_id: UUID, now: datetime
) -> dict[UUID, PackageView]:
    """None for those whom the coach no longer takes; they keep their bookings."""
    try:
        views = packages.of_client(session, by=by, coach_id=coach_id, client_id=by.id, now=now)
    except NotFound:
        return {}
    return {view.id: view for view in views}


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
    found = _packages(session, by, booking.coach_id, now)

    def time_at(start: datetime) -> MoveTime:
        return MoveTime(start, start + length, _other(payer, start, rules, found))

    length = booking.ends_at - booking.starts_at
    in_week = (s for s in payable if monday_of(s.astimezone(by.zone).date()) == monday)
    return MoveTimes(
        bookings.one(session, booking_id, by=by, now=now),
        first,
        last,
        days,
        monday,
        tuple(map(time_at, in_week)),
        time_at(chosen) if chosen and chosen in payable else None,
    )


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
