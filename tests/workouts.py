"""Workouts for tests, written down as if they had been planned before."""

from datetime import date
from uuid import UUID, uuid4

from sqlmodel import Session

from coachbook.models import Workout
from coachbook.services import workouts
from coachbook.services.people import Person
from coachbook.services.workouts import Exercise, WorkoutView
from coachbook.services.workouts.exercises import stored
from tests.conftest import NOW

SQUAT = Exercise("Squat", "3", "8", "60 kg")


def planned(
    session: Session,
    coach: Person,
    client: Person,
    on: str = "2026-11-16",
    *,
    title: str = "Lower body",
    exercises: tuple[Exercise, ...] = (SQUAT,),
    series_id: UUID | None = None,
    is_done: bool = False,
) -> WorkoutView:
    row = Workout(
        client_id=client.id,
        coach_id=coach.id,
        series_id=series_id or uuid4(),
        scheduled_on=date.fromisoformat(on),
        title=title,
        exercises=stored(exercises),
        completed_at=NOW if is_done else None,
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    return workouts.one(session, row.id, by=coach)
