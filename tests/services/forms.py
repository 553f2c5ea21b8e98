"""A client who fills in a form, for tests of it."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from coachbook.models import (
    CheckinFormQuestion,
    InAppNotification,
    OutboxMessage,
)
from coachbook.notifications import messages, sending
from coachbook.services import checkin_forms
from coachbook.services.bookings import BookingView
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

START = at("2026-11-18 09:00")


def ask(
    practice: Practice, kind: str = "text", words: str = "How are you?", **more: Any
) -> CheckinFormQuestion:
    row = CheckinFormQuestion(
        coach_id=practice.coach.id, question=words, question_type=kind, **more
    )
    practice.session.add(row)
    practice.session.flush()
    return row


def save(practice: Practice, checkin: BookingView, of: UUID, answer: Any, **more: Any) -> None:
    asked = {"by": practice.client, "seen": None, "now": NOW, **more}
    checkin_forms.save(practice.session, checkin.chain_id, question_id=of, answer=answer, **asked)


def submit(practice: Practice, checkin: BookingView, answers: dict[str, Any], **more: Any) -> None:
    asked = {"by": practice.client, "now": NOW, **more}
    checkin_forms.submit(practice.session, checkin.chain_id, answers, **asked)


def form(practice: Practice, checkin: BookingView, **more: Any) -> checkin_forms.Form:
    asked = {"by": practice.client, "now": NOW, **more}
    return checkin_forms.form(practice.session, checkin.chain_id, **asked)


def state(practice: Practice, checkin: BookingView) -> str:
    return checkin_forms.states(practice.session, [checkin.id])[checkin.id]


def told(session: Session) -> tuple[int, int]:
    """Emails and notes that say that a form was sent."""
    event = "checkin_form_submitted"
    letters = session.exec(select(OutboxMessage).where(OutboxMessage.event == event)).all()
    notes = session.exec(select(InAppNotification).where(InAppNotification.event == event)).all()
    return len(letters), len(notes)


def email_of(session: Session) -> sending.Email:
    event = OutboxMessage.event == "checkin_form_submitted"
    return messages.render(session, session.exec(select(OutboxMessage).where(event)).one())
