"""Booking: several times at once, all or nothing, once per request."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from coachbook.availability import Kind
from coachbook.database import lock_coach
from coachbook.models import Booking, SessionPackage
from coachbook.notifications import announce
from coachbook.services.attendance import stats
from coachbook.services.bookings import records
from coachbook.services.bookings.deciding import Place, decide
from coachbook.services.bookings.verdicts import (
    Outcome,
    Verdict,
)
from coachbook.services.bookings.views import by_ids, where_they_led
from coachbook.services.bookings.wishes import Wish, check_client, wish_of
from coachbook.services.changes import touch
from coachbook.services.google_calendar.wanting import want
from coachbook.services.openings import Rules, rules_of
from coachbook.services.packages import take
from coachbook.services.people import Person


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
    wish = wish_of(session, by, coach_id, client_id, kind, minutes, starts, package_ids, now)
    return decide(session, wish, rules_of(session, coach_id), now)[0]


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

    `confirmed`: the coach has agreed to go outside the hours, above capacity or beyond a month's
    check-in. A second arrival of the same `request_id` books nothing and learns what became of the
    first one's bookings.
    """
    wish = wish_of(session, by, coach_id, client_id, kind, minutes, starts, package_ids, now)
    lock_coach(session, coach_id, client_id=client_id)
    mark = records.fingerprint(coach_id, client_id, kind, minutes, sorted(map(str, wish.starts)))
    made = records.earlier_answer(session, by, request_id, mark)
    if made is not None:
        return _answer_again(session, made, now)
    check_client(session, by, coach_id=coach_id, client_id=client_id)
    rules = rules_of(session, coach_id)
    verdicts, places = decide(session, wish, rules, now)
    if not all(_may_book(verdict, wish, confirmed) for verdict in verdicts):
        return Outcome(False, verdicts=verdicts)
    bookings = _write(session, wish, rules, verdicts, places, now)
    records.keep_answer(session, by, request_id, mark, [one.id for one in bookings], now)
    touch(session, coach_id, now)
    return Outcome(True, by_ids(session, [one.id for one in bookings], now), verdicts)


def _answer_again(session: Session, made: Sequence[UUID], now: datetime) -> Outcome:
    """What the request booked, where it is by now; what was cancelled since stands apart."""
    known = where_they_led(session, made, now)
    standing = tuple(one for one in known if one.status != "cancelled")
    gone = tuple(one for one in known if one.status == "cancelled")
    return Outcome(bool(standing), standing, cancelled_since=gone, is_repeated=True)


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
    stats.refresh_if_reached(session, bookings[0], *wish.starts, zone=rules.zone, now=now)
    announce.booked(session, bookings, by=wish.by, now=now)
    want(session, wish.coach_id, [row.chain_id for row in bookings], now=now)
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
        beyond_allowance=verdict.is_beyond_allowance,
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
