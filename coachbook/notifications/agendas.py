"""A coach's date and what stands on it, read when the evening's summary is sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.models import (
    Booking,
    CheckinFormQuestion,
    CheckinFormResponse,
    CoachClient,
    OutboxMessage,
    Profile,
)

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One appointment. `client_name` is the coach's name for them; `is_form_open`: they were asked
    something before it and haven't answered."""

    booking: Booking
    client_name: str
    is_form_open: bool


@dataclass(frozen=True)
class Agenda:
    on: date
    lines: tuple[Line, ...]


def day_of(message: OutboxMessage, coach: Profile) -> date:
    """The date that a summary is about: tomorrow, as it was when it was written."""
    written = message.payload.get("on")
    if written:
        return date.fromisoformat(written)
    return message.created_at.astimezone(ZoneInfo(coach.time_zone)).date() + A_DAY


def bookings_on(session: Session, coach: Profile, on: date) -> list[Booking]:
    """What stands on one of a coach's own dates, by start."""
    zone = ZoneInfo(coach.time_zone)
    asked = select(Booking).where(
        Booking.coach_id == coach.id,
        Booking.status == "confirmed",
        Booking.starts_at >= midnight(on, zone),
        Booking.starts_at < midnight(on + A_DAY, zone),
    )
    return list(session.exec(asked.order_by(col(Booking.starts_at), col(Booking.id))))


def agenda(session: Session, coach: Profile, on: date) -> Agenda:
    bookings = bookings_on(session, coach, on)
    names = _names(session, coach)
    asks = _has_questions(session, coach)
    answered = _answered(session, bookings) if asks else set()
    return Agenda(
        on,
        tuple(
            Line(
                one,
                names.get(one.client_id, ""),
                asks and one.booking_type == "checkin" and one.id not in answered,
            )
            for one in bookings
        ),
    )


def midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _names(session: Session, coach: Profile) -> dict[UUID, str]:
    asked = select(CoachClient).where(CoachClient.coach_id == coach.id)
    return {known.client_id: known.name for known in session.exec(asked)}


def _has_questions(session: Session, coach: Profile) -> bool:
    asked = select(CheckinFormQuestion.id).where(
        CheckinFormQuestion.coach_id == coach.id, col(CheckinFormQuestion.archived_at).is_(None)
    )
    return session.exec(asked.limit(1)).first() is not None


def _answered(session: Session, bookings: list[Booking]) -> set[UUID]:
    ids = [one.id for one in bookings]
    asked = select(CheckinFormResponse.booking_id).where(
        col(CheckinFormResponse.booking_id).in_(ids),
        col(CheckinFormResponse.submitted_at).is_not(None),
    )
    return set(session.exec(asked))
