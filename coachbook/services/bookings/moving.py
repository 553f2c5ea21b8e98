"""Moving a booking: who may, when, to which time, and on which package."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from coachbook.availability import DayBook, Kind, Reason
from coachbook.database import lock_coach
from coachbook.errors import (
    AlreadyCancelled,
    AlreadyChanged,
    AlreadyStarted,
    Invalid,
    NeedsConfirmation,
    NotFound,
    PackageEnds,
    SlotTaken,
)
from coachbook.models import Booking
from coachbook.notifications import announce
from coachbook.notifications.merging import UNDO_SPAN
from coachbook.services.attendance import stats
from coachbook.services.bookings import records, successors
from coachbook.services.bookings.deciding import EPOCH
from coachbook.services.bookings.payers import payer_of
from coachbook.services.bookings.verdicts import (
    ASKED_FIRST,
    client_sentence,
    coach_sentence,
    notice_of,
)
from coachbook.services.bookings.views import BookingView, by_ids, where_they_led
from coachbook.services.changes import touch
from coachbook.services.google_calendar.wanting import want
from coachbook.services.openings import Rules, day_book, rules_of
from coachbook.services.people import Person, require_part

FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Moved:
    """The booking where it is now; `package_changed` when another package took over."""

    booking: BookingView
    package_changed: bool = False


def reschedule(
    session: Session,
    booking_id: UUID,
    starts_at: datetime,
    *,
    by: Person,
    version: int,
    request_id: str,
    now: datetime,
    confirmed: bool = False,
) -> Moved:
    """Move a booking to `starts_at`; kind, length and credit stay.

    `version` is the one that the page showed. `confirmed` lets a coach go outside the hours or
    above capacity. Nobody is told before the undo span is over; until then it can be undone.
    """
    booking = locked(session, booking_id, by)
    _require_part(session, booking, by)
    mark = records.fingerprint("move", booking_id, starts_at)
    made = records.earlier_answer(session, by, request_id, mark)
    if made is not None:
        return _answer_again(session, made, now)
    rules = rules_of(session, booking.coach_id)
    _check_movable(booking, rules, by=by, version=version, now=now)
    starts_at = _target(booking, starts_at, now)
    book = _book_for_moving(session, booking, rules, by, starts_at, now)
    breaks_rules = _check_open(book, booking, rules, starts_at, by, now, confirmed)
    package_id = _package_for(session, booking, rules, starts_at, by)
    moved = successors.write(
        session, booking, starts_at, package_id, book, breaks_rules, rules, by, now
    )
    stats.refresh_if_reached(session, moved, booking.starts_at, starts_at, zone=rules.zone, now=now)
    announce.moved(session, booking, moved, by=by, now=now)
    want(session, moved.coach_id, [moved.chain_id], now=now, after=UNDO_SPAN)
    records.keep_answer(session, by, request_id, mark, [moved.id], now)
    touch(session, booking.coach_id, now)
    return Moved(by_ids(session, [moved.id], now)[0], package_id != booking.package_id)


def _answer_again(session: Session, made: Sequence[UUID], now: datetime) -> Moved:
    """The same answer, where it is by now; refused when it was undone or cancelled since."""
    moved = session.get(Booking, made[0])
    if moved is None:
        raise AlreadyChanged
    (booking,) = where_they_led(session, made, now)
    if booking.status == "cancelled":
        raise AlreadyCancelled("This was moved, and cancelled since.")
    was = session.get_one(Booking, moved.rescheduled_from_id)
    return Moved(booking, was.package_id != moved.package_id)


def check_may_move(session: Session, booking_id: UUID, *, by: Person, now: datetime) -> None:
    """Refuses as a move would, whichever time it went to."""
    booking = visible(session, booking_id, by)
    _require_part(session, booking, by)
    rules = rules_of(session, booking.coach_id)
    _check_movable(booking, rules, by=by, version=booking.version, now=now)


def moving_openings(
    session: Session, booking_id: UUID, *, by: Person, first: date, last: date, now: datetime
) -> list[datetime]:
    """The starts that this booking can be moved to, on the coach's dates first..last."""
    booking = visible(session, booking_id, by)
    _require_part(session, booking, by)
    rules = rules_of(session, booking.coach_id)
    _check_notice(booking, rules, by=by, now=now)
    book = day_book_for(session, booking, rules, by, first, last, now)
    starts = [datetime.fromtimestamp(start, tz=UTC) for start in book.open_starts(first, last)]
    taken = _taken_months(session, booking, rules)
    return [
        start
        for start in starts
        if start != booking.starts_at and records.month_of(start, rules.zone) not in taken
    ]


def _taken_months(session: Session, booking: Booking, rules: Rules) -> set[date]:
    """The months in which a check-in can't be put; a session can go anywhere."""
    if booking.booking_type == "session":
        return set()
    used = records.used_months(session, booking.coach_id, booking.client_id)
    return used - {records.month_of(booking.starts_at, rules.zone)}


