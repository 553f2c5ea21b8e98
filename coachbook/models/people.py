"""People who sign in, who coaches whom, and how each coach's practice is set up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, key, one_of, reference


class Profile(SQLModel, table=True):
    """A person with one sign-in, whatever they are to whom."""

    __tablename__ = "profiles"
    __table_args__ = (
        check("email = lower(email)", "email_is_lower_case"),
        check("length(name) BETWEEN 1 AND 200", "name_length"),
        Index(
            "uq_profiles_one_owner",
            "is_owner",
            unique=True,
            sqlite_where=text("is_owner"),
            postgresql_where=text("is_owner"),
        ),
    )

    id: UUID = key()
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=200)
    time_zone: str = Field(max_length=64)
    locale: str = Field(default="en", max_length=16)
    is_coach: bool = False
    is_owner: bool = False
    password_hash: str | None = Field(default=None, max_length=255)
    created_at: datetime = instant()


class CoachClient(SQLModel, table=True):
    """One coach's relation to one client. The name is the one that this coach uses."""

    __tablename__ = "coach_clients"
    __table_args__ = (
        UniqueConstraint("coach_id", "client_id"),
        one_of("status", ("invited", "active", "archived")),
        check("coach_id <> client_id", "not_oneself"),
        Index("ix_coach_clients_coach_id_name", "coach_id", "name"),
    )

    id: UUID = key()
    coach_id: UUID = reference("profiles.id", index=False)
    client_id: UUID = reference("profiles.id")
    name: str = Field(max_length=200)
    status: str = Field(default="invited", max_length=16)
    notes: str = Field(default="", max_length=10_000)
    invited_at: datetime = instant()
    joined_at: datetime | None = instant(default=None)
    archived_at: datetime | None = instant(default=None)


class CoachSettings(SQLModel, table=True):
    """A coach's practice: its name and the booking rules that the coach may change."""

    __tablename__ = "coach_settings"
    __table_args__ = (
        check("booking_window_months BETWEEN 1 AND 24", "booking_window_range"),
        check("minimum_notice_hours BETWEEN 0 AND 720", "minimum_notice_range"),
        check("reschedule_notice_hours BETWEEN 0 AND 720", "reschedule_notice_range"),
        check("renewal_threshold BETWEEN 0 AND 100", "renewal_threshold_range"),
        check("flag_threshold BETWEEN 1 AND 100", "flag_threshold_range"),
        check("auto_complete_after_hours BETWEEN 1 AND 720", "auto_complete_range"),
        check("summary_hour BETWEEN 0 AND 23", "summary_hour_range"),
        check("length(currency) = 3", "currency_is_a_code"),
    )

    coach_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False, primary_key=True)
    practice_name: str = Field(max_length=200)
    booking_window_months: int = 3
    minimum_notice_hours: int = 12
    reschedule_notice_hours: int = 0
    renewal_threshold: int = 2
    flag_threshold: int = 3
    auto_complete: bool = True
    auto_complete_after_hours: int = 24
    checkins_take_the_coach_alone: bool = True
    meeting_address: str = Field(default="", max_length=500)
    session_place: str = Field(default="", max_length=200)
    summary_hour: int = 19
    currency: str = Field(default="USD", max_length=3)
    version: int = 1
    set_up_at: datetime | None = instant(default=None)
