"""Archiving a client and taking them back: looked through first, then done under the lock.

An archived client books and moves nothing. What the coach keeps stays booked, credits stay sold.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Refusal
from coachbook.models import Booking, CoachClient
from coachbook.services import bookings, packages
from coachbook.services.bookings import BookingView, views
from coachbook.services.changes import touch
from coachbook.services.packages import PackageView
from coachbook.services.people import Person, relation, require_coach


class AlreadyArchived(Refusal):
    sentence = "This client is archived already."


class NotArchived(Refusal):
    sentence = "This client isn't archived: they are on your list."


class BookingsChanged(AlreadyChanged):
    sentence = "Their bookings changed a moment ago. Look through them again, then archive."


@dataclass(frozen=True)
class Preview:
    """What archiving meets: bookings ahead, by start, and packages with sessions left."""

    client_id: UUID
    name: str
    has_joined: bool
    upcoming: tuple[BookingView, ...]
    packages: tuple[PackageView, ...]

    @property
    def credits(self) -> int:
        return sum(one.available for one in self.packages)


@dataclass(frozen=True)
class Archived:
    name: str
    cancelled: int
    kept: int


def preview(session: Session, client_id: UUID, *, by: Person, now: datetime) -> Preview:
    known = _known(session, client_id, by)
    if known.status == "archived":
        raise AlreadyArchived
    sold = packages.of_client(session, by=by, coach_id=by.id, client_id=client_id, now=now)
    return Preview(
        client_id=client_id,
        name=known.name,
        has_joined=known.status == "active",
        upcoming=_upcoming(session, client_id, by, now),
        packages=tuple(one for one in sold if one.available),
    )


def archive(
    session: Session,
    client_id: UUID,
    *,
    by: Person,
    now: datetime,
    seen: Mapping[UUID, int],
    cancel: Collection[UUID] = (),
) -> Archived:
    """Off the list, with those of their bookings cancelled that `cancel` names.

    `seen` are the upcoming bookings of the preview with their versions; if there are others by
    now, nothing is done and the coach looks again.
    """
    _known(session, client_id, by)
    lock_coach(session, by.id, client_id=client_id)
    known = _known(session, client_id, by)
    if known.status == "archived":
        raise AlreadyArchived
    upcoming = _upcoming(session, client_id, by, now)
    if {one.id: one.version for one in upcoming} != dict(seen):
        raise BookingsChanged
    ended = [one for one in upcoming if one.id in cancel]
    for one in ended:
        bookings.cancel(session, one.id, by=by, version=one.version, now=now)
    _write(session, known, "archived", now, archived_at=now)
    return Archived(known.name, len(ended), len(upcoming) - len(ended))


def restore(session: Session, client_id: UUID, *, by: Person, now: datetime) -> str:
    """Back on the list with all that they had; their name. Nobody is written to."""
    _known(session, client_id, by)
    lock_coach(session, by.id, client_id=client_id)
    known = _known(session, client_id, by)
    if known.status != "archived":
        raise NotArchived
    _write(session, known, "active" if known.joined_at else "invited", now, archived_at=None)
    return known.name


def _known(session: Session, client_id: UUID, by: Person) -> CoachClient:
    """As it is now: under the lock it may differ from what was read before."""
    require_coach(by)
    known = relation(session, coach_id=by.id, client_id=client_id)
    session.refresh(known)
    return known


def _upcoming(
    session: Session, client_id: UUID, by: Person, now: datetime
) -> tuple[BookingView, ...]:
    selected = (
        views.query()
        .where(
            col(Booking.coach_id) == by.id,
            col(Booking.client_id) == client_id,
            col(Booking.status) == "confirmed",
            col(Booking.starts_at) > now,
        )
        .order_by(col(Booking.starts_at))
    )
    found: Sequence[BookingView] = views.views(session, selected, now)
    return tuple(found)


def _write(
    session: Session,
    known: CoachClient,
    status: str,
    now: datetime,
    *,
    archived_at: datetime | None,
) -> None:
    known.status, known.archived_at = status, archived_at
    session.add(known)
    session.flush()
    touch(session, known.coach_id, now)
