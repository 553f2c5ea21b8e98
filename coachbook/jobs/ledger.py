"""What is done: for a coach and a period never again, for a job when it last ran."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.models import CoachSettings, JobDone, JobRecord, Profile
from coachbook.models.upserts import insert_into


@dataclass(frozen=True)
class Coach:
    """Whose day it is, and when the evening begins for them."""

    id: UUID
    zone: ZoneInfo
    summary_hour: int


def due(
    session: Session, job: str, *, hour: Callable[[Coach], int], now: datetime
) -> list[tuple[Coach, date]]:
    """Coaches whose clock shows that hour or a later one, and for whose date it isn't done."""
    days = [(coach, now.astimezone(coach.zone)) for coach in _coaches(session)]
    reached = [(coach, local.date()) for coach, local in days if local.hour >= hour(coach)]
    periods = {on.isoformat() for _, on in reached}
    done = set(
        session.exec(
            select(JobDone.coach_id, JobDone.period).where(
                JobDone.job == job, col(JobDone.period).in_(periods)
            )
        )
    )
    return [(coach, on) for coach, on in reached if (coach.id, on.isoformat()) not in done]


def take(session: Session, job: str, *, coach_id: UUID, on: date, now: datetime) -> bool:
    """Write down that it is done for that date, with the work itself; False if it was already."""
    statement = insert_into(session, JobDone).values(
        coach_id=coach_id, job=job, period=on.isoformat(), done_at=now
    )
    once = statement.on_conflict_do_nothing().returning(col(JobDone.period))
    return session.connection().execute(once).first() is not None


def begun(session: Session, name: str, *, now: datetime) -> None:
    """`runs` counts those that were begun, so that none that died is missed."""
    said = {"last_started_at": now}
    statement = insert_into(session, JobRecord).values(
        name=name, runs=1, last_milliseconds=0, last_count=0, last_error="", **said
    )
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"runs": col(JobRecord.runs) + 1, **said}
        )
    )


def ended(
    session: Session, name: str, *, milliseconds: int, count: int, error: str, now: datetime
) -> None:
    record = session.get_one(JobRecord, name)
    record.last_finished_at = now
    record.last_milliseconds = milliseconds
    record.last_count = count
    record.last_error = error
    session.add(record)
    session.flush()


def records(session: Session) -> dict[str, JobRecord]:
    found = session.exec(select(JobRecord).execution_options(populate_existing=True))
    return {record.name: record for record in found}


def _coaches(session: Session) -> list[Coach]:
    asked = select(CoachSettings.coach_id, Profile.time_zone, CoachSettings.summary_hour).join(
        Profile, col(Profile.id) == col(CoachSettings.coach_id)
    )
    return [Coach(one, ZoneInfo(zone), hour) for one, zone, hour in session.exec(asked)]
