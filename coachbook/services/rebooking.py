"""After a completed session: the same time next week, or the nearest times of that day.

"The same time" is what the coach's clock shows, a week of dates later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.availability import DayBook, Reason
from coachbook.models import Booking
from coachbook.services import packages
from coachbook.services.bookings import BookingView
from coachbook.services.bookings.verdicts import NO_CREDIT, client_sentence
from coachbook.services.bookings.views import query, views
from coachbook.services.openings import Rules, day_book, rules_of
from coachbook.services.people import Person, require_part
from coachbook.services.usual_times import moment

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
MOST_OTHERS = 3


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
    """For the caller's newest completed session of the last seven days; None once they have a
    session with this coach on that day, or the time has passed.
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
    if start <= now or _has_session(session, held, on, rules.zone):
        return None
    book = day_book(
        session, rules=rules, kind="session", minutes=held.minutes, first=on, last=on,
        now=now, client_id=by.id,
    )  # fmt: skip
    reason = book.judge(int(start.timestamp())) if exact else Reason.closed
    payer = _payer(session, held, on, rules)
    problem = reason if payer else NO_CREDIT
    why = client_sentence(problem, rules) if problem else ""
    others = _nearest(book, on, start) if payer and reason else ()
    return Rebook(held, start, start + (held.ends_at - held.starts_at), why, payer, tuple(others))


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


def _has_session(session: Session, held: BookingView, on: date, zone: ZoneInfo) -> bool:
    """Whether the client has another with this coach on that date of the coach's."""
    midnights = (datetime.combine(on + n * A_DAY, time(), zone).astimezone(UTC) for n in (0, 1))
    first, end = midnights
    found = session.exec(
        select(Booking.id).where(
            Booking.client_id == held.client_id,
            Booking.coach_id == held.coach_id,
            Booking.booking_type == "session",
            Booking.status != "cancelled",
            col(Booking.starts_at) >= first,
            col(Booking.starts_at) < end,
        )
    )
    return found.first() is not None


def _payer(session: Session, held: BookingView, on: date, rules: Rules) -> UUID | None:
    """What pays for a session of that length on that date."""
    credits = packages.credits_of(
        session,
        coach_id=rules.coach_id,
        client_id=held.client_id,
        zone=rules.zone,
        minutes=held.minutes,
    )
    paid = packages.allocate({held.starts_at: on}, held.minutes, credits)[held.starts_at]
    return paid.id if paid else None


def _nearest(book: DayBook, on: date, wanted: datetime) -> Sequence[datetime]:
    """The open starts of that date that are nearest, in order."""
    found = (datetime.fromtimestamp(start, UTC) for start in book.open_starts(on, on))
    return sorted(sorted(found, key=lambda start: abs(start - wanted))[:MOST_OTHERS])
