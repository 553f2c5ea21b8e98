"""Bookings, what happened to them, and the keys that keep them from happening twice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, json_value, key, one_of, reference

BOOKING_TYPES = ("session", "checkin")
STATUSES = ("confirmed", "cancelled", "completed", "no_show")
CANCELLERS = ("client", "coach", "coach_for_client", "reschedule")
EVENTS = ("booked", "moved", "cancelled", "completed", "no_show", "reopened")


class Booking(SQLModel, table=True):
    """One appointment at one time. A move ends it and makes the next of its chain.

    `chain_id` is the first booking's id: the calendar UID and the links of all its moves.
    `sequence` counts the changes of the chain; `version` those of this row.
    `breaks_rules` says that the coach knowingly booked outside the hours or above capacity,
    `beyond_allowance` that a check-in doesn't use its month's.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        one_of("booking_type", BOOKING_TYPES),
        one_of("status", STATUSES),
        check("ends_at > starts_at", "ends_after_start"),
        check("(booking_type = 'session') = (package_id IS NOT NULL)", "session_uses_package"),
        check("(status = 'cancelled') = (cancelled_at IS NOT NULL)", "cancelled_at_set"),
        check("(status = 'cancelled') = (cancelled_by IS NOT NULL)", "cancelled_by_set"),
        check(
            "cancelled_by IS NULL OR cancelled_by IN "
            "('client', 'coach', 'coach_for_client', 'reschedule')",
            "cancelled_by_known",
        ),
        check("rescheduled_from_id IS NULL OR rescheduled_from_id <> id", "not_from_itself"),
        UniqueConstraint("rescheduled_from_id", name="uq_bookings_rescheduled_from_id"),
        check("NOT beyond_allowance OR booking_type = 'checkin'", "only_checkins_have_allowance"),
        Index("ix_bookings_coach_id_starts_at", "coach_id", "starts_at"),
        Index("ix_bookings_coach_id_status_starts_at", "coach_id", "status", "starts_at"),
        Index("ix_bookings_client_id_starts_at", "client_id", "starts_at"),
    )

    id: UUID = key()
    client_id: UUID = reference("profiles.id", index=False)
    coach_id: UUID = reference("profiles.id", index=False)
    package_id: UUID | None = reference("session_packages.id", default=None)
    booking_type: str = Field(max_length=16)
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    status: str = Field(default="confirmed", max_length=16)
    google_event_id: str | None = Field(default=None, max_length=1024)
    google_meet_link: str | None = Field(default=None, max_length=500)
    rescheduled_from_id: UUID | None = reference("bookings.id", index=False, default=None)
    created_at: datetime = instant()
    cancelled_at: datetime | None = instant(default=None)
    cancelled_by: str | None = Field(default=None, max_length=20)
    chain_id: UUID = Field(index=True)
    sequence: int = 0
    version: int = 1
    breaks_rules: bool = False
    beyond_allowance: bool = False


class BookingHistory(SQLModel, table=True):
    """Who did what to a booking, when, from what to what, and what it did to the balance."""

    __tablename__ = "booking_history"
    __table_args__ = (
        one_of("event", EVENTS),
        check("credit_change IN (-1, 0, 1)", "credit_change_range"),
        check("(package_id IS NULL) = (balance_after IS NULL)", "balance_with_package"),
    )

    id: UUID = key()
    booking_id: UUID = reference("bookings.id", on_delete="CASCADE")
    actor_id: UUID | None = reference("profiles.id", default=None)
    event: str = Field(max_length=16)
    details: dict[str, Any] = json_value(default_factory=dict)
    package_id: UUID | None = reference("session_packages.id", default=None)
    credit_change: int = 0
    balance_after: int | None = None
    created_at: datetime = instant()


class BookingRequest(SQLModel, table=True):
    """A confirm that was carried out: its second arrival gets the first one's answer."""

    __tablename__ = "booking_requests"
    __table_args__ = (UniqueConstraint("actor_id", "request_id"),)

    id: UUID = key()
    actor_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False)
    request_id: str = Field(max_length=64)
    fingerprint: str = Field(max_length=64)
    booking_ids: list[str] = json_value(default_factory=list)
    created_at: datetime = instant(index=True)


class CalendarVersion(SQLModel, table=True):
    """Goes up with every change that an open page of this coach or their clients must see."""

    __tablename__ = "calendar_versions"

    coach_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False, primary_key=True)
    version: int = 0
    changed_at: datetime = instant(index=True)
