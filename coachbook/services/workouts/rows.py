"""The coach's own workouts as rows to be changed: found under the lock, never another coach's."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound, Refusal
from coachbook.models import Workout
from coachbook.services.people import Person, relation, require_coach
from coachbook.services.workouts.views import WorkoutView

Scope = Literal["one", "following"]

MOST_A_DAY = 10
BACK = timedelta(days=366)
AHEAD = timedelta(days=2 * 366)


class ClientIsArchived(Refusal):
    sentence = "This client is archived. Restore them first, then plan workouts."


class DoneAlready(Refusal):
    sentence = "This workout is done, so it stays as it was. Plan another one instead."


def lock_client(session: Session, client_id: UUID, by: Person) -> None:
    """From here on the caller alone changes the programme of this client of theirs."""
    require_coach(by)
    lock_coach(session, by.id)
    known = relation(session, coach_id=by.id, client_id=client_id)
    session.refresh(known)
    if known.status == "archived":
        raise ClientIsArchived


def open_one(session: Session, seen: WorkoutView, by: Person) -> Workout:
    """The row as it is now, not done and as it was seen."""
    row = own(session, seen.id, by)
    lock_client(session, row.client_id, by)
    row = own(session, seen.id, by)
    if row.completed_at is not None:
        raise DoneAlready
    if row.version != seen.version:
        raise AlreadyChanged(difference(seen, row))
    return row


def own(session: Session, workout_id: UUID, by: Person) -> Workout:
    require_coach(by)
    row = session.exec(
        select(Workout)
        .where(Workout.id == workout_id, Workout.coach_id == by.id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound
    return row


def difference(seen: WorkoutView, row: Workout | WorkoutView) -> str:
    """What was changed since it was seen."""
    if row.scheduled_on != seen.scheduled_on:
        on = row.scheduled_on
        return f"This workout was moved to {on:%B} {on.day} a moment ago."
    if row.client_note != seen.client_note:
        return "The client wrote a note about this workout a moment ago."
    return f'This workout was changed elsewhere a moment ago. It is called "{row.title}" now.'


def in_scope(session: Session, row: Workout, scope: Scope) -> Sequence[Workout]:
    """This one, or this and those of its series that follow and are not done."""
    if scope == "one":
        return [row]
    return session.exec(
        select(Workout)
        .where(
            Workout.coach_id == row.coach_id,
            Workout.client_id == row.client_id,
            Workout.series_id == row.series_id,
            col(Workout.scheduled_on) >= row.scheduled_on,
            col(Workout.completed_at).is_(None),
        )
        .order_by(col(Workout.scheduled_on))
        .execution_options(populate_existing=True)
    ).all()


def of_series(
    session: Session, by: Person, client_id: UUID, series: Sequence[UUID]
) -> Sequence[Workout]:
    return session.exec(
        select(Workout)
        .where(
            Workout.coach_id == by.id,
            Workout.client_id == client_id,
            col(Workout.series_id).in_(series),
        )
        .order_by(col(Workout.scheduled_on), col(Workout.id))
    ).all()


def check_days(
    session: Session, by: Person, client_id: UUID, days: Sequence[date], now: datetime
) -> None:
    """In reach of today, and not more a day than anybody does."""
    for day in (min(days), max(days)):
        check_reach(day, by, now)
    taken = Counter(
        session.exec(
            select(col(Workout.scheduled_on)).where(
                Workout.coach_id == by.id,
                Workout.client_id == client_id,
                col(Workout.scheduled_on).between(min(days), max(days)),
            )
        )
    )
    for day, more in sorted(Counter(days).items()):
        if taken[day] + more > MOST_A_DAY:
            raise Invalid(
                f"A day can have {MOST_A_DAY} workouts; {day:%B} {day.day} would have "
                f"{taken[day] + more}.",
                field="scheduled_on",
            )


def check_reach(day: date, by: Person, now: datetime, *, field: str = "scheduled_on") -> None:
    today = now.astimezone(by.zone).date()
    if day < today - BACK:
        raise Invalid("Pick a date that is at most a year ago.", field=field)
    if day > today + AHEAD:
        raise Invalid("Pick dates within the next two years.", field=field)
