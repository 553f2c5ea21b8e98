"""Workouts as people see them: the client all of theirs, a coach those that they wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.errors import NotFound
from coachbook.models import CoachClient, Profile, Workout
from coachbook.services.people import Person, relation, require_part
from coachbook.services.workouts import exercises
from coachbook.services.workouts.exercises import Exercise


@dataclass(frozen=True)
class WorkoutView:
    """One workout. `client_note` may stand without it being done: "my knee hurt"."""

    id: UUID
    client_id: UUID
    coach_id: UUID
    coach_name: str
    scheduled_on: date
    title: str
    notes: str
    exercises: tuple[Exercise, ...]
    is_done: bool
    done_at: datetime | None
    client_note: str
    version: int
    series_id: UUID


def of_client(
    session: Session, *, by: Person, client_id: UUID, first: date, last: date
) -> list[WorkoutView]:
    """By date, both days included. The client sees those of every coach that takes them; a coach,
    their own, of archived clients too.
    """
    selected = _query().where(
        Workout.client_id == client_id,
        col(Workout.scheduled_on).between(first, last),
        col(Workout.coach_id).in_(_coaches(session, by, client_id)),
    )
    rows = session.execute(selected.order_by(*_IN_ORDER).execution_options(populate_existing=True))
    return views(rows)


def one(session: Session, workout_id: UUID, *, by: Person) -> WorkoutView:
    """For its client and its coach; absent for everybody else."""
    rows = views(
        session.execute(
            _query().where(Workout.id == workout_id).execution_options(populate_existing=True)
        )
    )
    if not rows:
        raise NotFound
    require_part(session, by, coach_id=rows[0].coach_id, client_id=rows[0].client_id)
    return rows[0]


def views(rows: Iterable[Any]) -> list[WorkoutView]:
    return [view(row, coach_name) for row, coach_name in rows]


def view(row: Workout, coach_name: str) -> WorkoutView:
    return WorkoutView(
        id=row.id,
        client_id=row.client_id,
        coach_id=row.coach_id,
        coach_name=coach_name,
        scheduled_on=row.scheduled_on,
        title=row.title,
        notes=row.notes,
        exercises=exercises.read(row.exercises),
        is_done=row.completed_at is not None,
        done_at=row.completed_at,
        client_note=row.client_note,
        version=row.version,
        series_id=row.series_id,
    )


_IN_ORDER = (col(Workout.scheduled_on), col(Workout.created_at), col(Workout.id))


def _query() -> Any:
    return select(Workout, col(Profile.name)).join(
        Profile, col(Profile.id) == col(Workout.coach_id)
    )


def _coaches(session: Session, by: Person, client_id: UUID) -> list[UUID]:
    if by.id != client_id:
        relation(session, coach_id=by.id, client_id=client_id)
        return [by.id]
    return list(
        session.exec(
            select(CoachClient.coach_id).where(
                CoachClient.client_id == client_id, CoachClient.status != "archived"
            )
        )
    )
