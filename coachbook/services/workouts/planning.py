"""The coach writes workouts for a client: on a date, or repeated weekly, and edits them.

The same request makes a series once: its id comes from the request's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel import Session

from coachbook.errors import Invalid, RequestReused
from coachbook.models import Workout
from coachbook.services.changes import touch
from coachbook.services.people import Person, valid_name
from coachbook.services.workouts import exercises as lines
from coachbook.services.workouts import rows
from coachbook.services.workouts.exercises import Exercise
from coachbook.services.workouts.rows import Scope
from coachbook.services.workouts.views import WorkoutView, view

MOST_WEEKS = 52
LONGEST_NOTES = 5_000
LONGEST_REQUEST = 64
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Draft:
    """What a workout, or a template for one, is to say."""

    title: str
    notes: str = ""
    exercises: Sequence[Exercise] = ()


def plan(
    session: Session,
    draft: Draft,
    *,
    by: Person,
    client_id: UUID,
    on: date,
    request_id: str,
    now: datetime,
    weeks: int = 1,
) -> list[WorkoutView]:
    """On this date, and on the same day of the weeks that follow: `weeks` workouts in all.

    Past dates are allowed, to write down what was done. A second arrival of the same request
    gets the workouts of the first.
    """
    rows.lock_client(session, client_id, by)
    draft = checked(draft)
    if not 1 <= weeks <= MOST_WEEKS:
        raise Invalid(f"A workout can be repeated for 1 to {MOST_WEEKS} weeks.", field="weeks")
    series_id = series_of_request(by, client_id, request_id)
    if made := rows.of_series(session, by, client_id, [series_id]):
        return _again(made, draft, on, by)
    rows.check_reach(on, by, now)
    days = [on + week * A_WEEK for week in range(weeks)]
    rows.check_days(session, by, client_id, days, now)
    return add(session, [(draft, day, series_id) for day in days], by=by, to=client_id, now=now)


def checked(draft: Draft) -> Draft:
    """Tidied; refuses what can't be used, by its field."""
    notes = draft.notes.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(notes) > LONGEST_NOTES:
        raise Invalid(f"Keep the notes under {LONGEST_NOTES:,} characters.", field="notes")
    exercises = lines.cleaned(draft.exercises)
    if not draft.title.strip():
        raise Invalid('Enter a title, such as "Lower body".', field="title")
    return Draft(valid_name(draft.title, field="title"), notes, exercises)


def series_of_request(by: Person, client_id: UUID, request_id: str, *more: object) -> UUID:
    if not 1 <= len(request_id) <= LONGEST_REQUEST:
        raise Invalid("This page is out of date. Reload it and try again.")
    return uuid5(by.id, "/".join(map(str, (client_id, request_id, *more))))


def _again(made: Sequence[Workout], draft: Draft, on: date, by: Person) -> list[WorkoutView]:
    first = made[0]
    said = Draft(first.title, first.notes, lines.read(first.exercises))
    if (said, first.scheduled_on) != (draft, on):
        raise RequestReused
    return [view(row, by.name) for row in made]


def add(
    session: Session,
    wanted: Sequence[tuple[Draft, date, UUID]],
    *,
    by: Person,
    to: UUID,
    now: datetime,
) -> list[WorkoutView]:
    """Checked drafts with their dates and series, written down."""
    made = [
        Workout(
            client_id=to,
            coach_id=by.id,
            series_id=series_id,
            scheduled_on=on,
            title=draft.title,
            notes=draft.notes,
            exercises=lines.stored(draft.exercises),
            created_at=now,
        )
        for draft, on, series_id in wanted
    ]
    session.add_all(made)
    session.flush()
    touch(session, by.id, now)
    return [view(row, by.name) for row in made]


def edit(
    session: Session,
    draft: Draft,
    *,
    by: Person,
    seen: WorkoutView,
    now: datetime,
    scope: Scope = "one",
) -> list[WorkoutView]:
    """Say it anew, in this one or in all that follow of its series; what is done stays."""
    row = rows.open_one(session, seen, by)
    draft = checked(draft)
    changed = rows.in_scope(session, row, scope)
    for one in changed:
        one.title, one.notes = draft.title, draft.notes
        one.exercises = lines.stored(draft.exercises)
        one.version += 1
        session.add(one)
    session.flush()
    touch(session, by.id, now)
    return [view(one, by.name) for one in changed]
