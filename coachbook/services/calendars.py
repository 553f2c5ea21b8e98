"""What the coach's calendar shows: bookings, hours, blackouts and how full each half hour is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import String, select, type_coerce
from sqlmodel import Session, col

from coachbook.availability import GRID_SECONDS, DayBook, Kind, Limits, Usage
from coachbook.errors import Invalid
from coachbook.models import Booking
from coachbook.models.columns import epoch, table_of
from coachbook.services.attendance import marking
from coachbook.services.attendance.marking import Waiting
from coachbook.services.bookings import views
from coachbook.services.bookings.views import BookingView
from coachbook.services.openings import CHECKIN_MINUTES, Rules, day_book, hours_of, rules_of
from coachbook.services.people import Person, relation, require_coach

MOST_DAYS = 62
MOST_TO_MARK = 4
MOST_A_DAY = 6
KINDS: tuple[Kind, ...] = ("session", "checkin")
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Hours or a blackout of one kind, in UTC."""

    kind: Kind
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Mark:
    """How many are there at most within one half hour, of how many that may be."""

    kind: Kind
    starts_at: datetime
    ends_at: datetime
    present: int
    capacity: int

    @property
    def is_over(self) -> bool:
        return self.present > self.capacity


@dataclass(frozen=True)
class CalendarPage:
    """`more`: how many bookings of a day are left out."""

    bookings: tuple[BookingView, ...]
    hours: tuple[Span, ...]
    blackouts: tuple[Span, ...]
    marks: tuple[Mark, ...]
    more: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DayLists:
    """The sidebar: today's and tomorrow's bookings, and what waits to be marked."""

    today: tuple[BookingView, ...]
    tomorrow: tuple[BookingView, ...]
    to_mark: Waiting


@dataclass(frozen=True)
class Opening:
    """A start that is open for this client, as the coach sees it: "1 of 2 booked"."""

    starts_at: datetime
    ends_at: datetime
    present: int
    capacity: int


def page(session: Session, *, by: Person, first: date, last: date, now: datetime) -> CalendarPage:
    """Everything on the coach's dates first..last; cancelled bookings are left out."""
    require_coach(by)
    _check_days(first, last)
    rules = rules_of(session, by.id)
    start, end = _midnight(first, rules.zone), _midnight(last + A_DAY, rules.zone)
    books = _books(session, rules, first, last, now)
    return CalendarPage(
        tuple(_between(session, by, start, end, now)),
        tuple(_hours(books, first, last)),
        tuple(_blackouts(books, first, last)),
        tuple(_marks(books, start, end)),
    )


def overview(
    session: Session, *, by: Person, first: date, last: date, now: datetime
) -> CalendarPage:
    """The first few bookings of each day and how many more there are; nobody is counted."""
    require_coach(by)
    _check_days(first, last)
    rules = rules_of(session, by.id)
    start, end = _midnight(first, rules.zone), _midnight(last + A_DAY, rules.zone)
    books = {kind: _hours_alone(session, rules, kind, first, last) for kind in KINDS}
    of_days: dict[date, list[UUID]] = defaultdict(list)
    for booking_id, seconds in _ids_between(session, by, start, end):
        of_days[datetime.fromtimestamp(seconds, tz=rules.zone).date()].append(booking_id)
    shown = [UUID(str(one)) for ids in of_days.values() for one in ids[:MOST_A_DAY]]
    return CalendarPage(
        views.by_ids(session, shown, now),
        tuple(_hours(books, first, last)),
        tuple(_blackouts(books, first, last)),
        (),
        {on: len(ids) - MOST_A_DAY for on, ids in of_days.items() if len(ids) > MOST_A_DAY},
    )


def _hours_alone(session: Session, rules: Rules, kind: Kind, first: date, last: date) -> DayBook:
    hours = hours_of(session, rules, kind, first, last)
    return DayBook.of(hours, (), Limits.none(0), CHECKIN_MINUTES)


def _books(
    session: Session, rules: Rules, first: date, last: date, now: datetime
) -> dict[Kind, DayBook]:
    return {
        kind: day_book(
            session, rules=rules, kind=kind, minutes=CHECKIN_MINUTES,
            first=first, last=last, now=now, as_coach=True,
        )
        for kind in KINDS
    }  # fmt: skip


