"""What a client answered before their check-ins, with each question as it was asked then.

A response keeps, for each question's id, the wording, the answer and the place in the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from coachbook.models import Booking, CheckinFormResponse
from coachbook.services.checkin_kinds import Question, Unfit, clean
from coachbook.services.people import Person, relation, require_coach

MOST_FORMS = 60

Entries = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """In words; a date is as "2026-03-03"."""

    question: str
    answer: str
    kind: str = ""


@dataclass(frozen=True)
class Submitted:
    """One form that was sent, and the check-in that it was for."""

    chain_id: UUID
    starts_at: datetime
    submitted_at: datetime
    answers: tuple[Answer, ...]


def of_client(session: Session, client_id: UUID, *, by: Person) -> list[Submitted]:
    """The newest first; drafts are the client's own business."""
    require_coach(by)
    relation(session, coach_id=by.id, client_id=client_id)
    rows = session.exec(
        select(CheckinFormResponse, Booking.chain_id, Booking.starts_at)
        .join(Booking, col(Booking.id) == col(CheckinFormResponse.booking_id))
        .where(
            col(CheckinFormResponse.client_id) == client_id,
            col(CheckinFormResponse.submitted_at).is_not(None),
            col(Booking.coach_id) == by.id,
        )
        .order_by(col(CheckinFormResponse.submitted_at).desc())
        .limit(MOST_FORMS)
    )
    return [
        Submitted(chain_id, starts_at, row.submitted_at, in_order(row.responses))
        for row, chain_id, starts_at in rows
        if row.submitted_at
    ]


def kept(
    question: str,
    answer: Any,
    position: int,
    *,
    help_text: str = "",
    kind: str = "",
    options: Sequence[str] = (),
    is_required: bool = False,
) -> dict[str, Any]:
    """How one answer is stored; the oldest ones have no more than question, answer, position."""
    return {
        "question": question,
        "help": help_text,
        "kind": kind,
        "options": list(options),
        "answer": answer,
        "position": position,
        "is_required": is_required,
    }


def entry(question: Question, answer: Any, position: int) -> dict[str, Any]:
    return kept(
        question.question,
        answer,
        position,
        help_text=question.help_text,
        kind=question.kind,
        options=question.options,
        is_required=question.is_required,
    )


def answer_in(entries: Mapping[str, Any], question: Question) -> Any:
    """What is stored for a question, if it is an answer to what is asked now."""
    return fitting(question, entries.get(str(question.id), {}).get("answer"))


def fitting(question: Question, answer: Any) -> Any:
    try:
        return clean(question, answer)
    except Unfit:
        return None


def hand_on(session: Session, from_id: UUID, to_id: UUID) -> None:
    """The form goes along with a check-in that moves, and comes back with one that is undone."""
    session.connection().execute(
        update(CheckinFormResponse)
        .where(col(CheckinFormResponse.booking_id) == from_id)
        .values(booking_id=to_id)
    )


def in_order(entries: Mapping[str, Any]) -> tuple[Answer, ...]:
    """All that was asked, in its order, in words."""
    return tuple(_answer(one) for one in _sound(entries))


def answered(entries: Mapping[str, Any]) -> tuple[Answer, ...]:
    return tuple(_answer(one) for one in _sound(entries) if is_given(one))


def is_given(one: Mapping[str, Any]) -> bool:
    return one.get("answer") not in (None, [])


def is_of_another_question(one: Mapping[str, Any], question: Question) -> bool:
    """Whether this was answered when the question was worded otherwise or was of another kind."""
    if not is_given(one) or "question" not in one:
        return False
    is_reworded = one["question"] != question.question
    return is_reworded or (one.get("kind") or question.kind) != question.kind


def _sound(entries: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    asked = [one for one in entries.values() if isinstance(one, dict) and "question" in one]
    return sorted(asked, key=lambda one: one.get("position", 0))


def _answer(one: Mapping[str, Any]) -> Answer:
    return Answer(str(one["question"]), _in_words(one.get("answer")), str(one.get("kind", "")))


def _in_words(answer: Any) -> str:
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, list):
        return ", ".join(map(str, answer))
    return "" if answer is None else str(answer)
