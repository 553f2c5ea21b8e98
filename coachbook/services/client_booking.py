"""What a client sees before booking: coaches, credits, open times, and what a choice would use.

Days and weeks shown are those of the client's zone; the rules count in the coach's.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.availability import DayBook, Kind, months_after
from coachbook.errors import Invalid
from coachbook.models import CoachClient, Profile
from coachbook.models.packages import LONGEST_SESSION_MINUTES
from coachbook.services import bookings, packages, slot_weeks, usual_times
from coachbook.services.bookings import records
from coachbook.services.bookings.verdicts import Verdict
from coachbook.services.openings import CHECKIN_MINUTES, Rules, day_book, rules_of
from coachbook.services.packages import PackageView
from coachbook.services.people import Person, require_part
from coachbook.services.slot_weeks import SlotView
from coachbook.services.usual_times import Usual

A_DAY = timedelta(days=1)
WEEK_DAYS = 7


@dataclass(frozen=True)
class Coach:
    """A coach whom the client can book with."""

    id: UUID
    name: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Length:
    """How long sessions are, and how many of that length are left."""

    minutes: int
    available: int


@dataclass(frozen=True)
class Standing:
    """What a client has with one coach. `expires_on` is the next date on which something ends."""

    packages: tuple[PackageView, ...]
    lengths: tuple[Length, ...]

    @property
    def available(self) -> int:
        return sum(length.available for length in self.lengths)

    @property
    def total(self) -> int:
        return sum(package.size for package in self.usable)

    @property
    def usable(self) -> tuple[PackageView, ...]:
        return tuple(package for package in self.packages if package.available)

    @property
    def expires_on(self) -> date | None:
        dates = (package.expires_on for package in self.usable)
        return min((on for on in dates if on), default=None)


@dataclass(frozen=True)
class Openings:
    """`days` counts the open starts of each local date; `slots` are those of one week."""

    first: date
    last: date
    days: dict[date, int]
    monday: date
    slots: tuple[SlotView, ...]
    usual: Usual
    next_open: datetime | None


@dataclass(frozen=True)
class Use:
    """How many sessions of a package a choice takes, and what is left of it then."""

    package: PackageView
    taken: int

    @property
    def left(self) -> int:
        return self.package.available - self.taken


@dataclass(frozen=True)
class Basket:
    """A choice as booking it now would be answered."""

    verdicts: tuple[Verdict, ...]
    uses: tuple[Use, ...]


def coaches(session: Session, *, by: Person) -> list[Coach]:
    """Those who take the caller as a client, by name."""
    rows = session.execute(
        select(col(Profile.id), col(Profile.name), col(Profile.time_zone))
        .join(CoachClient, col(CoachClient.coach_id) == col(Profile.id))
        .where(CoachClient.client_id == by.id, CoachClient.status != "archived")
        .order_by(col(Profile.name))
    )
    return [Coach(coach_id, name, ZoneInfo(zone)) for coach_id, name, zone in rows]


def standing(session: Session, *, by: Person, coach_id: UUID, now: datetime) -> Standing:
    """The caller's packages with this coach, and the lengths that can be booked."""
    found = packages.of_client(session, by=by, coach_id=coach_id, client_id=by.id, now=now)
    left: Counter[int] = Counter()
    for package in found:
        left[package.minutes] += package.available
    lengths = [Length(minutes, available) for minutes, available in sorted(left.items())]
    return Standing(tuple(found), tuple(length for length in lengths if length.available))


