"""Reminders of what lies ahead: whatever is due and wasn't written yet, however late the clock is.

Nobody is reminded of what they booked, moved or took back inside the span of the reminder: they
have only just heard of it. A form is reminded of once, wherever its check-in is moved to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlmodel import Session

from coachbook.models import (
    Booking,
    BookingHistory,
    CheckinFormQuestion,
    CheckinFormResponse,
    CoachSettings,
    OutboxMessage,
)
from coachbook.models.columns import epoch, table_of
from coachbook.notifications import outbox
from coachbook.notifications.outbox import Queued

REMINDED_BEFORE = timedelta(hours=24)
ASKED_BEFORE = timedelta(hours=48)
AT_ONCE = 500
EVENTS = {"session": "session_reminder", "checkin": "checkin_reminder"}
FORM_EVENT = "checkin_form_reminder"
CHANGES_OF_A_ROW = 1_000

_booking, _history = table_of(Booking), table_of(BookingHistory)
_question, _response = table_of(CheckinFormQuestion), table_of(CheckinFormResponse)
_letter = table_of(OutboxMessage)
_COLUMNS = select(
    _booking.c.id,
    _booking.c.chain_id,
    _booking.c.client_id,
    _booking.c.coach_id,
    _booking.c.booking_type,
    _booking.c.starts_at,
    (_booking.c.sequence * CHANGES_OF_A_ROW + _booking.c.version).label("change"),
)
_change = _booking.c.sequence * CHANGES_OF_A_ROW + _booking.c.version


@dataclass(frozen=True)
class Span:
    """Starts that lie as far ahead: after `first`, not after `last`; due since `before` them."""

    first: datetime
    last: datetime
    before: timedelta


def queue_due(session: Session, *, now: datetime, most: int = AT_ONCE) -> int:
    """Remind clients of what starts within 24 hours; how many, at most `most` at once."""
    span = Span(now, now + REMINDED_BEFORE, REMINDED_BEFORE)
    due = _booked_before(span)
    untold = or_(*(_is_untold(event, kind, _booking.c.id) for kind, event in EVENTS.items()))
    rows = _rows(session, [*due, untold], most)
    return _queue(
        session,
        [_message(row, EVENTS[row.booking_type], row.id, row.starts_at, now) for row in rows],
    )


def queue_forms(session: Session, *, now: datetime, most: int = AT_ONCE) -> int:
    """Remind clients of the questions before a check-in that starts in 48 to 24 hours."""
    span = Span(now + REMINDED_BEFORE, now + ASKED_BEFORE, ASKED_BEFORE)
    untold = _is_untold(FORM_EVENT, "checkin", _booking.c.chain_id)
    rows = _rows(session, [*_booked_before(span), _is_asked(), ~_is_answered(), untold], most)
    return _queue(
        session,
        [
            _message(row, FORM_EVENT, row.chain_id, row.starts_at - REMINDED_BEFORE, now)
            for row in rows
        ],
    )


def _rows(session: Session, wanted: Sequence[ColumnElement[bool]], most: int) -> Sequence[Any]:
    asked = _COLUMNS.where(*wanted).order_by(_booking.c.starts_at, _booking.c.id).limit(most)
    return session.connection().execute(asked).all()


def _booked_before(span: Span) -> list[ColumnElement[bool]]:
    """What stands and starts in the span, and was there before it was due."""
    before = int(span.before.total_seconds())
    came_back = exists().where(
        _history.c.booking_id == _booking.c.id,
        _history.c.event == "reopened",
        _history.c.details["is_undo"].as_boolean().is_not(True),
        epoch(_booking.c.starts_at) - epoch(_history.c.created_at) <= before,
    )
    return [
        _booking.c.coach_id.in_(select(table_of(CoachSettings).c.coach_id)),  # for the index
        _booking.c.status == "confirmed",
        _booking.c.starts_at > span.first,
        _booking.c.starts_at <= span.last,
        epoch(_booking.c.starts_at) - epoch(_booking.c.created_at) > before,
        ~came_back,
    ]


def _is_untold(event: str, kind: str, subject_id: Any) -> ColumnElement[bool]:
    """None was written, but one that was dropped before the booking's last change."""
    told = exists().where(
        _letter.c.subject_id == subject_id,
        _letter.c.event == event,
        or_(
            _letter.c.state.not_in(("void", "withdrawn")),
            _letter.c.payload["change"].as_integer() == _change,
        ),
    )
    return (_booking.c.booking_type == kind) & ~told


def _is_asked() -> ColumnElement[bool]:
    return exists().where(
        _question.c.coach_id == _booking.c.coach_id, _question.c.archived_at.is_(None)
    )


def _is_answered() -> ColumnElement[bool]:
    return exists().where(
        _response.c.booking_id == _booking.c.id, _response.c.submitted_at.is_not(None)
    )


def _message(row: Any, event: str, subject_id: UUID, useless_at: datetime, now: datetime) -> Queued:
    return Queued(
        event,
        recipient_id=row.client_id,
        coach_id=row.coach_id,
        subject_id=subject_id,
        due_at=now,
        created_at=now,
        version=row.change,
        payload={"booking_ids": [str(row.id)], "change": row.change},
        useless_at=useless_at,
    )


def _queue(session: Session, messages: Sequence[Queued]) -> int:
    outbox.queue_many(session, messages)
    return len(messages)
