"""The rows of a form: what is asked, whose check-in it is for, what is stored."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.errors import NotFound
from coachbook.models import Booking, CheckinFormQuestion, CheckinFormResponse, CoachClient
from coachbook.services.checkin_kinds import Question
from coachbook.services.people import Person

Lock = Literal["", "cancelled", "started", "archived"]


def asked(session: Session, coach_id: UUID) -> tuple[Question, ...]:
    """What this coach asks now, in the coach's order."""
    rows = session.exec(
        select(CheckinFormQuestion)
        .where(
            CheckinFormQuestion.coach_id == coach_id,
            col(CheckinFormQuestion.archived_at).is_(None),
        )
        .order_by(col(CheckinFormQuestion.sort_order), col(CheckinFormQuestion.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_question(row) for row in rows)


def once_asked(session: Session, coach_id: UUID, ids: Collection[UUID]) -> tuple[Question, ...]:
    """Those of the ids that are this coach's questions, archived ones too."""
    rows = session.exec(
        select(CheckinFormQuestion).where(
            CheckinFormQuestion.coach_id == coach_id, col(CheckinFormQuestion.id).in_(ids)
        )
    )
    return tuple(_question(row) for row in rows)


def _question(row: CheckinFormQuestion) -> Question:
    return Question(
        row.id,
        row.question,
        row.help_text,
        row.question_type,
        tuple(row.options or ()),
        row.is_required,
    )


def newest(session: Session, chain_id: UUID, *, by: Person) -> Booking:
    """The client's own check-in, where its moves have led."""
    booking = session.exec(
        select(Booking)
        .where(
            Booking.chain_id == chain_id,
            Booking.client_id == by.id,
            Booking.booking_type == "checkin",
        )
        .order_by(col(Booking.sequence).desc(), col(Booking.created_at).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()
    if booking is None:
        raise NotFound
    return booking


def lock_of(booking: Booking, now: datetime) -> Lock:
    """Why the form of this check-in can't be changed any more, if so."""
    if booking.status == "cancelled":
        return "cancelled"
    return "started" if booking.starts_at <= now or booking.status != "confirmed" else ""


def is_archived(session: Session, booking: Booking) -> bool:
    """Whether the coach doesn't take this client any more."""
    wanted = select(CoachClient.status).where(
        CoachClient.coach_id == booking.coach_id, CoachClient.client_id == booking.client_id
    )
    return session.exec(wanted).first() == "archived"


def response_of(session: Session, booking_id: UUID) -> CheckinFormResponse | None:
    return session.exec(
        select(CheckinFormResponse)
        .where(CheckinFormResponse.booking_id == booking_id)
        .execution_options(populate_existing=True)
    ).first()