def locked(session: Session, booking_id: UUID, by: Person) -> Booking:
    """The booking as it is under its coach's lock; absent for everyone who has no part in it."""
    booking = visible(session, booking_id, by)
    lock_coach(session, booking.coach_id, client_id=booking.client_id)
    locked_one = session.get(Booking, booking_id, populate_existing=True)
    if locked_one is None:  # a move that was undone while we waited
        raise AlreadyChanged
    return locked_one


def visible(session: Session, booking_id: UUID, by: Person) -> Booking:
    booking = session.get(Booking, booking_id)
    if booking is None or by.id not in (booking.coach_id, booking.client_id):
        raise NotFound
    return booking


def _require_part(session: Session, booking: Booking, by: Person) -> None:
    """Whom the coach has archived may see and cancel a booking, but gets no other time."""
    require_part(session, by, coach_id=booking.coach_id, client_id=booking.client_id)


def _check_movable(
    booking: Booking, rules: Rules, *, by: Person, version: int, now: datetime
) -> None:
    check_live(booking, version)
    _check_notice(booking, rules, by=by, now=now)


def _check_notice(booking: Booking, rules: Rules, *, by: Person, now: datetime) -> None:
    """A client moves what hasn't started, and as long before as the coach asks for."""
    if by.id == booking.coach_id:
        return
    if booking.starts_at <= now:
        raise AlreadyStarted
    hours = rules.reschedule_notice_hours
    if booking.starts_at - now < timedelta(hours=hours):
        raise AlreadyStarted(f"Moving needs {notice_of(hours)}. Ask your coach to move it.")


def check_live(booking: Booking, version: int) -> None:
    """Still confirmed, and the same as the page showed it."""
    if booking.cancelled_by == "reschedule" or (
        booking.status == "confirmed" and booking.version != version
    ):
        raise AlreadyChanged
    if booking.status == "cancelled":
        raise AlreadyCancelled
    if booking.status != "confirmed":
        raise AlreadyChanged("This is marked as done, so it can't be changed.")


def _target(booking: Booking, starts_at: datetime, now: datetime) -> datetime:
    """The new start in UTC, if it makes sense as one."""
    if starts_at.tzinfo is None or starts_at.second or starts_at.microsecond:
        raise Invalid("That time can't be used. Reload the page and pick again.")
    if not -FURTHEST < starts_at - now < FURTHEST:
        raise Invalid("That time is too far away.")
    if starts_at == booking.starts_at:
        raise Invalid("That is the time it has now. Pick another one.")
    return starts_at.astimezone(UTC)


def _book_for_moving(
    session: Session, booking: Booking, rules: Rules, by: Person, starts_at: datetime, now: datetime
) -> DayBook:
    on = starts_at.astimezone(rules.zone).date()
    return day_book_for(
        session, booking, rules, by, on, on, EPOCH if by.id == booking.coach_id else now
    )


def day_book_for(
    session: Session,
    booking: Booking,
    rules: Rules,
    by: Person,
    first: date,
    last: date,
    now: datetime,
) -> DayBook:
    kind: Kind = "checkin" if booking.booking_type == "checkin" else "session"
    return day_book(
        session,
        rules=rules,
        kind=kind,
        minutes=int((booking.ends_at - booking.starts_at).total_seconds()) // 60,
        first=first,
        last=last,
        now=now,
        client_id=booking.client_id,
        as_coach=by.id == booking.coach_id,
        leaving_out=booking.id,
        notice_hours=rules.reschedule_notice_hours,
    )


def _check_open(
    book: DayBook,
    booking: Booking,
    rules: Rules,
    starts_at: datetime,
    by: Person,
    now: datetime,
    confirmed: bool,
) -> bool:
    """Refuses with the reason; True where the coach knowingly breaks the rules."""
    is_coachs = by.id == booking.coach_id
    reason = book.judge(int(starts_at.timestamp()), on_grid=not is_coachs)
    if reason is None and is_coachs and starts_at < now:
        reason = Reason.past
    if reason is None:
        return False
    if not is_coachs:
        raise SlotTaken(client_sentence(reason, rules, rules.reschedule_notice_hours))
    sentence = coach_sentence(reason, book, starts_at, is_past=starts_at < now)
    if reason not in ASKED_FIRST:
        raise SlotTaken(sentence)
    if not confirmed:
        raise NeedsConfirmation(sentence)
    return reason != Reason.past


def _package_for(
    session: Session, booking: Booking, rules: Rules, starts_at: datetime, by: Person
) -> UUID | None:
    """The same package while it runs, else another of the same length, else a refusal."""
    payer = payer_of(session, booking, rules)
    if payer is None:
        return None
    package_id = payer.on(starts_at.astimezone(rules.zone).date())
    if package_id is None:
        whose = "Your" if by.id == booking.client_id else "The"
        raise PackageEnds(f"{whose} package runs until {payer.runs_until:%-d %B}.")
    return package_id
