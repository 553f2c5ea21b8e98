"""A form as its client sees it, and how far the forms of many check-ins are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import Session, col, select

from coachbook.models import (
    Booking,
    CheckinFormQuestion,
    CheckinFormResponse,
    CoachClient,
    Profile,
)
from coachbook.services import checkin_entries, checkin_kinds
from coachbook.services.checkin_entries import Answer
from coachbook.services.checkin_forms import records
from coachbook.services.checkin_forms.records import Lock
from coachbook.services.checkin_kinds import Question
from coachbook.services.people import Person

State = Literal["none", "open", "draft", "sent"]


@dataclass(frozen=True)
class ToFill:
    """A check-in ahead whose form isn't sent: `state` is "open" or "draft"."""

    booking_id: UUID
    chain_id: UUID
    coach_id: UUID
    coach_name: str
    starts_at: datetime
    ends_at: datetime
    state: State


@dataclass(frozen=True)
class Form:
    """What is asked, with `answers` by question id where there is one that fits.

    While it may be changed the questions are today's: `former` has those that were answered and
    changed since, as they were, with the answer where it doesn't fit any more; `retired` are
    answers to those that are asked no more. Once it is locked they are as they were asked. `mark`
    changes with the questions.
    """

    booking_id: UUID
    coach_id: UUID
    coach_name: str
    coach_zone: str
    starts_at: datetime
    ends_at: datetime
    state: State
    lock: Lock
    questions: tuple[Question, ...]
    answers: Mapping[str, Any]
    former: Mapping[str, Answer]
    retired: tuple[Answer, ...]
    mark: str
    saved_at: datetime | None
    submitted_at: datetime | None
    read_at: datetime


def form(session: Session, chain_id: UUID, *, by: Person, now: datetime) -> Form:
    """The form of a check-in of the caller's own, where the check-in's moves have led."""
    booking = records.newest(session, chain_id, by=by)
    coach = session.get_one(Profile, booking.coach_id)
    response = records.response_of(session, booking.id)
    lock = records.lock_of(booking, now) or _archived(session, booking)
    entries = response.responses if response else {}
    today = () if lock else records.asked(session, booking.coach_id)
    questions = checkin_entries.as_asked(entries) if lock else today
    known = {str(one.id) for one in questions}
    others = {key: one for key, one in entries.items() if key not in known}
    return Form(
        booking_id=booking.id,
        coach_id=coach.id,
        coach_name=coach.name,
        coach_zone=coach.time_zone,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        state=states(session, [booking.id])[booking.id],
        lock=lock,
        questions=questions,
        answers=_fitting(questions, entries),
        former=_former(questions, entries),
        retired=checkin_entries.answered(others),
        mark=checkin_kinds.mark(questions),
        saved_at=response.saved_at if response else None,
        submitted_at=response.submitted_at if response else None,
        read_at=now,
    )


def _archived(session: Session, booking: Booking) -> Lock:
    return "archived" if records.is_archived(session, booking) else ""


def _fitting(questions: Sequence[Question], entries: Mapping[str, Any]) -> dict[str, Any]:
    found = {str(one.id): checkin_entries.answer_in(entries, one) for one in questions}
    return {key: answer for key, answer in found.items() if answer is not None}


def _former(questions: Sequence[Question], entries: Mapping[str, Any]) -> dict[str, Answer]:
    found = {str(one.id): checkin_entries.former(entries, one) for one in questions}
    return {key: former for key, former in found.items() if former}


def states(session: Session, booking_ids: Sequence[UUID]) -> dict[UUID, State]:
    """How far each form is; "none" where nothing is asked, which is complete: of clients whom the
    coach has archived neither. Three queries.
    """
    coaches = _coaches(session, booking_ids)
    asking = _asking(session, {coach_id for coach_id, is_taken in coaches.values() if is_taken})
    sent = dict(
        session.exec(
            select(CheckinFormResponse.booking_id, CheckinFormResponse.submitted_at).where(
                col(CheckinFormResponse.booking_id).in_(coaches)
            )
        ).all()
    )
    asked = {
        one for one, (coach_id, is_taken) in coaches.items() if is_taken and coach_id in asking
    }
    return {one: _state(one, one in asked, sent) for one in booking_ids}


def _coaches(session: Session, booking_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, bool]]:
    """Of each check-in its coach, and whether they take its client still."""
    rows = session.exec(
        select(Booking.id, Booking.coach_id, CoachClient.status)
        .join(
            CoachClient,
            and_(
                col(CoachClient.coach_id) == col(Booking.coach_id),
                col(CoachClient.client_id) == col(Booking.client_id),
            ),
        )
        .where(col(Booking.id).in_(booking_ids), Booking.booking_type == "checkin")
    )
    return {one: (coach_id, status != "archived") for one, coach_id, status in rows}


def _state(booking_id: UUID, is_asked: bool, sent: Mapping[UUID, datetime | None]) -> State:
    if sent.get(booking_id):
        return "sent"
    if not is_asked:
        return "none"
    return "draft" if booking_id in sent else "open"


def _asking(session: Session, coach_ids: set[UUID]) -> set[UUID]:
    """Those of the coaches who ask anything at all."""
    found = session.exec(
        select(CheckinFormQuestion.coach_id)
        .where(
            col(CheckinFormQuestion.coach_id).in_(coach_ids),
            col(CheckinFormQuestion.archived_at).is_(None),
        )
        .distinct()
    )
    return set(found)


def to_fill(session: Session, *, by: Person, now: datetime) -> list[ToFill]:
    """The client's check-ins ahead whose form isn't sent, by start."""
    rows = session.exec(
        select(Booking, Profile.name)
        .join(Profile, col(Profile.id) == col(Booking.coach_id))
        .where(
            Booking.client_id == by.id,
            Booking.booking_type == "checkin",
            Booking.status == "confirmed",
            col(Booking.starts_at) > now,
        )
        .order_by(col(Booking.starts_at))
    ).all()
    found = states(session, [one.id for one, _ in rows])
    return [
        ToFill(one.id, one.chain_id, one.coach_id, coach, one.starts_at, one.ends_at, found[one.id])
        for one, coach in rows
        if found[one.id] in ("open", "draft")
    ]
