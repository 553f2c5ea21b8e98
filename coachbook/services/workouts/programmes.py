"""A client's programme as their coach reads it: a few weeks of workouts, and how it is going."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from coachbook.models import CoachClient, Workout
from coachbook.services.people import Person, relation, require_coach
from coachbook.services.workouts import views
from coachbook.services.workouts.adherence import (
    Adherence,
    adherence,
    monday_of,
    today_of,
)
from coachbook.services.workouts.rows import AHEAD, BACK
from coachbook.services.workouts.views import WorkoutView

A_WEEK = timedelta(days=7)
WEEKS_SHOWN = 4


@dataclass(frozen=True)
class Programme:
    """`workouts` of the weeks from `monday` on. `following` says of each in a series how many
    later ones are not done. `today` is the client's.
    """

    client_id: UUID
    client_name: str
    is_archived: bool
    today: date
    monday: date
    workouts: tuple[WorkoutView, ...]
    following: Mapping[UUID, int]
    adherence: Adherence
    is_empty: bool


@dataclass(frozen=True)
class Source:
    """A client whose programme can be copied, and the days that it spans."""

    client_id: UUID
    name: str
    workouts: int
    first: date
    last: date


def programme(
    session: Session, client_id: UUID, *, by: Person, now: datetime, week_of: date | None = None
) -> Programme:
    """Four weeks, from the last one on unless `week_of` says otherwise."""
    require_coach(by)
    known = relation(session, coach_id=by.id, client_id=client_id)
    today = today_of(session, client_id, now)
    monday = _first_monday(week_of, today)
    last = monday + WEEKS_SHOWN * A_WEEK - timedelta(days=1)
    found = views.of_client(session, by=by, client_id=client_id, first=monday, last=last)
    return Programme(
        client_id=client_id,
        client_name=known.name,
        is_archived=known.status == "archived",
        today=today,
        monday=monday,
        workouts=tuple(found),
        following=_following(session, by, client_id, found),
        adherence=adherence(session, client_id, by=by, now=now),
        is_empty=not found and not _has_any(session, by, client_id),
    )


def sources(session: Session, *, by: Person) -> list[Source]:
    """The caller's clients with workouts, archived ones too, by name."""
    require_coach(by)
    found = session.execute(
        select(*_SPAN)
        .join(
            Workout,
            (col(Workout.client_id) == col(CoachClient.client_id))
            & (col(Workout.coach_id) == col(CoachClient.coach_id)),
        )
        .where(CoachClient.coach_id == by.id)
        .group_by(col(CoachClient.client_id), col(CoachClient.name))
    )
    return sorted((Source(*row) for row in found), key=lambda one: one.name.casefold())


_SPAN: Any = (
    CoachClient.client_id,
    CoachClient.name,
    func.count(col(Workout.id)),
    func.min(col(Workout.scheduled_on)),
    func.max(col(Workout.scheduled_on)),
)


def _first_monday(week_of: date | None, today: date) -> date:
    """Within what can be planned and a little more, so that nobody pages into nothing."""
    wanted = week_of or today - A_WEEK
    return monday_of(min(max(wanted, today - 2 * BACK), today + AHEAD))


def _following(
    session: Session, by: Person, client_id: UUID, found: Sequence[WorkoutView]
) -> dict[UUID, int]:
    series = {one.series_id for one in found}
    if not series:
        return {}
    rows = session.execute(
        select(col(Workout.series_id), col(Workout.scheduled_on)).where(
            Workout.coach_id == by.id,
            Workout.client_id == client_id,
            col(Workout.series_id).in_(series),
            col(Workout.completed_at).is_(None),
        )
    ).all()
    later = Counter(
        one.id for one in found for series_id, on in rows
        if series_id == one.series_id and on > one.scheduled_on
    )  # fmt: skip
    return {one.id: later[one.id] for one in found}


def _has_any(session: Session, by: Person, client_id: UUID) -> bool:
    known = select(Workout.id).where(Workout.coach_id == by.id, Workout.client_id == client_id)
    return session.exec(known.limit(1)).first() is not None
