"""The verdict on each time of a wish: against the calendar, each other and the packages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from coachbook.availability import DayBook, Reason
from coachbook.services import placings
from coachbook.services.bookings import records
from coachbook.services.bookings.verdicts import (
    ASKED_FIRST,
    MONTH_USED,
    NO_CREDIT,
    Verdict,
    client_sentence,
    coach_sentence,
    month_used,
)
from coachbook.services.bookings.wishes import Wish
from coachbook.services.openings import Rules, day_book
from coachbook.services.packages import Credit, allocate, credits_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A time that may be booked: the room there is, and whether the coach had to be asked."""

    starts_at: datetime
    room: Mapping[str, Any]
    breaks_rules: bool


def decide(
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
        if reason is None or (wish.is_coachs and reason in ASKED_FIRST):
            taken_until = start + wish.length
        verdicts.append(_verdict(wish, rules, book, start, reason, is_past=start < now))
    return tuple(verdicts)


def _verdict(
    wish: Wish,
    rules: Rules,
    book: DayBook,
    start: datetime,
    reason: Reason | None,
    *,
    is_past: bool,
) -> Verdict:
    if reason is None:
        return Verdict(start, start + wish.length)
    if wish.is_coachs:
        sentence = coach_sentence(reason, book, start, is_past=is_past)
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
    used = records.used_months(session, wish.coach_id, wish.client_id)
    answered: list[Verdict] = []
    for verdict in verdicts:
        month = records.month_of(verdict.starts_at, rules.zone)
        may_be_had = verdict.is_open or verdict.can_confirm
        if may_be_had and month in used:
            verdict = _beyond_allowance(verdict, month, is_coachs=wish.is_coachs)
        elif may_be_had:
            used.add(month)
        answered.append(verdict)
    return tuple(answered)


def _beyond_allowance(verdict: Verdict, month: date, *, is_coachs: bool) -> Verdict:
    """The client's month is used; the coach may give one more, when asked."""
    sentence = month_used(month, is_coachs=is_coachs)
    if not is_coachs:
        return replace(verdict, reason=MONTH_USED, sentence=sentence)
    return replace(
        verdict,
        reason=verdict.reason or MONTH_USED,
        sentence=" ".join(filter(None, [verdict.sentence, sentence])),
        can_confirm=True,
        is_beyond_allowance=True,
    )


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
        return replace(
            verdict,
            package_id=credit.id,
            package_minutes=credit.minutes,
            package_until=credit.expires_on,
        )
    if not (verdict.is_open or verdict.can_confirm):
        return verdict
    sentence = (
        "This client has no session left for this date."
        if wish.is_coachs
        else client_sentence(NO_CREDIT, rules)
    )
    return replace(verdict, reason=NO_CREDIT, sentence=sentence, can_confirm=False)
