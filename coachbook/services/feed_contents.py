"""What a calendar feed shows: the last 30 days and all that is ahead, of one person alone.

It begins at a midnight in UTC, so that it changes by itself once a day at most.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from coachbook import ics
from coachbook.ics import Entry
from coachbook.models import Booking, CalendarVersion, CoachClient, CoachSettings
from coachbook.services import bookings, calendar_entries
from coachbook.services.people import Person

KEPT = timedelta(days=30)
SEVERAL = "My coaching"


@dataclass(frozen=True)
class Contents:
    """`changed_at` is when something in it may have changed last."""

    name: str
    entries: tuple[Entry, ...]
    changed_at: datetime

    @cached_property
    def tag(self) -> str:
        """The same for as long as the same is in it."""
        return hashlib.sha256(repr((self.name, self.entries)).encode()).hexdigest()[:32]

    def written(self) -> bytes:
        return ics.feed(self.entries, name=self.name)


def of_coach(session: Session, *, by: Person, now: datetime) -> Contents:
    """The coach's bookings with all clients, by the names that the coach uses."""
    is_own = col(Booking.coach_id) == by.id
    entries = _bookings(session, is_own, by, now)
    return _contents(session, _practices(session, [by.id]), entries, [by.id], now)


def of_client(session: Session, *, by: Person, now: datetime) -> Contents:
    """Bookings with every coach, and the workouts of those that take the client."""
    relations = dict(
        session.exec(
            select(CoachClient.coach_id, CoachClient.status).where(CoachClient.client_id == by.id)
        ).all()
    )
    taking = [coach_id for coach_id, status in relations.items() if status != "archived"]
    entries = _bookings(session, col(Booking.client_id) == by.id, by, now)
    entries += calendar_entries.of_workouts(session, by=by, first=_first(now).date())
    return _contents(session, _practices(session, taking), entries, list(relations), now)


def one_booking(session: Session, chain_id: UUID, *, by: Person, now: datetime) -> bytes:
    """The file of one booking where its moves have led, for its client or its coach."""
    newest = bookings.newest(session, chain_id, by=by, now=now)
    (entry,) = calendar_entries.of_bookings(session, col(Booking.id) == newest.id, by=by, now=now)
    return ics.published(replace(entry, organizer=newest.coach_name), now=now)


def _first(now: datetime) -> datetime:
    return _midnight(now) - KEPT


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC)


def _bookings(session: Session, is_own: Any, by: Person, now: datetime) -> list[Entry]:
    first = _first(now)
    shows = and_(is_own, col(Booking.starts_at) >= first, _is_kept(first))
    return calendar_entries.of_bookings(session, shows, by=by, now=now)


def _is_kept(first: datetime) -> ColumnElement[bool]:
    """What was moved shows where it is now; what was cancelled, as such, for a while."""
    was_cancelled = and_(
        col(Booking.cancelled_by) != "reschedule", col(Booking.cancelled_at) >= first
    )
    return or_(col(Booking.cancelled_at).is_(None), was_cancelled)


def _practices(session: Session, coach_ids: Sequence[UUID]) -> list[str]:
    names = select(CoachSettings.practice_name).where(col(CoachSettings.coach_id).in_(coach_ids))
    return list(session.exec(names))


def _contents(
    session: Session,
    practices: Sequence[str],
    entries: Sequence[Entry],
    coach_ids: Sequence[UUID],
    now: datetime,
) -> Contents:
    changes = session.exec(
        select(CalendarVersion.changed_at).where(col(CalendarVersion.coach_id).in_(coach_ids))
    )
    name = practices[0] if len(practices) == 1 else SEVERAL
    return Contents(name, tuple(entries), max([_midnight(now), *changes]))
