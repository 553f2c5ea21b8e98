"""Forms before check-ins: each with its check-in where that is now, with answers that fit."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from coachbook.services.checkin_entries import is_fitting
from coachbook.services.checkin_kinds import CLEANERS
from coachbook.services.invariants.report import Finding, Offender
from coachbook.services.invariants.rows import MessageRow, Practice, QuestionRow, ResponseRow

SENT = "checkin_form_submitted"


def findings(practice: Practice) -> Iterator[Finding]:
    yield Finding(
        "form_belongings",
        "Every form is of a client's own check-in, where its moves have led",
        len(practice.responses),
        "forms",
        tuple(found for one in practice.responses for found in _misplaced(one, practice)),
    )
    yield Finding(
        "form_answers",
        "Every answer is one to the question that it was given to",
        sum(len(one.responses) for one in practice.responses),
        "answers",
        tuple(found for one in practice.responses for found in _odd_answers(one, practice)),
    )
    yield Finding(
        "form_messages",
        "A coach is told only of forms that were sent",
        len(_letters(practice)),
        "messages",
        tuple(_told_of_nothing(practice)),
    )
    yield Finding(
        "form_questions",
        "Every question can be answered",
        len(practice.questions),
        "questions",
        tuple(found for one in practice.questions.values() for found in _unanswerable(one)),
    )


def _misplaced(response: ResponseRow, practice: Practice) -> Iterator[Offender]:
    booking = practice.booking_by_id.get(response.booking_id)
    if booking is None:
        return  # a reference that leads nowhere is found elsewhere
    if not booking.is_checkin:
        yield Offender((response.id,), "a session has a form")
    if booking.was_moved_away:
        yield Offender((response.id, booking.id), "the form stayed behind when its check-in moved")
    if booking.client_id != response.client_id:
        yield Offender((response.id,), "the form is of another client than its check-in")
    if response.submitted_at and response.saved_at < response.submitted_at:
        yield Offender((response.id,), "the form was sent after it was last kept")


def _odd_answers(response: ResponseRow, practice: Practice) -> Iterator[Offender]:
    booking = practice.booking_by_id.get(response.booking_id)
    for key, entry in response.responses.items():
        question = practice.questions.get(_key(key))
        if question is None or (booking and question.coach_id != booking.coach_id):
            yield Offender((response.id,), f"answers {key}, which its coach never asked")
        elif not _is_sound(entry):
            yield Offender((response.id, question.id), "has no answer to what was asked")


def _key(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        return UUID(int=0)


def _is_sound(entry: Any) -> bool:
    """The oldest entries don't say of which kind they are."""
    if not isinstance(entry, Mapping) or not {"question", "answer"} <= entry.keys():
        return False
    return entry.get("kind") not in CLEANERS or is_fitting(entry)


def _told_of_nothing(practice: Practice) -> Iterator[Offender]:
    sent = {
        practice.booking_by_id[one.booking_id].chain_id
        for one in practice.responses
        if one.submitted_at and one.booking_id in practice.booking_by_id
    }
    for message in _letters(practice):
        if message.subject_id not in sent:
            yield Offender((message.id,), "tells of a form that wasn't sent")


def _letters(practice: Practice) -> list[MessageRow]:
    return [one for one in practice.messages if one.event == SENT]


def _unanswerable(question: QuestionRow) -> Iterator[Offender]:
    needs_options = question.question_type in ("select", "multiple")
    if needs_options and not question.options:
        yield Offender((question.id,), "asks for a choice of nothing")
