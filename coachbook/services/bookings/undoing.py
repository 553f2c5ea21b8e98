"""Taking back a move before anyone was told of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, delete, select

from coachbook.availability import DayBook
from coachbook.errors import AlreadyChanged, NoCreditsLeft, SlotTaken
from coachbook.models import Booking, BookingHistory
from coachbook.notifications import announce, merging
from coachbook.services import checkin_answers
from coachbook.services.attendance import stats
from coachbook.services.bookings import months, records
from coachbook.services.bookings.deciding import EPOCH
from coachbook.services.bookings.moving import day_book_for, locked
from coachbook.services.bookings.views import BookingView, by_ids
from coachbook.services.changes import touch
from coachbook.services.google_calendar.wanting import want
from coachbook.services.openings import Rules, rules_of
from coachbook.services.packages import move_credit
from coachbook.services.people import Person


def undo_reschedule(
    session: Session, booking_id: UUID, *, by: Person, now: datetime
) -> BookingView:
    """Take back a move while nobody was told of it; nobody hears of it.

    Refused when the old time was taken meanwhile or the booking was changed again.
    """
    moved = locked(session, booking_id, by)
    old = _undoable(session, moved, by, now)
    rules = rules_of(session, moved.coach_id)
    book = _book_for_undoing(session, moved, old, rules, by)
    reason = book.judge(int(old.starts_at.timestamp()), on_grid=False)
    if reason is not None and _has_newcomer(session, moved, old):
        raise SlotTaken("Someone else took the old time meanwhile, so this stays where it is.")
    left_at = moved.starts_at
    _restore(session, moved, old, rules, by, now)
    stats.refresh_if_reached(session, old, left_at, old.starts_at, zone=rules.zone, now=now)
    announce.move_undone(session, moved, old, by=by, now=now)
    want(session, old.coach_id, [old.chain_id], now=now)
    touch(session, old.coach_id, now)
    return by_ids(session, [old.id], now)[0]


def _undoable(session: Session, moved: Booking, by: Person, now: datetime) -> Booking:
    old = session.get(Booking, moved.rescheduled_from_id) if moved.rescheduled_from_id else None
    if old is None or moved.status != "confirmed" or moved.version != 1:
        raise AlreadyChanged
    is_coachs = by.id == moved.coach_id == _mover_id(session, moved)
    if not is_coachs or not merging.is_untold(session, moved, now=now):
        raise AlreadyChanged("It is too late to undo this. Move it back instead.")
    return old


def _mover_id(session: Session, moved: Booking) -> UUID | None:
    moves = select(BookingHistory.actor_id).where(
        BookingHistory.booking_id == moved.id, BookingHistory.event == "moved"
    )
    return session.exec(moves).first()


def _has_newcomer(session: Session, moved: Booking, old: Booking) -> bool:
    """Whether anyone was booked into the old time since the move: else it is as it was."""
    came_back = select(BookingHistory.booking_id).where(
        BookingHistory.event == "reopened", BookingHistory.created_at >= moved.created_at
    )
    newcomer = select(Booking.id).where(
        or_(col(Booking.coach_id) == old.coach_id, col(Booking.client_id) == old.client_id),
        Booking.id != moved.id,
        Booking.status != "cancelled",
        or_(col(Booking.created_at) >= moved.created_at, col(Booking.id).in_(came_back)),
        Booking.starts_at < old.ends_at,
        Booking.ends_at > old.starts_at,
    )
    return session.exec(newcomer.limit(1)).first() is not None


def _book_for_undoing(
    session: Session, moved: Booking, old: Booking, rules: Rules, by: Person
) -> DayBook:
    on = old.starts_at.astimezone(rules.zone).date()
    return day_book_for(session, moved, rules, by, on, on, EPOCH)


def _restore(
    session: Session, moved: Booking, old: Booking, rules: Rules, by: Person, now: datetime
) -> None:
    balance = None
    if moved.package_id and old.package_id:
        returned, balance = _credits(session, moved.package_id, old.package_id, by, now)
        _keep_ledger(session, moved, old, returned, by, now)
    if old.booking_type == "checkin":
        checkin_answers.hand_on(session, moved.id, old.id)
        records.free_month(session, moved)
    session.connection().execute(
        delete(BookingHistory).where(col(BookingHistory.booking_id) == moved.id)
    )
    session.delete(moved)
    session.flush()
    old.status, old.cancelled_by, old.cancelled_at = "confirmed", None, None
    old.version += 1
    session.add(old)
    session.flush()
    if old.booking_type == "checkin":
        had_heir = months.has_heir(session, old, rules.zone, since=moved.created_at)
        months.use_again(session, old, rules.zone, may_go_beyond=had_heir)
        months.hand_on(session, moved, rules.zone)
    change = -1 if balance is not None else 0
    row = records.line(
        old, "reopened", by=by, now=now, balance_after=balance, credit_change=change, is_undo=True
    )
    records.add_lines(session, [row])


def _credits(
    session: Session, left_id: UUID, entered_id: UUID, by: Person, now: datetime
) -> tuple[int, int]:
    try:
        return move_credit(session, left_id, entered_id, by=by, now=now)
    except NoCreditsLeft as empty:
        raise AlreadyChanged(
            "The package that had paid for it has no session left now, so this stays where it is."
        ) from empty


def _keep_ledger(
    session: Session, moved: Booking, old: Booking, returned: int, by: Person, now: datetime
) -> None:
    """The lines of the credit outlive the booking: others of its package may build on them."""
    session.connection().execute(
        update(BookingHistory)
        .where(col(BookingHistory.booking_id) == moved.id)
        .values(booking_id=old.id)
    )
    row = records.line(
        moved, "moved", by=by, now=now, balance_after=returned, credit_change=1,
        is_departure=True, is_undo=True,
    )  # fmt: skip
    records.add_lines(session, [{**row, "booking_id": old.id}])
