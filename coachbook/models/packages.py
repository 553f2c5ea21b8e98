"""Credits that were sold, and every correction of their number."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, json_value, key, one_of, reference

LONGEST_SESSION_MINUTES = 480
MOST_CENTS = 100_000_000
ADJUSTMENT_KINDS = ("correction", "void")
PACKAGE_EVENTS = ("expiry_changed", "voided")
PRICE_RANGE = f"price_cents IS NULL OR price_cents BETWEEN 0 AND {MOST_CENTS}"


class PackageTemplate(SQLModel, table=True):
    """A package that a coach sells often; it fills in the form and changes nothing sold."""

    __tablename__ = "package_templates"
    __table_args__ = (
        check("total_sessions BETWEEN 1 AND 1000", "total_range"),
        check(
            f"session_duration_minutes BETWEEN 5 AND {LONGEST_SESSION_MINUTES}", "duration_range"
        ),
        check("valid_months IS NULL OR valid_months BETWEEN 1 AND 60", "valid_months_range"),
        check(PRICE_RANGE, "price_range"),
    )

    id: UUID = key()
    coach_id: UUID = reference("profiles.id")
    name: str = Field(max_length=200)
    total_sessions: int
    session_duration_minutes: int
    valid_months: int | None = None
    price_cents: int | None = None
    sort_order: int = 0
    version: int = 1
    created_at: datetime = instant()
    archived_at: datetime | None = instant(default=None)


class SessionPackage(SQLModel, table=True):
    """Sessions bought by one client from one coach; `remaining_sessions` is what can be booked.

    `expires_at` is the last instant of the expiry's local date; the date decides, not the hour.
    `version` counts the coach's changes, not the bookings. The price is only for the record.
    """

    __tablename__ = "session_packages"
    __table_args__ = (
        check("total_sessions BETWEEN 1 AND 1000", "total_range"),
        check("remaining_sessions >= 0", "remaining_not_negative"),
        check(
            f"session_duration_minutes BETWEEN 5 AND {LONGEST_SESSION_MINUTES}", "duration_range"
        ),
        check("voided_at IS NULL OR remaining_sessions = 0", "voided_is_empty"),
        check(PRICE_RANGE, "price_range"),
        UniqueConstraint("coach_id", "request_id"),
        Index("ix_session_packages_coach_id_client_id", "coach_id", "client_id"),
    )

    id: UUID = key()
    client_id: UUID = reference("profiles.id")
    coach_id: UUID = reference("profiles.id", index=False)
    total_sessions: int
    remaining_sessions: int
    session_duration_minutes: int
    expires_at: datetime | None = instant(default=None)
    price_cents: int | None = None
    currency: str = Field(default="", max_length=3)
    notes: str = Field(default="", max_length=2_000)
    request_id: str | None = Field(default=None, max_length=64)
    version: int = 1
    created_at: datetime = instant()
    voided_at: datetime | None = instant(default=None)


class SessionPackageAdjustment(SQLModel, table=True):
    """One correction of a balance: who made it and why. `void` is what a voided package lost."""

    __tablename__ = "session_package_adjustments"
    __table_args__ = (
        check("adjustment <> 0 AND adjustment BETWEEN -1000 AND 1000", "adjustment_range"),
        check("balance_after >= 0", "balance_not_negative"),
        one_of("kind", ADJUSTMENT_KINDS),
        UniqueConstraint("package_id", "request_id"),
    )

    id: UUID = key()
    package_id: UUID = reference("session_packages.id")
    kind: str = Field(default="correction", max_length=16)
    adjustment: int
    reason: str = Field(default="", max_length=2_000)
    adjusted_by_id: UUID = reference("profiles.id")
    balance_after: int
    request_id: str | None = Field(default=None, max_length=64)
    created_at: datetime = instant()


class PackageHistory(SQLModel, table=True):
    """What a coach did to a package besides its balance: who, when, why, from what to what."""

    __tablename__ = "package_history"
    __table_args__ = (one_of("event", PACKAGE_EVENTS),)

    id: UUID = key()
    package_id: UUID = reference("session_packages.id", on_delete="CASCADE")
    actor_id: UUID = reference("profiles.id")
    event: str = Field(max_length=16)
    reason: str = Field(default="", max_length=2_000)
    details: dict[str, Any] = json_value(default_factory=dict)
    created_at: datetime = instant()
