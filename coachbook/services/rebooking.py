"""After a completed session: the same time next week, or the nearest times of that day.

"The same time" is what the coach's clock shows, a week of dates later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col

from coachbook.availability import Reason
from coachbook.models import Booking
from coachbook.services import bookings, packages
from coachbook.services.bookings import BookingView, Verdict
from coachbook.services.bookings.verdicts import NO_CREDIT
from coachbook.services.bookings.views import query, views
from coachbook.services.openings import Rules, day_book, rules_of
from coachbook.services.people import Person, require_part
from coachbook.services.usual_times import moment

A_WEEK = timedelta(days=7)
MOST_OTHERS = 3
SKIPPED = "The clocks are put forward over this time that night."


@dataclass(frozen=True)
class Rebook:
    """`why` is empty when the time can be booked; `others` are then not needed.

    `package_id` pays for any time of that day; None says that nothing does.
    """

    held: BookingView
    starts_at: datetime
    ends_at: datetime
    why: str
    package_id: UUID | None
    others: tuple[datetime, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.why


def rebook(session: Session, *, by: Person, coach_id: UUID, now: datetime) -> Rebook | None:
    """For the caller's newest completed session of the last seven days; None once that time next
    week is booked or has passed.
    """
    require_part(session, by, coach_id=coach_id, client_id=by.id)
    held = _newest_completed(session, by, coach_id, now)
    if held is None:
        return None
    rules = rules_of(session, coach_id)
    wall = held.starts_at.astimezone(rules.zone)
    on = wall.date() + A_WEEK
    exact = moment(on, wall.time(), rules.zone)
    start = exact or datetime.combine(on, wall.time(), rules.zone).astimezone(UTC)
    if start <= now:
        return None
    (verdict,) = bookings.preview(
        session, by=by, coach_id=coach_id, client_id=by.id, kind="session",
        minutes=held.minutes, starts=[start], now=now,
    )  # fmt: skip
    if verdict.reason == Reason.yours:
        return None
    return _offer(session, held, verdict, exact is None, on, rules, now)


def _newest_completed(
    session: Session, by: Person, coach_id: UUID, now: datetime
) -> BookingView | None:
    selected = query().where(
        col(Booking.client_id) == by.id,
        col(Booking.coach_id) == coach_id,
        col(Booking.booking_type) == "session",
        col(Booking.status) == "completed",
        col(Booking.starts_at) >= now - A_WEEK,
        col(Booking.starts_at) <= now,
    )
    newest = selected.order_by(col(Booking.starts_at).desc()).limit(1)
    return next(iter(views(session, newest, now)), None)


def _offer(
    session: Session,
    held: BookingView,
    verdict: Verdict,
    is_skipped: bool,
    on: date,
    rules: Rules,
    now: datetime,
) -> Rebook:
    why = SKIPPED if is_skipped else verdict.sentence
    if verdict.is_open and not is_skipped:
        return Rebook(held, verdict.starts_at, verdict.ends_at, "", verdict.package_id)
    payer = None if verdict.reason == NO_CREDIT else _payer(session, held, on, rules)
    others = _nearest(session, held, verdict.starts_at, on, rules, now) if payer else ()
    return Rebook(held, verdict.starts_at, verdict.ends_at, why, payer, tuple(others))


def _payer(session: Session, held: BookingView, on: date, rules: Rules) -> UUID | None:
    credits = packages.credits_of(
        session,
        coach_id=rules.coach_id,
        client_id=held.client_id,
        zone=rules.zone,
        minutes=held.minutes,
    )
    paid = packages.allocate({held.starts_at: on}, held.minutes, credits)[held.starts_at]
    return paid.id if paid else None


def _nearest(
    session: Session, held: BookingView, wanted: datetime, on: date, rules: Rules, now: datetime
) -> Sequence[datetime]:
    """The open starts of that date that are nearest, in order."""
    book = day_book(
        session,
        rules=rules,
        kind="session",
        minutes=held.minutes,
        first=on,
        last=on,
        now=now,
        client_id=held.client_id,
    )
    found = (datetime.fromtimestamp(start, UTC) for start in book.open_starts(on, on))
    return sorted(sorted(found, key=lambda start: abs(start - wanted))[:MOST_OTHERS])