def openings(
    session: Session,
    *,
    by: Person,
    coach_id: UUID,
    minutes: int,
    now: datetime,
    week_of: date | None = None,
    kind: Kind = "session",
) -> Openings:
    """Open days of the whole window and the slots of one week, from one day book.

    `week_of` is any local date of the week; without it, or outside the window, the first week
    that has something open.
    """
    _require_client(session, by, coach_id)
    minutes = _length(kind, minutes)
    rules = rules_of(session, coach_id)
    first, last = window(rules, by.zone, now)
    book = day_book(
        session,
        rules=rules,
        kind=kind,
        minutes=minutes,
        first=monday_of(first) - A_DAY,
        last=monday_of(last) + WEEK_DAYS * A_DAY,
        now=now,
        client_id=by.id,
    )
    paid_until, used_months = date.max, set[date]()
    if kind == "session":
        paid_until = _paid_until(session, rules, by, minutes)
    else:
        used_months = records.used_months(session, coach_id, by.id)
    starts = _open_starts(book, first, min(last + A_DAY, paid_until), used_months)
    days = Counter(datetime.fromtimestamp(start, by.zone).date() for start in starts)
    monday = week_shown(week_of, days, first, last)
    times = usual_times.of_client(session, coach_id=coach_id, client_id=by.id)
    usual = usual_times.instants(times, rules.zone, first - 7 * A_DAY, last + 7 * A_DAY)
    slots = slot_weeks.week(book, rules, by.zone, monday, paid_until, used_months, usual)
    found = Usual(times, _moments(start for start in starts if start in usual))
    return Openings(first, last, days, monday, slots, found, next(iter(_moments(starts[:1])), None))


def _require_client(session: Session, by: Person, coach_id: UUID) -> None:
    require_part(session, by, coach_id=coach_id, client_id=by.id)


def _length(kind: Kind, minutes: int) -> int:
    if kind == "checkin":
        return CHECKIN_MINUTES
    if not 0 < minutes <= LONGEST_SESSION_MINUTES:
        raise Invalid("Pick how long the session takes.")
    return minutes


def window(rules: Rules, zone: ZoneInfo, now: datetime) -> tuple[date, date]:
    """Today and the last day that can be booked, as dates of the reader's."""
    last = months_after(now.astimezone(rules.zone).date(), rules.window_months)
    ends_at = datetime.combine(last + A_DAY, datetime.min.time(), rules.zone).astimezone(UTC)
    return now.astimezone(zone).date(), (ends_at - timedelta(seconds=1)).astimezone(zone).date()


def _paid_until(session: Session, rules: Rules, by: Person, minutes: int) -> date:
    """The coach's last date for which a package of this length can pay; long ago without one."""
    credits = packages.credits_of(
        session, coach_id=rules.coach_id, client_id=by.id, zone=rules.zone, minutes=minutes
    )
    return max((credit.expires_on or date.max for credit in credits), default=date.min)


def _open_starts(
    book: DayBook, first: date, last: date, used_months: Collection[date]
) -> list[int]:
    """What can be booked, in order; `last` and the months are the coach's."""
    if last < first - A_DAY:
        return []
    starts = book.open_starts(first - A_DAY, last)
    if used_months:
        return [one for one in starts if book.month_of(one) not in used_months]
    return starts


def _moments(starts: Iterable[int]) -> tuple[datetime, ...]:
    return tuple(datetime.fromtimestamp(start, UTC) for start in starts)


def week_shown(week_of: date | None, days: dict[date, int], first: date, last: date) -> date:
    if week_of is not None and monday_of(first) <= monday_of(week_of) <= monday_of(last):
        return monday_of(week_of)
    return monday_of(next(iter(days), first))


def monday_of(on: date) -> date:
    return on - on.weekday() * A_DAY


def basket(
    session: Session,
    *,
    by: Person,
    coach_id: UUID,
    minutes: int,
    starts: Sequence[datetime],
    now: datetime,
    kind: Kind = "session",
) -> Basket:
    """What booking these times now would answer, and what it leaves of each package."""
    if not starts:
        _require_client(session, by, coach_id)
        return Basket((), ())
    verdicts = bookings.preview(
        session,
        by=by,
        coach_id=coach_id,
        client_id=by.id,
        kind=kind,
        minutes=minutes,
        starts=starts,
        now=now,
    )
    taken = Counter(verdict.package_id for verdict in verdicts if verdict.package_id)
    found = packages.of_client(session, by=by, coach_id=coach_id, client_id=by.id, now=now)
    uses = [Use(package, taken[package.id]) for package in found if taken[package.id]]
    return Basket(verdicts, tuple(uses))
