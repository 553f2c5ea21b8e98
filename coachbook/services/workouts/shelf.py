"""The coach's templates: workouts without a date, copied into programmes and never tied to them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import WorkoutTemplate
from coachbook.services.people import Person, require_coach
from coachbook.services.workouts import exercises as lines
from coachbook.services.workouts import rows
from coachbook.services.workouts.exercises import Exercise
from coachbook.services.workouts.planning import Draft, checked

MOST_TEMPLATES = 200


@dataclass(frozen=True)
class TemplateView:
    id: UUID
    title: str
    notes: str
    exercises: tuple[Exercise, ...]
    version: int = 1


def templates(session: Session, *, by: Person) -> list[TemplateView]:
    """By title."""
    require_coach(by)
    found = _own(session, by)
    return sorted((_view(row) for row in found), key=lambda one: one.title.casefold())


def create_template(session: Session, draft: Draft, *, by: Person, now: datetime) -> TemplateView:
    require_coach(by)
    lock_coach(session, by.id)
    draft = checked(draft)
    others = _own(session, by)
    if len(others) >= MOST_TEMPLATES:
        raise Invalid(f"{MOST_TEMPLATES} templates are the most. Remove one first.")
    _check_title_is_free(draft.title, others)
    row = WorkoutTemplate(coach_id=by.id, title="", created_at=now)
    return _write(session, row, draft)


def save_as_template(
    session: Session, workout_id: UUID, *, by: Person, title: str, now: datetime
) -> TemplateView:
    """What one of the coach's workouts says, on the shelf under a title of its own."""
    row = rows.own(session, workout_id, by)
    draft = Draft(title, row.notes, lines.read(row.exercises))
    return create_template(session, draft, by=by, now=now)


def edit_template(
    session: Session, draft: Draft, *, by: Person, seen: TemplateView
) -> TemplateView:
    """`seen` is the template as the page showed it; refused when it isn't like that any more.

    Workouts that were made from it stay as they are.
    """
    row = _locked(session, seen, by)
    draft = checked(draft)
    _check_title_is_free(draft.title, [one for one in _own(session, by) if one.id != row.id])
    row.version += 1
    return _write(session, row, draft)


def remove_template(session: Session, *, by: Person, seen: TemplateView) -> None:
    """Workouts that were made from it stay."""
    session.delete(_locked(session, seen, by))
    session.flush()


def template_difference(seen: TemplateView, current: TemplateView) -> str:
    """How it reads now where it was changed since it was seen; "" where nothing was."""
    if current.version == seen.version:
        return ""
    changes = []
    if current.title != seen.title:
        changes.append(f'it is called "{current.title}" (was "{seen.title}")')
    if current.notes != seen.notes:
        changes.append("its notes are others")
    if current.exercises != seen.exercises:
        names = ", ".join(one.name for one in current.exercises[:4])
        more = ", and more" if len(current.exercises) > 4 else ""
        changes.append(f"its exercises are {names}{more}" if names else "it has no exercises")
    now_is = "; ".join(changes) or "it says the same again"
    return f"This template was changed elsewhere a moment ago: {now_is}."


def _locked(session: Session, seen: TemplateView, by: Person) -> WorkoutTemplate:
    require_coach(by)
    lock_coach(session, by.id)
    row = session.get(WorkoutTemplate, seen.id, populate_existing=True)
    if row is None or row.coach_id != by.id:
        raise NotFound
    if told := template_difference(seen, _view(row)):
        raise AlreadyChanged(told)
    return row


def _own(session: Session, by: Person) -> list[WorkoutTemplate]:
    found = select(WorkoutTemplate).where(WorkoutTemplate.coach_id == by.id)
    return list(session.exec(found.execution_options(populate_existing=True)))


def _check_title_is_free(title: str, others: list[WorkoutTemplate]) -> None:
    if any(one.title.casefold() == title.casefold() for one in others):
        raise Invalid(f'There is a template "{title}" already. Pick another title.', field="title")


def _write(session: Session, row: WorkoutTemplate, draft: Draft) -> TemplateView:
    row.title, row.notes = draft.title, draft.notes
    row.exercises = lines.stored(draft.exercises)
    session.add(row)
    session.flush()
    return _view(row)


def _view(row: WorkoutTemplate) -> TemplateView:
    return TemplateView(row.id, row.title, row.notes, lines.read(row.exercises), row.version)
