"""Virtual check-ins: the month's allowance, the coach's questions, the client's answers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, json_value, key, one_of, reference

QUESTION_TYPES = ("text", "textarea", "select", "multiple", "checkbox", "number", "scale", "date")


class CheckinFormQuestion(SQLModel, table=True):
    __tablename__ = "checkin_form_questions"
    __table_args__ = (one_of("question_type", QUESTION_TYPES),)

    id: UUID = key()
    coach_id: UUID = reference("profiles.id", on_delete="CASCADE")
    question: str = Field(max_length=1_000)
    question_type: str = Field(max_length=16)
    options: list[str] | None = json_value(default=None, nullable=True)
    help_text: str = Field(default="", max_length=500)
    sort_order: int = 0
    is_required: bool = False
    version: int = 1
    archived_at: datetime | None = instant(default=None)


class CheckinFormResponse(SQLModel, table=True):
    """Answers to one check-in's form, with each question as it was asked.

    It goes along when the check-in moves. Until `submitted_at` it is the client's own draft.
    """

    __tablename__ = "checkin_form_responses"
    __table_args__ = (UniqueConstraint("booking_id"),)

    id: UUID = key()
    booking_id: UUID = reference("bookings.id", index=False)
    client_id: UUID = reference("profiles.id")
    responses: dict[str, Any] = json_value(default_factory=dict)
    version: int = 1
    saved_at: datetime = instant()
    submitted_at: datetime | None = instant(default=None)


class ClientCheckinUsage(SQLModel, table=True):
    """Whether a client's check-in of a month (the coach's) is taken, and by which booking."""

    __tablename__ = "client_checkin_usage"
    __table_args__ = (
        check("NOT used OR booking_id IS NOT NULL", "used_names_booking"),
        UniqueConstraint("booking_id", name="uq_client_checkin_usage_booking_id"),
    )

    client_id: UUID = reference("profiles.id", index=False, primary_key=True)
    coach_id: UUID = reference("profiles.id", primary_key=True)
    month: date = Field(primary_key=True)
    used: bool = False
    booking_id: UUID | None = reference("bookings.id", index=False, default=None)
