"""Everything that the check looks at, read once with a fixed number of queries.

Each row has exactly the columns that its fields name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from coachbook.models import metadata
from coachbook.services.invariants.google_rows import GoogleConnectionRow, GoogleEventRow

AnyRow = TypeVar("AnyRow", bound="Any")


class BookingRow(NamedTuple):
    id: UUID
    client_id: UUID
    coach_id: UUID
    package_id: UUID | None
    booking_type: str
    starts_at: datetime
    ends_at: datetime
    status: str
    rescheduled_from_id: UUID | None
    cancelled_by: str | None
    chain_id: UUID
    breaks_rules: bool
    created_at: datetime
    beyond_allowance: bool

    @property
    def is_live(self) -> bool:
        """It holds its time, its credit and its month."""
        return self.status != "cancelled"

    @property
    def is_checkin(self) -> bool:
        return self.booking_type == "checkin"

    @property
    def was_moved_away(self) -> bool:
        return self.cancelled_by == "reschedule"


class HistoryRow(NamedTuple):
    id: UUID
    booking_id: UUID
    event: str
    details: dict[str, Any]
    package_id: UUID | None
    credit_change: int
    balance_after: int | None
    created_at: datetime


class PackageRow(NamedTuple):
    id: UUID
    client_id: UUID
    coach_id: UUID
    total_sessions: int
    remaining_sessions: int
    session_duration_minutes: int
    expires_at: datetime | None
    voided_at: datetime | None
    price_cents: int | None
    currency: str


class AdjustmentRow(NamedTuple):
    id: UUID
    package_id: UUID
    kind: str
    adjustment: int
    balance_after: int
    created_at: datetime


class PackageEventRow(NamedTuple):
    id: UUID
    package_id: UUID
    event: str


class UsageRow(NamedTuple):
    client_id: UUID
    coach_id: UUID
    month: date
    used: bool
    booking_id: UUID | None


class ProfileRow(NamedTuple):
    id: UUID
    email: str
    time_zone: str
    is_coach: bool
    is_owner: bool


class RelationRow(NamedTuple):
    id: UUID
    coach_id: UUID
    client_id: UUID
    status: str
    joined_at: datetime | None


class SettingsRow(NamedTuple):
    coach_id: UUID
    flag_threshold: int
    checkins_take_the_coach_alone: bool


class VersionRow(NamedTuple):
    coach_id: UUID
    version: int


class StatsRow(NamedTuple):
    client_id: UUID
    coach_id: UUID
    current_streak_weeks: int
    no_show_count_90d: int
    cancellation_count_90d: int
    is_flagged: bool
    favorite_times: list[dict[str, Any]]
    counted_at: datetime


class MessageRow(NamedTuple):
    id: UUID
    state: str
    event: str
    subject_id: UUID
    payload: dict[str, Any]
    unique_key: str
    channel: str
    recipient_id: UUID
    attempts: int
    lease_until: datetime | None
    last_error: str
    reason: str
    created_at: datetime
    sent_at: datetime | None


class WindowRow(NamedTuple):
    coach_id: UUID
    availability_type: str
    day_of_week: int
    start_time: time
    end_time: time
    max_concurrent_clients: int
    valid_from: date | None
    valid_until: date | None


class OverrideRow(NamedTuple):
    coach_id: UUID
    availability_type: str
    date: date
    start_time: time | None
    end_time: time | None
    is_blocked: bool
    max_concurrent_clients: int | None


class WorkoutRow(NamedTuple):
    id: UUID
    client_id: UUID
    coach_id: UUID
    series_id: UUID
    scheduled_on: date
    title: str
    exercises: Any
    completed_at: datetime | None
    created_at: datetime


class WorkoutTemplateRow(NamedTuple):
    id: UUID
    title: str
    exercises: Any


class FeedRow(NamedTuple):
    id: UUID
    profile_id: UUID
    role: str
    created_at: datetime


class QuestionRow(NamedTuple):
    id: UUID
    coach_id: UUID
    question_type: str
    options: list[str] | None


class ResponseRow(NamedTuple):
    id: UUID
    booking_id: UUID
    client_id: UUID
    responses: dict[str, Any]
    saved_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True)
class Practice:
    """What is stored, as it is at `now`."""

    now: datetime
    bookings: Sequence[BookingRow]
    histories: Sequence[HistoryRow]
    packages: Mapping[UUID, PackageRow]
    adjustments: Sequence[AdjustmentRow]
    package_events: Sequence[PackageEventRow]
    usages: Sequence[UsageRow]
    profiles: Mapping[UUID, ProfileRow]
    relations: Sequence[RelationRow]
    settings: Mapping[UUID, SettingsRow]
    versions: Mapping[UUID, VersionRow]
    stats: Sequence[StatsRow]
    messages: Sequence[MessageRow]
    windows: Sequence[WindowRow]
    overrides: Sequence[OverrideRow]
    feeds: Sequence[FeedRow]
    questions: Mapping[UUID, QuestionRow]
    responses: Sequence[ResponseRow]
    workouts: Sequence[WorkoutRow]
    workout_templates: Sequence[WorkoutTemplateRow]
    google_connections: Mapping[UUID, GoogleConnectionRow]
    google_events: Sequence[GoogleEventRow]

    @cached_property
    def live(self) -> list[BookingRow]:
        return [booking for booking in self.bookings if booking.is_live]

    @cached_property
    def booking_by_id(self) -> dict[UUID, BookingRow]:
        return {booking.id: booking for booking in self.bookings}

    @cached_property
    def history_of(self) -> dict[UUID, list[HistoryRow]]:
        """Each booking's history, the oldest first."""
        found: dict[UUID, list[HistoryRow]] = defaultdict(list)
        for row in sorted(self.histories, key=lambda row: row.created_at):
            found[row.booking_id].append(row)
        return found

    @cached_property
    def voidings(self) -> frozenset[UUID]:
        """The packages whose history says that they were voided."""
        return frozenset(row.package_id for row in self.package_events if row.event == "voided")

    @cached_property
    def coaches(self) -> list[ProfileRow]:
        return [profile for profile in self.profiles.values() if profile.is_coach]

    def zone_of(self, coach_id: UUID) -> ZoneInfo:
        found = self.profiles.get(coach_id)
        return ZoneInfo(found.time_zone if found else "UTC")


