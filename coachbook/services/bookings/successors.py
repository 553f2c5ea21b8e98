"""The rows of a move: one transaction ends the old booking and makes the next of its chain."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from coachbook.availability import DayBook
from coachbook.models import Booking, SessionPackage
from coachbook.notifications import announce
from coachbook.services import checkin_answers, placings
from coachbook.services.bookings import months, records
from coachbook.services.openings import Rules
from coachbook.services.packages import move_credit
from coachbook.services.people import Person


def write(
    session: Session,
    old: Booking,
    starts_at: datetime,
    package_id: UUID | None,
    book: DayBook,
    breaks_rules: bool,
    rules: Rules,
    by: Person,
    now: datetime,
) -> Booking:
    balances: tuple[int | None, int | None] = (None, None)
    if old.package_id and package_id:
        balances = move_credit(session, old.package_id, package_id, by=by, now=now)
    new = _successor(old, starts_at, package_id, breaks_rules, now)
    new.beyond_allowance = old.beyond_allowance and _is_in_same_month(old, new, rules)
    _end(session, old, now)
    records.add_bookings(session, [new])
    _write_history(session, old, new, book, rules, balances, by, now)
    if old.booking_type == "checkin":
        checkin_answers.hand_on(session, old.id, new.id)
        records.free_month(session, old)
        records.use_month(session, new, rules.zone)
        months.hand_on(session, old, rules.zone)
    if package_id and package_id != old.package_id and balances[1] == rules.renewal_threshold:
        taken_over = session.get(SessionPackage, package_id, populate_existing=True)
        if taken_over:
            announce.low_sessions(session, taken_over, now=now)
    return new


def _successor(
    old: Booking, starts_at: datetime, package_id: UUID | None, breaks_rules: bool, now: datetime
) -> Booking:
    return Booking(
        id=uuid4(),
        chain_id=old.chain_id,
        rescheduled_from_id=old.id,
        sequence=old.sequence + 1,
        client_id=old.client_id,
        coach_id=old.coach_id,
        package_id=package_id,
        booking_type=old.booking_type,
        starts_at=starts_at,
        ends_at=starts_at + (old.ends_at - old.starts_at),
        google_event_id=old.google_event_id,
        google_meet_link=old.google_meet_link,
        created_at=now,
        breaks_rules=breaks_rules,
    )


def _is_in_same_month(old: Booking, new: Booking, rules: Rules) -> bool:
    """There it goes on without the allowance; in another month it needs that month's."""
    month = records.month_of(old.starts_at, rules.zone)
    return month == records.month_of(new.starts_at, rules.zone)


def _end(session: Session, old: Booking, now: datetime) -> None:
    old.status, old.cancelled_by, old.cancelled_at = "cancelled", "reschedule", now
    old.version += 1
    session.add(old)
    session.flush()


def _write_history(
    session: Session,
    old: Booking,
    new: Booking,
    book: DayBook,
    rules: Rules,
    balances: tuple[int | None, int | None],
    by: Person,
    now: datetime,
) -> None:
    usage = book.usage(int(new.starts_at.timestamp()), int(new.ends_at.timestamp()))
    where = {"from": old.starts_at.isoformat(), "to": new.starts_at.isoformat()}
    has_credit = old.package_id is not None
    records.add_lines(
        session,
        [
            records.line(
                old, "moved", by=by, now=now, balance_after=balances[0],
                credit_change=1 if has_credit else 0, is_departure=True, **where,
            ),
            records.line(
                new, "moved", by=by, now=now, balance_after=balances[1],
                credit_change=-1 if has_credit else 0, **where,
                **placings.room(usage, checkins_alone=rules.checkins_alone),
            ),
        ],
    )  # fmt: skip
