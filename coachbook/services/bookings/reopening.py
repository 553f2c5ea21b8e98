"""Taking back a cancellation: the coach corrects a booking into what it should have been."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from coachbook.availability import DayBook, Reason
from coachbook.errors import (
    AlreadyChanged,
    Invalid,
    NeedsConfirmation,
    NotFound,
    NotStartedYet,
    PackageEnds,
    SlotTaken,
)
from coachbook.models import Booking, SessionPackage
from coachbook.notifications import announce
from coachbook.services import placings
from coachbook.services.attendance import stats
from coachbook.services.bookings import months, records
from coachbook.services.bookings.deciding import EPOCH
from coachbook.services.bookings.moving import day_book_for, locked
from coachbook.services.bookings.verdicts import ASKED_FIRST, coach_sentence, month_used
from coachbook.services.bookings.views import BookingView, by_ids
from coachbook.services.changes import touch
from coachbook.services.google_calendar.wanting import want
from coachbook.services.openings import Rules, rules_of
from coachbook.services.packages import take
from coachbook.services.people import Person, relation

Status = Literal["confirmed", "completed", "no_show"]


def reopen(
    session: Session,
    booking_id: UUID,
    *,
    by: Person,
    version: int,
    now: datetime,
    status: Status = "confirmed",
    confirmed: bool = False,
) -> BookingView:
    """Correct a cancelled booking: its credit and its check-in month are taken again.

    What lies ahead becomes confirmed, and the client is told; `confirmed` lets the coach go
    outside the hours, above capacity or beyond a month's check-in. What has started may become
    completed or no_show as well. Refused when the package can't pay any more, naming why, or the
    client is elsewhere then.
    """
    booking = locked(session, booking_id, by)
    _check_reopenable(session, booking, by, version, status, now)
    rules = rules_of(session, booking.coach_id)
    on = booking.starts_at.astimezone(rules.zone).date()
    book = day_book_for(session, booking, rules, by, on, on, EPOCH)
    unusual = _unusual(book, booking)
    asked = [unusual if booking.starts_at > now else "", _one_more(session, booking, rules)]
    if any(asked) and not confirmed:
        raise NeedsConfirmation(" ".join(filter(None, asked)))
    package = _package_for(session, booking, rules, on)
    booking.status, booking.cancelled_by, booking.cancelled_at = status, None, None
    booking.breaks_rules = bool(unusual)
    _write(session, booking, package, book, rules, by, now)
    want(session, booking.coach_id, [booking.chain_id], now=now)
    if booking.starts_at > now:
        announce.reopened(session, booking, by=by, now=now)
    return by_ids(session, [booking.id], now)[0]


def _check_reopenable(
    session: Session, booking: Booking, by: Person, version: int, status: Status, now: datetime
) -> None:
    if by.id != booking.coach_id:
        raise NotFound
    is_cancelled = booking.status == "cancelled" and booking.cancelled_by != "reschedule"
    if not is_cancelled or booking.version != version:
        raise AlreadyChanged
    if booking.starts_at > now:
        if status != "confirmed":
            raise NotStartedYet
        known = relation(session, coach_id=booking.coach_id, client_id=booking.client_id)
        if known.status == "archived":
            raise Invalid(f"{known.name} is archived. Restore them first.")


def _unusual(book: DayBook, booking: Booking) -> str:
    """Which rules of time it breaks; refuses where nobody may break them."""
    reason = book.judge(int(booking.starts_at.timestamp()), on_grid=False)
    if reason is None or reason == Reason.past:
        return ""
    sentence = coach_sentence(reason, book, booking.starts_at)
    if reason not in ASKED_FIRST:
        raise SlotTaken(sentence)
    return sentence


def _one_more(session: Session, booking: Booking, rules: Rules) -> str:
    """That its month has a check-in by now, where it would be the second."""
    if booking.booking_type != "checkin" or booking.beyond_allowance:
        return ""
    if not months.is_used(session, booking, rules.zone):
        return ""
    return month_used(records.month_of(booking.starts_at, rules.zone), is_coachs=True)


def _package_for(
    session: Session, booking: Booking, rules: Rules, on: date
) -> SessionPackage | None:
    """The package that had paid, if it still can."""
    if booking.package_id is None:
        return None
    package = session.get_one(SessionPackage, booking.package_id, populate_existing=True)
    if package.voided_at is not None:
        raise PackageEnds("The package that paid for this was voided. Book it anew from another.")
    if package.remaining_sessions == 0:
        raise PackageEnds(
            "The package that paid for this has no session left. Add one to it, or book anew."
        )
    ends_on = package.expires_at.astimezone(rules.zone).date() if package.expires_at else date.max
    if on > ends_on:
        raise PackageEnds(
            f"The package that paid for this runs until {ends_on:%-d %B}. Extend it first."
        )
    return package


def _write(
    session: Session,
    booking: Booking,
    package: SessionPackage | None,
    book: DayBook,
    rules: Rules,
    by: Person,
    now: datetime,
) -> None:
    booking.version += 1
    booking.sequence += 1
    session.add(booking)
    session.flush()
    balance = take(session, [package.id])[package.id] if package else None
    if booking.booking_type == "checkin":
        months.use_again(session, booking, rules.zone, may_go_beyond=True)
    usage = book.usage(int(booking.starts_at.timestamp()), int(booking.ends_at.timestamp()))
    row = records.line(
        booking, "reopened", by=by, now=now, balance_after=balance,
        credit_change=-1 if package else 0, status=booking.status,
        **placings.room(usage, checkins_alone=rules.checkins_alone),
    )  # fmt: skip
    records.add_lines(session, [row])
    if package and balance == rules.renewal_threshold:
        session.refresh(package)
        announce.low_sessions(session, package, now=now)
    stats.refresh(session, coach_id=booking.coach_id, client_id=booking.client_id, now=now)
    touch(session, booking.coach_id, now)
