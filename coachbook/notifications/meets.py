"""How the Google Meet of a check-in stands: its link is there, or follows, or none will come."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlmodel import Session

from coachbook.models import Booking, GoogleConnection, GoogleEvent
from coachbook.models.columns import table_of

Meet = Literal["none", "pending", "ready", "failed"]
PATIENCE = timedelta(minutes=30)
AT_THE_LATEST = timedelta(minutes=10)

_booking, _event = table_of(Booking), table_of(GoogleEvent)
_connection = table_of(GoogleConnection)
_instant = _booking.c.starts_at.type
_is_copied = and_(
    _connection.c.status.in_(("connected", "failing")),
    or_(
        _connection.c.failing_since.is_(None),
        _connection.c.failing_since > bindparam("failing_after", type_=_instant),
    ),
)
_is_awaited = and_(_is_copied, _event.c.meet.in_(("none", "pending")), ~_event.c.is_given_up)
_is_ahead = _booking.c.starts_at > bindparam("starting_after", type_=_instant)
_HAS_LINK = func.coalesce(_booking.c.google_meet_link, "") != ""


def as_of(now: datetime) -> dict[str, Any]:
    """What a statement with `meet()` in it is executed with. A Google that can't be reached is
    waited for as long as one that takes its time, and never up to the start."""
    return {"failing_after": now - PATIENCE, "starting_after": now + AT_THE_LATEST}


def meet() -> ColumnElement[str]:
    """Of a booking of the same statement. Sessions, and check-ins that have their link, cost
    nothing: the rest is a look at two rows."""
    told = (
        select(case((and_(_is_awaited, _is_ahead), "pending"), else_="failed"))
        .select_from(_event.join(_connection, _connection.c.coach_id == _event.c.coach_id))
        .where(_event.c.chain_id == _booking.c.chain_id)
        .correlate(_booking)
        .scalar_subquery()
    )
    return case(
        (_booking.c.booking_type != "checkin", "none"),
        (_HAS_LINK, "ready"),
        else_=func.coalesce(told, "none"),
    )


def may_follow(booking: Booking) -> bool:
    """Whether a link is to be had that isn't there yet."""
    return booking.booking_type == "checkin" and not booking.google_meet_link


def awaited(session: Session, bookings: Iterable[Booking], *, now: datetime) -> frozenset[UUID]:
    """The chains of those whose link follows."""
    checkins = [one.chain_id for one in bookings if may_follow(one)]
    if not checkins:
        return frozenset()
    found = session.connection().execute(_awaited(), {"chains": checkins, **as_of(now)})
    return frozenset(found.scalars())


@cache
def _awaited() -> Any:
    return select(_booking.c.chain_id).where(
        _booking.c.chain_id.in_(bindparam("chains", expanding=True)),
        _booking.c.status == "confirmed",
        meet() == "pending",
    )
