"""What a client answered before their check-ins, with each question as it was asked then.

A response keeps, for each question's id, the wording, the answer and the place in the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.models import Booking, CheckinFormResponse
from coachbook.services.people import Person, relation, require_coach

MOST_FORMS = 60


@dataclass(frozen=True)
class Answer:
    question: str
    answer: str


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
        Submitted(chain_id, starts_at, row.submitted_at, _answers(row.responses))
        for row, chain_id, starts_at in rows
        if row.submitted_at
    ]


def kept(question: str, answer: Any, position: int) -> dict[str, Any]:
    """How one answer is stored."""
    return {"question": question, "answer": answer, "position": position}


def _answers(responses: Mapping[str, Any]) -> tuple[Answer, ...]:
    asked = [one for one in responses.values() if isinstance(one, dict) and "question" in one]
    asked.sort(key=lambda one: one.get("position", 0))
    return tuple(Answer(str(one["question"]), _in_words(one.get("answer"))) for one in asked)


def _in_words(answer: Any) -> str:
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, list):
        return ", ".join(map(str, answer))
    return "" if answer is None else str(answer)
