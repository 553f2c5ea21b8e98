"""What waits to be marked: one by one, all at once, or by itself when its time is over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import Booking, CoachSettings
from coachbook.services.bookings import BookingView, views
from coachbook.services.bookings.ending import write_marks
from coachbook.services.people import Person, relation, require_coach

MOST_AT_ONCE = 100
AT_ONCE_BY_ITSELF = 500

Mark = Literal["completed", "no_show"]


@dataclass(frozen=True)
class Waiting:
    """The newest first; `count` is how many there are, `bookings` those that are listed."""

    bookings: tuple[BookingView, ...]
    count: int


@dataclass(frozen=True)
class Wish:
    """A mark for a booking as the page showed it."""

    booking_id: UUID
    version: int
    mark: Mark


def waiting(session: Session, *, by: Person, now: datetime, most: int = MOST_AT_ONCE) -> Waiting:
    """Confirmed bookings of both types that have ended."""
    require_coach(by)
    is_over = (
        col(Booking.coach_id) == by.id,
        col(Booking.status) == "confirmed",
        col(Booking.starts_at) < now,
        col(Booking.ends_at) <= now,
    )
    newest = views.query().where(*is_over).order_by(col(Booking.starts_at).desc()).limit(most)
    found = tuple(views.views(session, newest, now))
    if len(found) < most:
        return Waiting(found, len(found))
    count = session.exec(select(func.count()).select_from(Booking).where(*is_over)).one()
    return Waiting(found, count)


def mark_all(session: Session, wishes: Sequence[Wish], *, by: Person, now: datetime) -> int:
    """Mark all of them or none; refuses, naming the client, if one was changed meanwhile."""
    require_coach(by)
    if len(wishes) > MOST_AT_ONCE:
        raise Invalid(f"Mark at most {MOST_AT_ONCE} at once.")
    lock_coach(session, by.id)
    found = _by_id(session, by.id, [one.booking_id for one in wishes])
    for wish in wishes:
        booking = found.get(wish.booking_id)
        if booking is None:
            raise NotFound
        if (booking.status, booking.version) != ("confirmed", wish.version):
            raise AlreadyChanged(_who_changed(session, booking))
        if booking.ends_at > now:
            raise Invalid("One of them hasn't ended yet. Nothing was marked.")
    write_marks(session, _marks(wishes, found), by=by, now=now)
    return len(wishes)


def _by_id(session: Session, coach_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Booking]:
    rows = session.exec(
        select(Booking)
        .where(Booking.coach_id == coach_id, col(Booking.id).in_(ids))
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def _who_changed(session: Session, booking: Booking) -> str:
    known = relation(session, coach_id=booking.coach_id, client_id=booking.client_id)
    return (
        f"{known.name}'s booking was changed meanwhile, so nothing was marked. "
        "The list shows how it is now."
    )


def _marks(
    wishes: Iterable[Wish], found: Mapping[UUID, Booking]
) -> dict[UUID, tuple[Booking, str]]:
    return {wish.booking_id: (found[wish.booking_id], wish.mark) for wish in wishes}


def coaches_with_overdue(session: Session, *, now: datetime) -> list[UUID]:
    """Whose bookings wait longer than their settings allow; none where it is switched off."""
    settings = session.exec(select(CoachSettings).where(col(CoachSettings.auto_complete))).all()
    return [one.coach_id for one in settings if _overdue(session, one, now, most=1)]


def complete_overdue(session: Session, coach_id: UUID, *, now: datetime) -> int:
    """Complete what the coach left unmarked for as long as the settings say; how many.

    Both types: a check-in waits to be marked as a session does. At most some hundred at once, the
    rest at the next turn.
    """
    lock_coach(session, coach_id)
    settings = session.get(CoachSettings, coach_id, populate_existing=True)
    if settings is None or not settings.auto_complete:
        return 0
    overdue = _overdue(session, settings, now, most=AT_ONCE_BY_ITSELF)
    marks = {one.id: (one, "completed") for one in overdue}
    write_marks(session, marks, by=None, now=now)
    return len(marks)


def _overdue(
    session: Session, settings: CoachSettings, now: datetime, *, most: int
) -> Sequence[Booking]:
    until = now - timedelta(hours=settings.auto_complete_after_hours)
    return session.exec(
        select(Booking)
        .where(
            Booking.coach_id == settings.coach_id,
            Booking.status == "confirmed",
            col(Booking.starts_at) < until,
            col(Booking.ends_at) <= until,
        )
        .order_by(col(Booking.starts_at))
        .limit(most)
        .execution_options(populate_existing=True)
    ).all()
