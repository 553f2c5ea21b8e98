"""What people are to be told: the outbox carries it out, the in-app list keeps it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, TextClause, text
from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, json_value, key, one_of, reference

CHANNELS = ("email", "push")
STATES = ("waiting", "claimed", "sent", "kept", "void", "withdrawn", "dead")


class OutboxMessage(SQLModel, table=True):
    """One message to one person on one channel, written with the change that causes it.

    It holds ids, not words: what is sent is made from the booking as it is when sent.
    `unique_key` is (event, subject, version, recipient, channel). `waiting` may be sent from
    `due_at` on and is of no use from `useless_at` on; `claimed` belongs to one sender until
    `lease_until`; `kept` is to be read on this machine only, for want of a way out; `void` stopped
    being true (`reason`); `withdrawn` was taken back; `dead` was given up (`last_error`).
    `in_doubt_at` says that a sender died over it, so that it may have arrived twice; `reached` are
    the devices that have it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("channel", CHANNELS),
        one_of("state", STATES),
        check("attempts >= 0", "attempts_not_negative"),
        Index("ix_outbox_state_due_at", "state", "due_at"),
        Index("ix_outbox_coach_id_created_at", "coach_id", "created_at"),
    )

    id: UUID = key()
    unique_key: str = Field(max_length=300, unique=True)
    event: str = Field(max_length=40)
    channel: str = Field(max_length=8)
    recipient_id: UUID = reference("profiles.id", on_delete="CASCADE")
    coach_id: UUID | None = reference("profiles.id", on_delete="CASCADE", index=False, default=None)
    subject_id: UUID = Field(index=True)
    payload: dict[str, Any] = json_value(default_factory=dict)
    state: str = Field(default="waiting", max_length=12)
    due_at: datetime = instant()
    attempts: int = 0
    lease_until: datetime | None = instant(default=None)
    last_error: str = Field(default="", max_length=2_000)
    reason: str = Field(default="", max_length=200)
    provider_ref: str = Field(default="", max_length=200)
    reached: list[str] = json_value(default_factory=list)
    useless_at: datetime | None = instant(default=None)
    in_doubt_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None)


class NotificationChoice(SQLModel, table=True):
    """What somebody chose for one cell of the matrix; without a row it is on."""

    __tablename__ = "notification_choices"
    __table_args__ = (one_of("channel", (*CHANNELS, "in_app")),)

    profile_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False, primary_key=True)
    event: str = Field(max_length=40, primary_key=True)
    channel: str = Field(max_length=8, primary_key=True)
    is_on: bool = True
    changed_at: datetime = instant()


class BlockedAddress(SQLModel, table=True):
    """An address that takes no email: nothing more is sent there until somebody lifts it."""

    __tablename__ = "blocked_addresses"
    __table_args__ = (
        one_of("cause", ("bounced", "dropped", "reported", "refused")),
        check("address = lower(address)", "address_is_lower_case"),
    )

    address: str = Field(max_length=254, primary_key=True)
    cause: str = Field(max_length=10)
    detail: str = Field(default="", max_length=500)
    blocked_at: datetime = instant()


class DeliveryReport(SQLModel, table=True):
    """What the email provider reported of one message; it may report the same thing often."""

    __tablename__ = "delivery_reports"

    id: str = Field(max_length=200, primary_key=True)
    event: str = Field(max_length=40)
    message_id: UUID | None = Field(default=None, index=True)
    happened_at: datetime = instant()
    received_at: datetime = instant(index=True)


def _in_order(name: str, condition: TextClause) -> Index:
    """Of one recipient, by when they appeared; only those that hold to the condition."""
    return Index(
        f"ix_in_app_notifications_{name}",
        "recipient_id",
        "visible_at",
        sqlite_where=condition,
        postgresql_where=condition,
    )


class InAppNotification(SQLModel, table=True):
    __tablename__ = "in_app_notifications"
    __table_args__ = (
        Index("ix_in_app_notifications_recipient_id_created_at", "recipient_id", "created_at"),
        _in_order("unread", text("read_at IS NULL")),
        _in_order("read", text("read_at IS NOT NULL")),
    )

    id: UUID = key()
    unique_key: str = Field(max_length=300, unique=True)
    recipient_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False)
    coach_id: UUID = reference("profiles.id", on_delete="CASCADE")
    event: str = Field(max_length=40)
    subject_id: UUID = Field(index=True)
    payload: dict[str, Any] = json_value(default_factory=dict)
    visible_at: datetime = instant()
    created_at: datetime = instant()
    read_at: datetime | None = instant(default=None)
