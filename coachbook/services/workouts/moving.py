"""A workout gets another date, or goes. What is done stays."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, select

from coachbook.models import Workout
from coachbook.services.changes import touch
from coachbook.services.people import Person
from coachbook.services.workouts import rows
from coachbook.services.workouts.rows import Scope
from coachbook.services.workouts.views import WorkoutView, view


def move(
    session: Session, on: date, *, by: Person, seen: WorkoutView, now: datetime
) -> WorkoutView:
    """This one to another date. Where its series has one on that day, it leaves the series."""
    row = rows.open_one(session, seen, by)
    if row.scheduled_on == on:
        return view(row, by.name)
    rows.check_days(session, by, row.client_id, [on], now)
    if any(one.scheduled_on == on for one in _series(session, row, by)):
        row.series_id = uuid4()
    row.scheduled_on = on
    row.version += 1
    session.add(row)
    session.flush()
    touch(session, by.id, now)
    return view(row, by.name)


def remove(
    session: Session, *, by: Person, seen: WorkoutView, now: datetime, scope: Scope = "one"
) -> int:
    """How many went: this one, or with those of its series that follow and are not done."""
    row = rows.open_one(session, seen, by)
    going = rows.in_scope(session, row, scope)
    for one in going:
        session.delete(one)
    session.flush()
    touch(session, by.id, now)
    return len(going)


def following(session: Session, seen: WorkoutView, *, by: Person) -> int:
    """How many later ones of its series are not done."""
    row = rows.own(session, seen.id, by)
    counted = select(func.count()).where(
        Workout.coach_id == by.id,
        Workout.client_id == row.client_id,
        Workout.series_id == row.series_id,
        col(Workout.scheduled_on) > row.scheduled_on,
        col(Workout.completed_at).is_(None),
    )
    return session.exec(counted).one()


def _series(session: Session, row: Workout, by: Person) -> list[Workout]:
    series: list[UUID] = [row.series_id]
    return list(rows.of_series(session, by, row.client_id, series))
