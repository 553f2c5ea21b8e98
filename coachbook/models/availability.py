"""When a coach takes people: weekly hours and the dates that differ. Wall-clock times."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from coachbook.models.bookings import BOOKING_TYPES
from coachbook.models.columns import check, instant, key, one_of, reference

MIDNIGHT_AT_DAYS_END = "00:00:00"


class AvailabilityTemplate(SQLModel, table=True):
    """One stretch of one weekday, in the coach's zone. An end of 00:00 is the day's end.

    It counts on dates from `valid_from` on and before `valid_until`; without them always.
    """

    __tablename__ = "coach_availability_templates"
    __table_args__ = (
        one_of("availability_type", BOOKING_TYPES),
        check("day_of_week BETWEEN 0 AND 6", "day_of_week_range"),
        check("max_concurrent_clients BETWEEN 1 AND 100", "capacity_range"),
        check(
            f"end_time > start_time OR end_time IN ('00:00', '{MIDNIGHT_AT_DAYS_END}', "
            "'00:00:00.000000')",
            "ends_after_start",
        ),
        check(
            "valid_from IS NULL OR valid_until IS NULL OR valid_until > valid_from",
            "valid_for_a_day",
        ),
        Index(
            "ix_coach_availability_templates_coach_id_availability_type",
            "coach_id",
            "availability_type",
        ),
    )

    id: UUID = key()
    coach_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False)
    availability_type: str = Field(max_length=16)
    day_of_week: int
    start_time: time
    end_time: time
    max_concurrent_clients: int = 1
    valid_from: date | None = None
    valid_until: date | None = None


class AvailabilityOverride(SQLModel, table=True):
    """One date that differs: blocked (wholly or a range), or open beyond the weekly hours."""

    __tablename__ = "coach_availability_overrides"
    __table_args__ = (
        one_of("availability_type", BOOKING_TYPES),
        check("(start_time IS NULL) = (end_time IS NULL)", "both_times_or_none"),
        check("is_blocked OR start_time IS NOT NULL", "extra_hours_have_times"),
        check(
            "max_concurrent_clients IS NULL OR max_concurrent_clients BETWEEN 1 AND 100",
            "capacity_range",
        ),
        check(
            f"end_time IS NULL OR end_time > start_time OR end_time IN ('00:00', "
            f"'{MIDNIGHT_AT_DAYS_END}', '00:00:00.000000')",
            "ends_after_start",
        ),
        Index(
            "ix_coach_availability_overrides_coach_id_availability_type_date",
            "coach_id",
            "availability_type",
            "date",
        ),
    )

    id: UUID = key()
    coach_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False)
    availability_type: str = Field(max_length=16)
    date: date
    start_time: time | None = None
    end_time: time | None = None
    is_blocked: bool
    max_concurrent_clients: int | None = None
    note: str = Field(default="", max_length=200)
    created_at: datetime = instant()
