"""One process runs the jobs: whoever holds the lease, until it stops renewing it.

Two at once would do no harm, only the same work twice: each job counts on its own keys.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_
from sqlmodel import Session, col

from coachbook.models import Lease
from coachbook.models.upserts import insert_into

JOBS = "jobs"
LASTS = timedelta(seconds=60)
CLOCKS_DIFFER = timedelta(seconds=60)  # at most: two leaders would take turns at every beat


def take(session: Session, name: str, *, holder: str, now: datetime) -> bool:
    """Take the lease, or renew it; False while somebody else has it.

    One that runs for much longer than any lease was written by a clock that was wrong.
    """
    statement = insert_into(session, Lease)
    is_free = or_(
        col(Lease.holder) == holder,
        col(Lease.until) <= now,
        col(Lease.until) > now + LASTS + CLOCKS_DIFFER,
    )
    taken: dict[str, Any] = {"holder": holder, "until": now + LASTS}
    statement = statement.values(name=name, **taken).on_conflict_do_update(
        index_elements=["name"], set_=taken, where=is_free
    )
    written = session.connection().execute(statement.returning(col(Lease.name)))
    return written.first() is not None


def give_up(session: Session, name: str, *, holder: str) -> None:
    """Another may take it at once."""
    mine = (col(Lease.name) == name, col(Lease.holder) == holder)
    session.connection().execute(delete(Lease).where(*mine))
