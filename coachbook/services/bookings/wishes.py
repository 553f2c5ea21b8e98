"""What somebody asks to book, checked for sense before anything is looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from coachbook.availability import Kind
from coachbook.errors import ClientArchived, Invalid
from coachbook.services.openings import CHECKIN_MINUTES
from coachbook.services.people import Person, require_part

MOST_AT_ONCE = 60
MOST_MINUTES = 480
FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Wish:
    """What is asked for, checked for sense but not yet against the calendar."""

    by: Person
    coach_id: UUID
    client_id: UUID
    kind: Kind
    minutes: int
    starts: tuple[datetime, ...]
    chosen: Mapping[datetime, UUID] = field(default_factory=dict)

    @property
    def is_coachs(self) -> bool:
        return self.by.id == self.coach_id

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def wish_of(
    session: Session,
    by: Person,
    coach_id: UUID,
    client_id: UUID,
    kind: Kind,
    minutes: int,
    starts: Sequence[datetime],
    chosen: Mapping[datetime, UUID] | None,
    now: datetime,
) -> Wish:
    check_client(session, by, coach_id=coach_id, client_id=client_id)
    if kind == "checkin":
        minutes = CHECKIN_MINUTES
    _check_starts(starts, minutes, now)
    picked = chosen or {} if by.id == coach_id else {}
    return Wish(
        by,
        coach_id,
        client_id,
        kind,
        minutes,
        tuple(sorted(start.astimezone(UTC) for start in starts)),
        {start.astimezone(UTC): package_id for start, package_id in picked.items()},
    )


def check_client(session: Session, by: Person, *, coach_id: UUID, client_id: UUID) -> None:
    """Nobody is booked for who is archived; asked again under the lock."""
    if require_part(session, by, coach_id=coach_id, client_id=client_id) == "archived":
        raise ClientArchived


def _check_starts(starts: Sequence[datetime], minutes: int, now: datetime) -> None:
    if not starts:
        raise Invalid("Pick at least one time.")
    if len(starts) > MOST_AT_ONCE:
        raise Invalid(f"Pick at most {MOST_AT_ONCE} times at once.")
    if not 0 < minutes <= MOST_MINUTES:
        raise Invalid("Pick how long the session takes.")
    for start in starts:
        if start.tzinfo is None or start.second or start.microsecond:
            raise Invalid("One of the times can't be used. Reload the page and pick again.")
        if not -FURTHEST < start - now < FURTHEST:
            raise Invalid("One of the times is too far away.")
    if len({start.astimezone(UTC) for start in starts}) < len(starts):
        raise Invalid("You picked the same time twice.")