def load(session: Session, *, now: datetime) -> Practice:
    return Practice(
        now=now,
        bookings=_rows(session, "bookings", BookingRow),
        histories=_rows(session, "booking_history", HistoryRow),
        packages=_by(session, "session_packages", PackageRow, "id"),
        adjustments=_rows(session, "session_package_adjustments", AdjustmentRow),
        package_events=_rows(session, "package_history", PackageEventRow),
        usages=_rows(session, "client_checkin_usage", UsageRow),
        profiles=_by(session, "profiles", ProfileRow, "id"),
        relations=_rows(session, "coach_clients", RelationRow),
        settings=_by(session, "coach_settings", SettingsRow, "coach_id"),
        versions=_by(session, "calendar_versions", VersionRow, "coach_id"),
        stats=_rows(session, "client_booking_stats", StatsRow),
        messages=_rows(session, "outbox", MessageRow),
        windows=_rows(session, "coach_availability_templates", WindowRow),
        overrides=_rows(session, "coach_availability_overrides", OverrideRow),
        feeds=_rows(session, "calendar_feeds", FeedRow),
        questions=_by(session, "checkin_form_questions", QuestionRow, "id"),
        responses=_rows(session, "checkin_form_responses", ResponseRow),
        workouts=_rows(session, "workouts", WorkoutRow),
        workout_templates=_rows(session, "workout_templates", WorkoutTemplateRow),
        google_connections=_by(session, "google_connections", GoogleConnectionRow, "coach_id"),
        google_events=_rows(session, "google_events", GoogleEventRow),
    )


def _rows(session: Session, table_name: str, kind: type[AnyRow]) -> list[AnyRow]:
    table = metadata.tables[table_name]
    fields: Sequence[str] = kind._fields
    rows = session.execute(select(*(table.c[name] for name in fields)))
    return [kind(*row) for row in rows]


def _by(session: Session, table_name: str, kind: type[AnyRow], field: str) -> dict[UUID, AnyRow]:
    return {getattr(row, field): row for row in _rows(session, table_name, kind)}
