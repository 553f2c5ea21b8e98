"""Booking: several times at once, all or nothing, once per request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from coachbook.availability import DayBook, Kind, Reason
from coachbook.database import lock_coach
from coachbook.errors import Invalid, NotFound
from coachbook.models import Booking, ClientCheckinUsage, SessionPackage
from coachbook.notifications import announce
from coachbook.services import placings
from coachbook.services.bookings import records
from coachbook.services.bookings.verdicts import (
    ASKED_FIRST,
    NO_CREDIT,
    Outcome,
    Verdict,
    client_sentence,
    coach_sentence,
)
from coachbook.services.bookings.views import by_ids
from coachbook.services.changes import touch
from coachbook.services.openings import CHECKIN_MINUTES, Rules, day_book, rules_of
from coachbook.services.packages import Credit, allocate, credits_of, take
from coachbook.services.people import Person, require_part

MOST_AT_ONCE = 60
MOST_MINUTES = 480
FURTHEST = timedelta(days=3 * 366)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """What is asked for, checked for sense but not yet against the calendar."""

    by: Person
    coach_id: UUID
    client_id: UUID
    kind: Kind
    minutes: int
    starts: tuple[datetime, ...]
    chosen: Mapping[datetime, UUID] = field(default_factory=dict)

    @property
    def is_coachs(self) -> bool:
        return self.by.id == self.coach_id

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Place:
    """A time that may be booked: the room there is, and whether the coach had to be asked."""

    starts_at: datetime
    room: Mapping[str, Any]
    breaks_rules: bool


def preview(
    session: Session,
    *,
    by: Person,
    coach_id: UUID,
    client_id: UUID,
    kind: Kind,
    minutes: int,
    starts: Sequence[datetime],
    now: datetime,
    package_ids: Mapping[datetime, UUID] | None = None,
) -> tuple[Verdict, ...]:
    """What booking these would answer: per time a verdict and the package that it uses."""
    wish = _wish(session, by, coach_id, client_id, kind, minutes, starts, package_ids, now)
    return _decide(session, wish, rules_of(session, coach_id), now)[0]


def book(
    session: Session,
    *,
    by: Person,
    coach_id: UUID,
    client_id: UUID,
    kind: Kind,
    minutes: int,
    starts: Sequence[datetime],
    request_id: str,
    now: datetime,
    package_ids: Mapping[datetime, UUID] | None = None,
    confirmed: bool = False,
) -> Outcome:
    """Book all of `starts` or none, as the client or as the coach.

    `confirmed`: the coach has agreed to go outside the hours or above capacity. A second arrival
    of the same `request_id` books nothing and gets the first one's answer.
    """
    wish = _wish(session, by, coach_id, client_id, kind, minutes, starts, package_ids, now)
    lock_coach(session, coach_id, client_id=client_id)
    mark = records.fingerprint(coach_id, client_id, kind, minutes, sorted(map(str, wish.starts)))
    made = records.earlier_answer(session, by, request_id, mark)
    if made is not None:
        return Outcome(True, by_ids(session, made, now))
    rules = rules_of(session, coach_id)
    verdicts, places = _decide(session, wish, rules, now)
    if not all(_may_book(verdict, wish, confirmed) for verdict in verdicts):
        return Outcome(False, verdicts=verdicts)
    bookings = _write(session, wish, rules, verdicts, places, now)
    records.keep_answer(session, by, request_id, mark, [one.id for one in bookings], now)
    touch(session, coach_id, now)
    return Outcome(True, by_ids(session, [one.id for one in bookings], now), verdicts)


def _wish(
    session: Session,
    by: Person,
    coach_id: UUID,
    client_id: UUID,
    kind: Kind,
    minutes: int,
    starts: Sequence[datetime],
    chosen: Mapping[datetime, UUID] | None,
    now: datetime,
) -> Wish:
    if require_part(session, by, coach_id=coach_id, client_id=client_id) == "archived":
        raise NotFound
    if kind == "checkin":
        minutes = CHECKIN_MINUTES
    _check_starts(starts, minutes, now)
    picked = chosen or {} if by.id == coach_id else {}
    return Wish(
        by,
        coach_id,
        client_id,
        kind,
        minutes,
        tuple(sorted(start.astimezone(UTC) for start in starts)),
        {start.astimezone(UTC): package_id for start, package_id in picked.items()},
    )


def _check_starts(starts: Sequence[datetime], minutes: int, now: datetime) -> None:
    if not starts:
        raise Invalid("Pick at least one time.")
    if len(starts) > MOST_AT_ONCE:
        raise Invalid(f"Pick at most {MOST_AT_ONCE} times at once.")
    if not 0 < minutes <= MOST_MINUTES:
        raise Invalid("Pick how long the session takes.")
    for start in starts:
        if start.tzinfo is None or start.second or start.microsecond:
            raise Invalid("One of the times can't be used. Reload the page and pick again.")
        if not -FURTHEST < start - now < FURTHEST:
            raise Invalid("One of the times is too far away.")
    if len({start.astimezone(UTC) for start in starts}) < len(starts):
        raise Invalid("You picked the same time twice.")


def _decide(
    session: Session, wish: Wish, rules: Rules, now: datetime
) -> tuple[tuple[Verdict, ...], dict[datetime, Place]]:
    """A verdict for each time, checked against the calendar, each other and the packages."""
    days = [start.astimezone(rules.zone).date() for start in wish.starts]
    book = day_book(
        session,
        rules=rules,
        kind=wish.kind,
        minutes=wish.minutes,
        first=days[0],
        last=days[-1],
        now=EPOCH if wish.is_coachs else now,
        client_id=wish.client_id,
        as_coach=wish.is_coachs,
    )
    verdicts = _judge_all(wish, rules, book, now)
    places = {one.starts_at: _place(book, rules, one) for one in verdicts}
    if wish.kind == "checkin":
        return _with_months(session, wish, rules, verdicts), places
    sessions = dict(zip(wish.starts, days, strict=True))
    return _with_packages(session, wish, rules, verdicts, sessions), places


def _judge_all(wish: Wish, rules: Rules, book: DayBook, now: datetime) -> tuple[Verdict, ...]:
    verdicts: list[Verdict] = []
    taken_until = EPOCH
    for start in wish.starts:
        reason = book.judge(int(start.timestamp()), on_grid=not wish.is_coachs)
        if start < taken_until:
            reason = Reason.yours
        elif reason is None and wish.is_coachs and start < now:
            reason = Reason.past
        if reason is None:
            taken_until = start + wish.length
        verdicts.append(_verdict(wish, rules, book, start, reason))
    return tuple(verdicts)


def _verdict(
    wish: Wish, rules: Rules, book: DayBook, start: datetime, reason: Reason | None
) -> Verdict:
    if reason is None:
        return Verdict(start, start + wish.length)
    if wish.is_coachs:
        sentence = coach_sentence(reason, book, start)
        return Verdict(start, start + wish.length, reason, sentence, reason in ASKED_FIRST)
    return Verdict(start, start + wish.length, reason, client_sentence(reason, rules))


def _place(book: DayBook, rules: Rules, verdict: Verdict) -> Place:
    usage = book.usage(int(verdict.starts_at.timestamp()), int(verdict.ends_at.timestamp()))
    return Place(
        verdict.starts_at,
        placings.room(usage, checkins_alone=rules.checkins_alone),
        verdict.reason is not None and verdict.reason != Reason.past,
    )


def _with_months(
    session: Session, wish: Wish, rules: Rules, verdicts: Sequence[Verdict]
) -> tuple[Verdict, ...]:
    used = set(
        session.exec(
            select(col(ClientCheckinUsage.month)).where(
                ClientCheckinUsage.client_id == wish.client_id,
                ClientCheckinUsage.coach_id == wish.coach_id,
                col(ClientCheckinUsage.used),
            )
        )
    )
    answered: list[Verdict] = []
    for verdict in verdicts:
        month = records.month_of(verdict.starts_at, rules.zone)
        if verdict.is_open and month in used:
            sentence = "This month's check-in is used already."
            verdict = replace(verdict, reason="month_used", sentence=sentence)
        used.add(month)
        answered.append(verdict)
    return tuple(answered)


def _with_packages(
    session: Session,
    wish: Wish,
    rules: Rules,
    verdicts: Sequence[Verdict],
    sessions: Mapping[datetime, date],
) -> tuple[Verdict, ...]:
    credits = credits_of(
        session,
        coach_id=wish.coach_id,
        client_id=wish.client_id,
        zone=rules.zone,
        minutes=wish.minutes,
    )
    usable = {one.starts_at for one in verdicts if one.is_open or one.can_confirm}
    allocated = allocate(
        {start: on for start, on in sessions.items() if start in usable},
        wish.minutes,
        credits,
        wish.chosen,
    )
    return tuple(_with_package(wish, rules, one, allocated.get(one.starts_at)) for one in verdicts)


def _with_package(wish: Wish, rules: Rules, verdict: Verdict, credit: Credit | None) -> Verdict:
    if credit:
        return replace(verdict, package_id=credit.id, package_label=_label(credit))
    if not (verdict.is_open or verdict.can_confirm):
        return verdict
    sentence = (
        "This client has no session left for this date."
        if wish.is_coachs
        else client_sentence(NO_CREDIT, rules)
    )
    return replace(verdict, reason=NO_CREDIT, sentence=sentence, can_confirm=False)


def _label(credit: Credit) -> str:
    if credit.expires_on is None:
        return f"{credit.minutes} min, no expiry"
    return f"{credit.minutes} min, until {credit.expires_on:%-d %B %Y}"


def _may_book(verdict: Verdict, wish: Wish, confirmed: bool) -> bool:
    return verdict.is_open or (wish.is_coachs and confirmed and verdict.can_confirm)


def _write(
    session: Session,
    wish: Wish,
    rules: Rules,
    verdicts: Sequence[Verdict],
    places: Mapping[datetime, Place],
    now: datetime,
) -> list[Booking]:
    bookings = [_row(wish, one, places[one.starts_at], now) for one in verdicts]
    balances = take(session, [row.package_id for row in bookings if row.package_id])
    records.add_bookings(session, bookings)
    records.add_lines(session, _lines(wish, bookings, places, balances, now))
    if wish.kind == "checkin":
        for row in bookings:
            records.use_month(session, row, rules.zone)
    announce.booked(session, bookings, by=wish.by, now=now)
    _announce_low(session, bookings, balances, rules, now)
    return bookings


def _row(wish: Wish, verdict: Verdict, place: Place, now: datetime) -> Booking:
    booking_id = uuid4()
    return Booking(
        id=booking_id,
        chain_id=booking_id,
        client_id=wish.client_id,
        coach_id=wish.coach_id,
        package_id=verdict.package_id,
        booking_type=wish.kind,
        starts_at=verdict.starts_at,
        ends_at=verdict.ends_at,
        created_at=now,
        breaks_rules=place.breaks_rules,
    )


def _lines(
    wish: Wish,
    bookings: Sequence[Booking],
    places: Mapping[datetime, Place],
    balances: Mapping[UUID, int],
    now: datetime,
) -> list[dict[str, object]]:
    """History rows with the balance after each, counted down over the selection."""
    spent = dict.fromkeys(balances, 0)
    lines = []
    for row in reversed(bookings):
        place, balance = places[row.starts_at], None
        if row.package_id:
            balance = balances[row.package_id] + spent[row.package_id]
            spent[row.package_id] += 1
        lines.append(
            records.line(
                row,
                "booked",
                by=wish.by,
                now=now,
                balance_after=balance,
                credit_change=-1 if row.package_id else 0,
                to=row.starts_at.isoformat(),
                **place.room,
            )
        )
    return lines[::-1]


def _announce_low(
    session: Session,
    bookings: Sequence[Booking],
    balances: Mapping[UUID, int],
    rules: Rules,
    now: datetime,
) -> None:
    """Once per crossing: the balance was above the threshold before and isn't any more."""
    for package_id, balance in balances.items():
        before = balance + sum(row.package_id == package_id for row in bookings)
        if balance <= rules.renewal_threshold < before:
            package = session.get(SessionPackage, package_id, populate_existing=True)
            if package:
                announce.low_sessions(session, package, now=now)
