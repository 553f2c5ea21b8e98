"""The client ticks a workout off, with a note, and can take it back."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound, Refusal
from coachbook.models import Workout
from coachbook.services.changes import touch
from coachbook.services.people import Person
from coachbook.services.workouts import views
from coachbook.services.workouts.views import WorkoutView

LONGEST_NOTE = 2_000
EARLY = timedelta(days=7)


class TooEarlyToTick(Refusal):
    """The sentence names the day from which on it can be done."""


def tick(
    session: Session,
    workout_id: UUID,
    *,
    by: Person,
    is_done: bool,
    note: str,
    version: int,
    now: datetime,
) -> WorkoutView:
    """Done or not done, with the client's note, as of `version`.

    What stands there already is answered alike, so that two devices may tick at once; a coach's
    change in between, or another note, is told first. Open to a week before the date, by the
    client's own calendar.
    """
    lock_coach(session, _own(session, workout_id, by).coach_id)
    seen = _own(session, workout_id, by)
    note = _cleaned(note)
    if seen.is_done == is_done and seen.client_note == note:
        return seen
    if seen.version != version:
        raise AlreadyChanged(_told(seen, is_done))
    if is_done and not seen.is_done:
        _check_day(seen.scheduled_on, now.astimezone(by.zone).date())
    return _write(session, seen, is_done, note, now)


def _own(session: Session, workout_id: UUID, by: Person) -> WorkoutView:
    found = views.one(session, workout_id, by=by)
    if found.client_id != by.id:
        raise NotFound
    return found


def _cleaned(note: str) -> str:
    cleaned = note.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(cleaned) > LONGEST_NOTE:
        raise Invalid(f"Keep the note under {LONGEST_NOTE:,} characters.", field="note")
    return cleaned


def _told(seen: WorkoutView, is_done: bool) -> str:
    if seen.is_done and is_done:
        said = f', with the note "{seen.client_note}"' if seen.client_note else ""
        return f"This was ticked off on another device a moment ago{said}. Look again, then save."
    return "This workout was changed a moment ago. Look at it as it is now, then try again."


def _check_day(on: date, today: date) -> None:
    if on - EARLY > today:
        first = on - EARLY
        raise TooEarlyToTick(
            f"This is planned for {on:%B} {on.day}. You can tick it off from {first:%B} "
            f"{first.day} on."
        )


def _write(
    session: Session, seen: WorkoutView, is_done: bool, note: str, now: datetime
) -> WorkoutView:
    row = session.get_one(Workout, seen.id)
    row.completed_at = (row.completed_at or now) if is_done else None
    row.client_note = note
    row.version += 1
    session.add(row)
    session.flush()
    touch(session, row.coach_id, now)
    return views.view(row, seen.coach_name)
