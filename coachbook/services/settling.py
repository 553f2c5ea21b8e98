"""Hours and the bookings that no longer fit them, changed together: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.services import bookings, hours, overrides
from coachbook.services.bookings import BookingView
from coachbook.services.conflicts import Change, Conflict, conflicts
from coachbook.services.overrides import Days
from coachbook.services.people import Person, require_coach

Decision = Literal["keep", "cancel"]


@dataclass(frozen=True)
class Settled:
    """Not saved: then `open_questions` are all bookings that the coach has to decide about."""

    is_saved: bool
    open_questions: tuple[Conflict, ...] = ()
    cancelled: tuple[BookingView, ...] = field(default=())


def settle(
    session: Session,
    change: Change,
    *,
    by: Person,
    now: datetime,
    decided: Mapping[UUID, Decision] | None = None,
) -> Settled:
    """Save the change and cancel the bookings that the coach decided to cancel.

    A booking that no longer fits and isn't decided about stops it all. Those cancelled are the
    coach's own cancellations: the credit returns, the client is told, nobody has an incident."""
    require_coach(by)
    lock_coach(session, by.id)
    _check(session, change, by, now)
    found = conflicts(session, by=by, change=change, now=now)
    answers = decided or {}
    if any(one.booking_id not in answers for one in found):
        return Settled(False, tuple(found))
    _save(session, change, by, now)
    unwanted = [one for one in found if answers[one.booking_id] == "cancel"]
    return Settled(True, cancelled=_cancelled(session, unwanted, by, now))


def _check(session: Session, change: Change, by: Person, now: datetime) -> None:
    """What can't be saved is refused before anything is asked."""
    if isinstance(change, Days):
        overrides.check_change(session, change, by=by, now=now)
    else:
        hours.check_change(session, change, by=by, now=now)


def _save(session: Session, change: Change, by: Person, now: datetime) -> None:
    if isinstance(change, Days):
        overrides.change(session, change, by=by, now=now)
    else:
        hours.change_week(session, change, by=by, now=now)


def _cancelled(
    session: Session, unwanted: list[Conflict], by: Person, now: datetime
) -> tuple[BookingView, ...]:
    """Client by client, since each is locked: so two coaches can't wait for each other."""
    ordered = sorted(unwanted, key=lambda one: (one.client_id, one.starts_at))
    return tuple(
        bookings.cancel(session, one.booking_id, by=by, version=one.version, now=now)
        for one in ordered
    )
