"""Notes which appointments Google Calendar is to be told of, in the transaction of the change.

What it is to be told is read from the bookings when it is told.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, select
from sqlmodel import Session

from coachbook.models import Booking, GoogleConnection, GoogleEvent
from coachbook.models.columns import table_of
from coachbook.models.upserts import insert_into
from coachbook.notifications import waking

INVITING = ("connected", "failing")
AT_ONCE = timedelta()

_booking, _connection = table_of(Booking), table_of(GoogleConnection)
_event = table_of(GoogleEvent)
_CONNECTED = select(_connection.c.status, _connection.c.connected_at).where(
    _connection.c.coach_id == bindparam("coach_id"), _connection.c.status != "ending"
)
_BOOKED_SINCE = select(_booking.c.id).where(
    _booking.c.id.in_(bindparam("ids", expanding=True)),
    _booking.c.created_at >= bindparam("since"),
)
_IS_WAITING = and_(_event.c.written < _event.c.wanted, ~_event.c.is_given_up)


def want(
    session: Session,
    coach_id: UUID,
    chain_ids: Collection[UUID],
    *,
    now: datetime,
    after: timedelta = AT_ONCE,
) -> None:
    """These were booked, moved or ended; Google hears of it `after` that time. Without a connection
    nothing is noted."""
    connection = session.connection().execute(_CONNECTED, {"coach_id": coach_id}).first()
    if connection is None or not chain_ids:
        return
    invited = _invited(session, chain_ids, connection)
    rows = [
        _row(chain_id, coach_id, chain_id in invited, now + after) for chain_id in sorted(chain_ids)
    ]
    _note(session, rows, due_at=None)


def _invited(session: Session, chain_ids: Collection[UUID], connection: Any) -> set[UUID]:
    """Those that Google invites to: what was booked before has had our own invitation."""
    if connection.status not in INVITING:
        return set()
    asked = {"ids": list(chain_ids), "since": connection.connected_at}
    return set(session.connection().execute(_BOOKED_SINCE, asked).scalars())


def want_of_client(
    session: Session, client_id: UUID, now: datetime, *, coach_id: UUID | None = None
) -> None:
    """Their name or address is another one: in everything that is to come, at this coach or at
    every one."""
    by_this_coach = (_booking.c.coach_id == coach_id,) if coach_id else ()
    _look_again(session, (_booking.c.client_id == client_id, *by_this_coach), now)


def want_of_coach(session: Session, coach_id: UUID, now: datetime) -> None:
    """Where they meet, their zone or their calendar is another one, or they have just connected:
    in everything that is to come."""
    _look_again(session, (_booking.c.coach_id == coach_id,), now)


def _look_again(session: Session, which: Iterable[Any], now: datetime) -> None:
    """What waits for its undo span goes on waiting."""
    ahead = (
        select(_booking.c.chain_id, _booking.c.coach_id)
        .join(_connection, _connection.c.coach_id == _booking.c.coach_id)
        .where(*which, _booking.c.status == "confirmed", _booking.c.starts_at > now)
        .where(_connection.c.status != "ending")
        .order_by(_booking.c.chain_id)
    )
    found = session.connection().execute(ahead).all()
    rows = [_row(one.chain_id, one.coach_id, False, now) for one in found]
    later = case(
        (and_(_IS_WAITING, _event.c.due_at > now), _event.c.due_at),
        else_=bindparam("due_now", now, type_=_event.c.due_at.type),
    )
    _note(session, rows, due_at=later)


def _row(chain_id: UUID, coach_id: UUID, invites: bool, due_at: datetime) -> dict[str, Any]:
    made = GoogleEvent(chain_id=chain_id, coach_id=coach_id, invites=invites, due_at=due_at)
    return made.model_dump()


def _note(session: Session, rows: list[dict[str, Any]], *, due_at: Any) -> None:
    """One more wish for each; a refusal of the former doesn't count for it."""
    if not rows:
        return
    insert = insert_into(session, GoogleEvent)
    again = {
        "wanted": _event.c.wanted + 1,
        "due_at": insert.excluded.due_at if due_at is None else due_at,
        "attempts": 0,
        "last_error": "",
        "is_given_up": False,
    }
    noting = insert.on_conflict_do_update(index_elements=["chain_id"], set_=again)
    session.connection().execute(noting, rows)
    waking.at_commit(session)
