"""What clients do on their own: a programme of workouts, and the coach's templates for them.

An exercise is {"name", "sets", "reps", "load"}; the last three are words, "8-10" or "60 kg".
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, json_value, key, reference


class Workout(SQLModel, table=True):
    """One row a workout on a date; those that were repeated weekly share their series."""

    __tablename__ = "workouts"
    __table_args__ = (
        check("length(title) BETWEEN 1 AND 200", "title_length"),
        UniqueConstraint("series_id", "scheduled_on"),
        Index("ix_workouts_client_id_scheduled_on", "client_id", "scheduled_on"),
    )

    id: UUID = key()
    client_id: UUID = reference("profiles.id", index=False)
    coach_id: UUID = reference("profiles.id")
    series_id: UUID
    scheduled_on: date
    title: str = Field(max_length=200)
    notes: str = Field(default="", max_length=10_000)
    exercises: list[dict[str, Any]] = json_value(default_factory=list)
    completed_at: datetime | None = instant(default=None)
    client_note: str = Field(default="", max_length=2_000)
    version: int = 1
    created_at: datetime = instant()


class WorkoutTemplate(SQLModel, table=True):
    """A workout on the coach's shelf, to be copied into a client's programme."""

    __tablename__ = "workout_templates"
    __table_args__ = (check("length(title) BETWEEN 1 AND 200", "title_length"),)

    id: UUID = key()
    coach_id: UUID = reference("profiles.id", on_delete="CASCADE")
    title: str = Field(max_length=200)
    notes: str = Field(default="", max_length=10_000)
    exercises: list[dict[str, Any]] = json_value(default_factory=list)
    version: int = 1
    created_at: datetime = instant()
