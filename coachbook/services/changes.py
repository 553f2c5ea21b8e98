"""Tells open pages that a coach's calendar changed, by raising its version."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session

from coachbook.models import CalendarVersion
from coachbook.models.columns import table_of

_version = table_of(CalendarVersion)
_RAISE = (
    update(_version)
    .where(_version.c.coach_id == bindparam("of_coach"))
    .values(version=_version.c.version + 1, changed_at=bindparam("at"))
)


def touch(session: Session, coach_id: UUID, now: datetime) -> None:
    raised = session.connection().execute(_RAISE, {"of_coach": coach_id, "at": now})
    if raised.rowcount == 0:
        session.add(CalendarVersion(coach_id=coach_id, version=1, changed_at=now))
        session.flush()
