"""Tells open pages that a coach's calendar changed, by raising its version."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from coachbook.models import CalendarVersion


def touch(session: Session, coach_id: UUID, now: datetime) -> None:
    raised = session.connection().execute(
        update(CalendarVersion)
        .where(col(CalendarVersion.coach_id) == coach_id)
        .values(version=CalendarVersion.version + 1, changed_at=now)
    )
    if raised.rowcount == 0:
        session.add(CalendarVersion(coach_id=coach_id, version=1, changed_at=now))
        session.flush()
