"""What is known of all of a coach's clients at once: one statement each, however many they are."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, and_, bindparam, case, func, or_, select, type_coerce
from sqlmodel import Session

from coachbook.models import (
    BlockedAddress,
    Booking,
    ClientBookingStats,
    CoachClient,
    Profile,
    SessionPackage,
)
from coachbook.models.columns import epoch, table_of
from coachbook.services.people import Person


class Facts(NamedTuple):
    """What is known of everybody before the page is cut: ids as the driver has them, instants in
    seconds, `traits` added up.
    """

    id: Any
    name: str
    email: str
    traits: int
    no_shows: int
    cancellations: int
    packages: int
    available: int
    expires: int | None

    @property
    def key(self) -> UUID:
        return UUID(str(self.id))


class Edges(NamedTuple):
    """What decides on a badge: how few sessions, how many incidents, until which second."""

    low_at: int
    flag_at: int
    soon: int


ARCHIVED, FLAGGED, LOW, EXPIRING, NO_PACKAGE, INVITED, BOUNCING = (2**bit for bit in range(7))


_relation, _person, _blocked = table_of(CoachClient), table_of(Profile), table_of(BlockedAddress)
_stats, _package, _booking = (
    table_of(ClientBookingStats), table_of(SessionPackage), table_of(Booking),
)  # fmt: skip
_is_usable = (_package.c.remaining_sessions > 0) & or_(
    _package.c.expires_at.is_(None), _package.c.expires_at >= bindparam("today")
)
_sold = (
    select(
        _package.c.client_id,
        func.count().label("packages"),
        func.sum(case((_is_usable, _package.c.remaining_sessions), else_=0)).label("available"),
        epoch(func.min(case((_is_usable, _package.c.expires_at)))).label("expires"),
    )
    .where(_package.c.coach_id == bindparam("coach_id"), _package.c.voided_at.is_(None))
    .group_by(_package.c.client_id)
    .subquery()
)
_packages = func.coalesce(_sold.c.packages, 0)
_available = func.coalesce(_sold.c.available, 0)
_TRAITS = {
    ARCHIVED: _relation.c.status == "archived",
    FLAGGED: _stats.c.is_flagged,
    LOW: and_(_packages > 0, _available <= bindparam("low_at")),
    EXPIRING: _sold.c.expires < bindparam("soon"),
    NO_PACKAGE: _packages == 0,
    INVITED: _relation.c.status == "invited",
    BOUNCING: _blocked.c.address.is_not(None),
}

_traits: Any = sum(case((holds, trait), else_=0) for trait, holds in _TRAITS.items())


def _raw(column: Any) -> Any:
    """Making thousands of UUIDs takes longer than reading them."""
    return type_coerce(column, String)


_EVERYBODY = (
    select(
        _raw(_relation.c.client_id),
        _relation.c.name,
        _person.c.email,
        _traits,
        func.coalesce(_stats.c.no_show_count_90d, 0),
        func.coalesce(_stats.c.cancellation_count_90d, 0),
        _packages,
        _available,
        _sold.c.expires,
    )
    .join_from(_relation, _person, _person.c.id == _relation.c.client_id)
    .outerjoin(
        _stats,
        (_stats.c.client_id == _relation.c.client_id) & (_stats.c.coach_id == _relation.c.coach_id),
    )
    .outerjoin(_blocked, _blocked.c.address == _person.c.email)
    .outerjoin(_sold, _sold.c.client_id == _relation.c.client_id)
    .where(_relation.c.coach_id == bindparam("coach_id"))
)


_is_next = (_booking.c.status == "confirmed", _booking.c.starts_at >= bindparam("now"))
_is_over = (
    _booking.c.status.in_(("confirmed", "completed")),
    _booking.c.ends_at <= bindparam("now"),
)


def _grouped(found: Any, *conditions: Any) -> tuple[Select[Any], Select[Any]]:
    """For all of a coach's clients, by the coach's index; for a few of them, by the clients'."""
    times = select(_raw(_booking.c.client_id), epoch(found)).group_by(_booking.c.client_id)
    is_coachs = _booking.c.coach_id == bindparam("coach_id")
    few = _booking.c.client_id.in_(bindparam("ids", expanding=True))
    hidden = case((and_(is_coachs, *conditions), 1), else_=0) == 1  # no other index tempts
    return times.where(is_coachs, *conditions), times.where(few, hidden)


_NEXT, _NEXT_OF_FEW = _grouped(func.min(_booking.c.starts_at), *_is_next)
_SEEN, _SEEN_OF_FEW = _grouped(func.max(_booking.c.starts_at), *_is_over)


def everybody(session: Session, by: Person, today: date, edges: Edges) -> list[Facts]:
    asked = {
        "coach_id": by.id,
        "today": midnight(today, by),
        "low_at": edges.low_at,
        "soon": edges.soon,
    }
    rows = session.connection().execute(_EVERYBODY, asked).all()  # one by one takes twice as long
    return [Facts._make(row) for row in rows]


def midnight(on: date, by: Person) -> datetime:
    """A package whose last day is `on` or later ends after it."""
    return datetime.combine(on, time(), by.zone).astimezone(UTC)


def next_starts(
    session: Session, by: Person, now: datetime, ids: Sequence[UUID] | None = None
) -> dict[Any, int]:
    """When each is booked next, in seconds; of all the coach's clients, or of these only."""
    return _times(session, by, now, ids, _NEXT, _NEXT_OF_FEW)


def last_starts(
    session: Session, by: Person, now: datetime, ids: Sequence[UUID] | None = None
) -> dict[Any, int]:
    """When each was last there, in seconds, marked already or not."""
    return _times(session, by, now, ids, _SEEN, _SEEN_OF_FEW)


def _times(
    session: Session,
    by: Person,
    now: datetime,
    ids: Sequence[UUID] | None,
    of_all: Select[Any],
    of_few: Select[Any],
) -> dict[Any, int]:
    asked: dict[str, Any] = {"coach_id": by.id, "now": now}
    if ids is not None:
        asked["ids"] = list(ids)
    rows = session.connection().execute(of_all if ids is None else of_few, asked)
    return {client_id: seconds for client_id, seconds in rows.all() if seconds is not None}


def instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
