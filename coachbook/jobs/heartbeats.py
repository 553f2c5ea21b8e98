"""Each process that sends messages or runs jobs says that it lives, some times a minute."""

import os
import socket
from datetime import datetime
from functools import cache
from uuid import uuid4

from sqlalchemy import delete
from sqlmodel import Session, col

from coachbook.models import Heartbeat
from coachbook.models.upserts import insert_into


@cache
def this_process() -> str:
    """A name that no other process has, also after a restart."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid4().hex[:8]}"


def beat(session: Session, worker: str, *, is_leader: bool, now: datetime) -> None:
    said = {"beat_at": now, "is_leader": is_leader}
    statement = insert_into(session, Heartbeat).values(worker=worker, started_at=now, **said)
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["worker"], set_=said)
    )


def stop(session: Session, worker: str) -> None:
    """It ended as it should: nobody need miss it."""
    session.connection().execute(delete(Heartbeat).where(col(Heartbeat.worker) == worker))
