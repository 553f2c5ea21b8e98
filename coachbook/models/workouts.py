"""A client's programme: one row a workout on a date."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from coachbook.models.columns import instant, json_value, key, reference


class Workout(SQLModel, table=True):
    __tablename__ = "workouts"
    __table_args__ = (Index("ix_workouts_client_id_scheduled_on", "client_id", "scheduled_on"),)

    id: UUID = key()
    client_id: UUID = reference("profiles.id", index=False)
    coach_id: UUID = reference("profiles.id")
    scheduled_on: date
    title: str = Field(max_length=200)
    notes: str = Field(default="", max_length=10_000)
    exercises: list[dict[str, Any]] = json_value(default_factory=list)
    completed_at: datetime | None = instant(default=None)
    client_note: str = Field(default="", max_length=2_000)
    created_at: datetime = instant()
