"""Why a client isn't offered a time: everything that closes it, as the coach may know it.

It asks the same functions as the client's list of times, and tells nothing of another coach."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from coachbook.availability import DayBook, Kind, Reason
from coachbook.errors import Invalid
from coachbook.models import Booking, CoachClient, SessionPackage
from coachbook.models.packages import LONGEST_SESSION_MINUTES
from coachbook.services import overrides
from coachbook.services.bookings import records
from coachbook.services.openings import CHECKIN_MINUTES, LONGEST, Rules, day_book, rules_of
from coachbook.services.packages import credits_of, usable_on
from coachbook.services.people import Person, relation, require_coach

FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Why:
    """One reason, with what is needed to say it.

    The codes are those of Reason, and archived, off_grid, elsewhere (the client isn't free),
    month_used, no_package, none_left, package_ended."""

    code: str
    names: tuple[str, ...] = ()
    at: datetime | None = None
    ends_at: datetime | None = None
    present: int = 0
    capacity: int = 0
    on: date | None = None
    note: str = ""
    number: int = 0
    hours: tuple[tuple[datetime, datetime], ...] = ()
    starts: tuple[datetime, ...] = ()
    chain_id: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """Whether the client's own list offers it; if not, why, the most decisive first."""

    client_id: UUID
    client_name: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    reasons: tuple[Why, ...]

    @property
    def is_offered(self) -> bool:
        return not self.reasons


class There(NamedTuple):
    """A booking of the coach's that meets the time."""

    chain_id: UUID
    client_id: UUID
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class _Question:
    rules: Rules
    client_id: UUID
    kind: Kind
    minutes: int
    starts_at: datetime
    is_archived: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def on(self) -> date:
        return self.starts_at.astimezone(self.rules.zone).date()

    @property
    def seconds(self) -> int:
        return int(self.starts_at.timestamp())


def why(
    session: Session,
    *,
    by: Person,
    client_id: UUID,
    kind: Kind,
    minutes: int,
    starts_at: datetime,
    now: datetime,
) -> Answer:
    """What keeps a client from booking this start with the coach who asks, if anything does."""
    require_coach(by)
    related = relation(session, coach_id=by.id, client_id=client_id)
    length = CHECKIN_MINUTES if kind == "checkin" else minutes
    _check(starts_at, length, now)
    asked = _Question(
        rules_of(session, by.id), client_id, kind, length, starts_at.astimezone(UTC),
        related.status == "archived",
    )  # fmt: skip
    reasons = tuple(_reasons(session, by, asked, now))
    return Answer(client_id, related.name, kind, asked.starts_at, asked.ends_at, reasons)


def _check(starts_at: datetime, minutes: int, now: datetime) -> None:
    if not 0 < minutes <= LONGEST_SESSION_MINUTES:
        raise Invalid("Pick how long the session takes.", field="minutes")
    if not -FURTHEST < starts_at - now < FURTHEST:
        raise Invalid("Pick a date within three years.", field="on")


def _reasons(session: Session, by: Person, asked: _Question, now: datetime) -> Iterator[Why]:
    if asked.is_archived:
        yield Why("archived")
    book, there = _book(session, asked, now), _there(session, asked)
    closed_for = set(book.reasons(asked.seconds))
    if Reason.yours in _with_client(session, asked, now).reasons(asked.seconds):
        closed_for.add(Reason.yours)
    for reason in Reason:
        if reason in closed_for:
            yield _told(session, by, asked, book, there, reason)
    yield from _credit(session, asked) if asked.kind == "session" else _month(session, asked)


def _book(session: Session, asked: _Question, now: datetime) -> DayBook:
    """The coach's own calendar with the client's limits."""
    return day_book(
        session, rules=asked.rules, kind=asked.kind, minutes=asked.minutes,
        first=asked.on, last=asked.on, now=now,
    )  # fmt: skip


def _with_client(session: Session, asked: _Question, now: datetime) -> DayBook:
    """It also knows when the client isn't free, as far as the coach may know that."""
    return day_book(
        session, rules=asked.rules, kind=asked.kind, minutes=asked.minutes,
        first=asked.on, last=asked.on, now=now, client_id=asked.client_id, as_coach=True,
    )  # fmt: skip


def _there(session: Session, asked: _Question) -> list[There]:
    is_related = (col(CoachClient.client_id) == col(Booking.client_id)) & (
        col(CoachClient.coach_id) == col(Booking.coach_id)
    )
    rows = session.execute(
        select(
            col(Booking.chain_id),
            col(Booking.client_id),
            col(CoachClient.name),
            col(Booking.booking_type),
            col(Booking.starts_at),
            col(Booking.ends_at),
        )
        .join(CoachClient, is_related)
        .where(
            col(Booking.coach_id) == asked.rules.coach_id,
            col(Booking.status) != "cancelled",
            col(Booking.starts_at) > asked.starts_at - LONGEST,
            col(Booking.starts_at) < asked.ends_at,
            col(Booking.ends_at) > asked.starts_at,
        )
        .order_by(col(Booking.starts_at), col(CoachClient.name))
    )
    return [There(*row) for row in rows]


def _told(
    session: Session,
    by: Person,
    asked: _Question,
    book: DayBook,
    there: Sequence[There],
    reason: Reason,
) -> Why:
    if reason == Reason.blackout:
        return _blocked(session, by, asked)
    if reason == Reason.closed:
        return _closed(asked, book)
    if reason == Reason.yours:
        return _yours(asked, there)
    if reason == Reason.checkin:
        return Why(reason, tuple(one.name for one in there if one.kind != asked.kind))
    if reason == Reason.full:
        return _full(asked, book, there)
    number = {Reason.notice: asked.rules.notice_hours, Reason.window: asked.rules.window_months}
    return Why(reason, number=number.get(reason, 0))


def _blocked(session: Session, by: Person, asked: _Question) -> Why:
    last = (asked.ends_at - timedelta(seconds=1)).astimezone(asked.rules.zone).date()
    found = overrides.between(session, by=by, first=asked.on, last=last)
    blocks = [one.what for one in found if one.what.is_blocked and one.what.kind == asked.kind]
    note = next((one.note for one in blocks if one.note), "")
    return Why(Reason.blackout, on=blocks[0].on if blocks else asked.on, note=note)


def _closed(asked: _Question, book: DayBook) -> Why:
    if book.is_within_hours(asked.seconds):
        starts = [slot.start for slot in book.slots(asked.on, asked.on)]
        earlier = [start for start in starts if start < asked.seconds][-1:]
        later = [start for start in starts if start > asked.seconds][:1]
        return Why("off_grid", starts=tuple(_instant(start) for start in earlier + later))
    stretches: list[tuple[int, int]] = []
    for start, end, _capacity in book.stretches(asked.on, asked.on):
        if stretches and stretches[-1][1] == start:
            start = stretches.pop()[0]
        stretches.append((start, end))
    hours = tuple((_instant(start), _instant(end)) for start, end in stretches)
    return Why(Reason.closed, on=asked.on, hours=hours)


def _yours(asked: _Question, there: Sequence[There]) -> Why:
    for one in there:
        if one.client_id == asked.client_id:
            return Why(Reason.yours, (one.kind,), one.starts_at, one.ends_at, chain_id=one.chain_id)
    return Why("elsewhere")


def _full(asked: _Question, book: DayBook, there: Sequence[There]) -> Why:
    """Who is there at the moment with the least room."""
    tightest = book.tightest(asked.seconds)
    if tightest is None:
        return Why(Reason.full)
    start, end = _instant(tightest.start), _instant(tightest.end)
    names = tuple(
        one.name
        for one in there
        if one.kind == asked.kind and one.starts_at < end and one.ends_at > start
    )
    at = max(start, asked.starts_at)
    return Why(Reason.full, names, at, present=tightest.present, capacity=tightest.capacity)


def _credit(session: Session, asked: _Question) -> Iterator[Why]:
    """Why none of the client's packages can pay for it."""
    credits = credits_of(
        session, coach_id=asked.rules.coach_id, client_id=asked.client_id, zone=asked.rules.zone
    )
    if any(usable_on(credit, asked.on, asked.minutes) for credit in credits):
        return
    ends = [one.expires_on for one in credits if one.minutes == asked.minutes and one.expires_on]
    if ends:
        yield Why("package_ended", on=max(ends))
    elif _had_package(session, asked):
        yield Why("none_left", number=asked.minutes)
    else:
        yield Why("no_package", number=asked.minutes)


def _had_package(session: Session, asked: _Question) -> bool:
    found = session.scalar(
        select(col(SessionPackage.id))
        .where(
            col(SessionPackage.coach_id) == asked.rules.coach_id,
            col(SessionPackage.client_id) == asked.client_id,
            col(SessionPackage.session_duration_minutes) == asked.minutes,
            col(SessionPackage.voided_at).is_(None),
        )
        .limit(1)
    )
    return found is not None


def _month(session: Session, asked: _Question) -> Iterator[Why]:
    month = records.month_of(asked.starts_at, asked.rules.zone)
    if month in records.used_months(session, asked.rules.coach_id, asked.client_id):
        yield Why("month_used", on=month)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
