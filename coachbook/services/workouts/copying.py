"""Weeks of one client's programme, written down for another one, or for the same one again."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from coachbook.errors import Invalid
from coachbook.services.people import Person
from coachbook.services.workouts import rows, views
from coachbook.services.workouts.planning import Draft, add, series_of_request
from coachbook.services.workouts.views import WorkoutView

LONGEST_COPY = timedelta(days=365)


def to_copy(
    session: Session, *, by: Person, client_id: UUID, first: date, last: date
) -> list[WorkoutView]:
    """What a copy of these days, both included, would take along."""
    if last < first:
        raise Invalid("The last day has to be on or after the first.", field="last")
    if last - first > LONGEST_COPY:
        raise Invalid("Copy a year at most.", field="last")
    return [
        one
        for one in views.of_client(session, by=by, client_id=client_id, first=first, last=last)
        if one.coach_id == by.id
    ]


def copy(
    session: Session,
    *,
    by: Person,
    from_client_id: UUID,
    first: date,
    last: date,
    to_client_id: UUID,
    start_on: date,
    request_id: str,
    now: datetime,
) -> list[WorkoutView]:
    """`first` becomes `start_on` and every other day keeps its distance. Open, without notes of
    the client; what was one series is one again. The same request copies once.
    """
    rows.lock_client(session, to_client_id, by)
    found = to_copy(session, by=by, client_id=from_client_id, first=first, last=last)
    if not found:
        raise Invalid("There are no workouts on these days. Pick others.", field="first")
    asked = (from_client_id, first, last, start_on)
    series = {
        one.series_id: series_of_request(by, to_client_id, request_id, *asked, one.series_id)
        for one in found
    }
    if made := rows.of_series(session, by, to_client_id, list(series.values())):
        return [views.view(row, by.name) for row in made]
    rows.check_reach(start_on, by, now, field="start_on")
    days = [start_on + (one.scheduled_on - first) for one in found]
    rows.check_days(session, by, to_client_id, days, now)
    wanted = [
        (_said(one), day, series[one.series_id]) for one, day in zip(found, days, strict=True)
    ]
    return add(session, wanted, by=by, to=to_client_id, now=now)


def _said(one: WorkoutView) -> Draft:
    return Draft(one.title, one.notes, one.exercises)
