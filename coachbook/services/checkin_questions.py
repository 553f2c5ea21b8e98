"""The questions that a coach asks before a check-in: added, changed, put in order, archived.

A form that was sent keeps what was asked; one that isn't sent yet asks what the coach asks now.
Archived questions keep their place in the order. Every change but a move counts up `version`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import CheckinFormQuestion
from coachbook.services import changes
from coachbook.services.checkin_drafts import QuestionDraft, checked, is_asked
from coachbook.services.people import Person, require_coach

MOST_QUESTIONS = 30
MOST_ARCHIVED_SHOWN = 100

Side = Literal["before", "after"]


class QuestionChanged(AlreadyChanged):
    sentence = "This question was changed in another tab a moment ago. Save again to see how."


class QuestionArchived(AlreadyChanged):
    sentence = "This question was archived in another tab a moment ago. Restore it first."


@dataclass(frozen=True)
class QuestionView:
    id: UUID
    said: QuestionDraft
    version: int
    is_archived: bool = False


def questions(session: Session, *, by: Person) -> list[QuestionView]:
    """What the coach asks, in the form's order."""
    require_coach(by)
    return [_view(row) for row in _asked(_all(session, by))]


def archived_questions(session: Session, *, by: Person) -> list[QuestionView]:
    """The last archived first."""
    require_coach(by)
    rows = session.exec(
        select(CheckinFormQuestion)
        .where(
            CheckinFormQuestion.coach_id == by.id,
            col(CheckinFormQuestion.archived_at).is_not(None),
        )
        .order_by(col(CheckinFormQuestion.archived_at).desc(), col(CheckinFormQuestion.id))
        .limit(MOST_ARCHIVED_SHOWN)
    )
    return [_view(row) for row in rows]


def add_question(
    session: Session, draft: QuestionDraft, *, by: Person, now: datetime
) -> QuestionView:
    """Asked last."""
    (added,) = add_questions(session, [draft], by=by, now=now)
    return added


def add_questions(
    session: Session, drafts: Sequence[QuestionDraft], *, by: Person, now: datetime
) -> list[QuestionView]:
    """All of them or none, asked last and in this order.

    One that was archived in the very same words comes back as itself: its answers can be compared.
    """
    require_coach(by)
    wanted = [checked(draft) for draft in drafts]
    lock_coach(session, by.id)
    rows = _all(session, by)
    _check_room(rows, more=len(wanted))
    added = []
    for draft in wanted:
        _check_is_new(draft, _asked(rows))
        row = _taken_back(rows, draft) or CheckinFormQuestion(coach_id=by.id, **_columns(draft))
        rows.append(row)
        added.append(row)
    _store(session, rows, by=by, now=now)
    return [_view(row) for row in added]


def edit_question(
    session: Session, draft: QuestionDraft, *, by: Person, seen: QuestionView, now: datetime
) -> QuestionView:
    """Refuses when the question isn't as it was `seen` any more."""
    require_coach(by)
    wanted = checked(draft)
    lock_coach(session, by.id)
    rows = _all(session, by)
    row = _own(rows, seen.id)
    if row.archived_at is not None:
        raise QuestionArchived
    if wanted == _said(row):
        return _view(row)
    if row.version != seen.version:
        raise QuestionChanged
    _check_is_new(wanted, [other for other in _asked(rows) if other is not row])
    for name, value in _columns(wanted).items():
        setattr(row, name, value)
    row.version += 1
    _store(session, rows, by=by, now=now)
    return _view(row)


def archive_question(
    session: Session, question_id: UUID, *, by: Person, now: datetime
) -> QuestionView:
    """Not asked any more; forms that were sent keep it with its answers."""
    require_coach(by)
    lock_coach(session, by.id)
    rows = _all(session, by)
    row = _own(rows, question_id)
    if row.archived_at is None:
        row.archived_at = now
        row.version += 1
        _store(session, rows, by=by, now=now)
    return _view(row)


def restore_question(session: Session, question_id: UUID, *, by: Person, now: datetime) -> int:
    """Asked again, where it was; its number in the form, counted from 1."""
    require_coach(by)
    lock_coach(session, by.id)
    rows = _all(session, by)
    row = _own(rows, question_id)
    if row.archived_at is not None:
        _check_room(rows)
        _check_is_new(_said(row), _asked(rows))
        row.archived_at = None
        row.version += 1
        _store(session, rows, by=by, now=now)
    return _asked(rows).index(row) + 1


def move_question(
    session: Session, question_id: UUID, *, by: Person, next_to: UUID, side: Side, now: datetime
) -> int:
    """Before or after another one, also one that was archived meanwhile; its number then, from 1.

    Said by its neighbour, two moves at once are both carried out.
    """
    require_coach(by)
    lock_coach(session, by.id)
    rows = _all(session, by)
    row, neighbour = _own(rows, question_id), _own(rows, next_to)
    if row.archived_at is not None:
        raise QuestionArchived
    if row is not neighbour:
        rows.remove(row)
        rows.insert(rows.index(neighbour) + (side == "after"), row)
        _store(session, rows, by=by, now=now)
    return _asked(rows).index(row) + 1


def _taken_back(
    rows: list[CheckinFormQuestion], draft: QuestionDraft
) -> CheckinFormQuestion | None:
    found = next((row for row in rows if row.archived_at and _said(row) == draft), None)
    if found is not None:
        rows.remove(found)
        found.archived_at = None
        found.version += 1
    return found


def _check_is_new(draft: QuestionDraft, others: list[CheckinFormQuestion]) -> None:
    if is_asked(draft, [_said(other) for other in others]):
        raise Invalid("You ask this already. Word it differently.", field="question")


def _check_room(rows: list[CheckinFormQuestion], *, more: int = 1) -> None:
    if len(_asked(rows)) + more > MOST_QUESTIONS:
        raise Invalid(f"{MOST_QUESTIONS} questions are the most. Archive one first.")


def _all(session: Session, by: Person) -> list[CheckinFormQuestion]:
    """Archived ones too, in the one order that all of them share."""
    return list(
        session.exec(
            select(CheckinFormQuestion)
            .where(CheckinFormQuestion.coach_id == by.id)
            .order_by(col(CheckinFormQuestion.sort_order), col(CheckinFormQuestion.id))
            .execution_options(populate_existing=True)
        )
    )


def _asked(rows: list[CheckinFormQuestion]) -> list[CheckinFormQuestion]:
    return [row for row in rows if row.archived_at is None]


def _own(rows: list[CheckinFormQuestion], question_id: UUID) -> CheckinFormQuestion:
    found = next((row for row in rows if row.id == question_id), None)
    if found is None:
        raise NotFound
    return found


def _store(session: Session, rows: list[CheckinFormQuestion], *, by: Person, now: datetime) -> None:
    """Numbers them in this order, and open forms hear of it."""
    for order, row in enumerate(rows):
        row.sort_order = order
        session.add(row)
    session.flush()
    changes.touch(session, by.id, now)


def _columns(draft: QuestionDraft) -> dict[str, Any]:
    columns = asdict(draft)
    return columns | {"question_type": columns.pop("kind"), "options": list(draft.options) or None}


def _said(row: CheckinFormQuestion) -> QuestionDraft:
    return QuestionDraft(
        row.question, row.question_type, tuple(row.options or ()), row.help_text, row.is_required
    )


def _view(row: CheckinFormQuestion) -> QuestionView:
    return QuestionView(row.id, _said(row), row.version, row.archived_at is not None)