def _check_days(first: date, last: date) -> None:
    if not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS):
        raise Invalid("That span of days can't be shown.")


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _between(
    session: Session, by: Person, start: datetime, end: datetime, now: datetime
) -> list[BookingView]:
    selected = views.query().where(*_is_between(by, start, end)).order_by(col(Booking.starts_at))
    return views.views(session, selected, now)


def _ids_between(
    session: Session, by: Person, start: datetime, end: datetime
) -> Sequence[tuple[Any, int]]:
    """With the seconds at which they start; ids as the driver has them."""
    known = table_of(Booking).c
    selected = (
        select(type_coerce(known.id, String), epoch(known.starts_at))
        .where(*_is_between(by, start, end))
        .order_by(known.starts_at, known.id)
    )
    return [(one, seconds) for one, seconds in session.connection().execute(selected).all()]


def _is_between(by: Person, start: datetime, end: datetime) -> tuple[Any, ...]:
    return (
        col(Booking.coach_id) == by.id,
        col(Booking.status) != "cancelled",
        col(Booking.starts_at) < end,
        col(Booking.starts_at) >= start - A_DAY,
        col(Booking.ends_at) > start,
    )


def _hours(books: dict[Kind, DayBook], first: date, last: date) -> Iterable[Span]:
    for kind, book in books.items():
        for start, end, _capacity in book.stretches(first, last):
            yield Span(kind, _instant(start), _instant(end))


def _blackouts(books: dict[Kind, DayBook], first: date, last: date) -> Iterable[Span]:
    for kind, book in books.items():
        for start, end in book.blackouts(first, last):
            yield Span(kind, _instant(start), _instant(end))


def _marks(books: dict[Kind, DayBook], start: datetime, end: datetime) -> Iterable[Mark]:
    for kind, book in books.items():
        cells: dict[int, Usage] = {}
        for step in book.usage(int(start.timestamp()), int(end.timestamp())):
            for cell in range(step.start // GRID_SECONDS, -(-step.end // GRID_SECONDS)):
                cells[cell] = _fuller(cells.get(cell), step)
        for cell, usage in sorted(cells.items()):
            if usage.present:
                begins = cell * GRID_SECONDS
                yield Mark(
                    kind, _instant(begins), _instant(begins + GRID_SECONDS),
                    usage.present, usage.capacity,
                )  # fmt: skip


def _fuller(one: Usage | None, other: Usage) -> Usage:
    if one is None or (other.present - other.capacity, other.present) > (
        one.present - one.capacity,
        one.present,
    ):
        return other
    return one


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def day_lists(session: Session, *, by: Person, now: datetime) -> DayLists:
    require_coach(by)
    zone = rules_of(session, by.id).zone
    today = now.astimezone(zone).date()
    edges = [_midnight(today + days * A_DAY, zone) for days in range(3)]
    return DayLists(
        tuple(_between(session, by, edges[0], edges[1], now)),
        tuple(_between(session, by, edges[1], edges[2], now)),
        marking.waiting(session, by=by, now=now, most=MOST_TO_MARK),
    )


def openings(
    session: Session,
    *,
    by: Person,
    client_id: UUID,
    kind: Kind,
    minutes: int,
    first: date,
    last: date,
    now: datetime,
) -> list[Opening]:
    """Open starts for a client on the coach's dates, without notice or window."""
    require_coach(by)
    _check_days(first, last)
    relation(session, coach_id=by.id, client_id=client_id)
    length = CHECKIN_MINUTES if kind == "checkin" else minutes
    book = day_book(
        session, rules=rules_of(session, by.id), kind=kind, minutes=length,
        first=first, last=last, now=now, client_id=client_id, as_coach=True,
    )  # fmt: skip
    return [_opening(book, start, length * 60) for start in book.open_starts(first, last)]


def _opening(book: DayBook, start: int, length: int) -> Opening:
    tightest = book.tightest(start)
    present, capacity = (tightest.present, tightest.capacity) if tightest else (0, 0)
    return Opening(_instant(start), _instant(start + length), present, capacity)
