"""Other companies' systems that a person connected: Google Calendar, web push."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from coachbook.models.columns import instant, key, one_of, reference


class GoogleConnection(SQLModel, table=True):
    __tablename__ = "google_connections"
    __table_args__ = (one_of("status", ("connected", "failing", "needs_reconnect")),)

    coach_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False, primary_key=True)
    google_subject: str = Field(max_length=255)
    google_email: str = Field(max_length=254)
    calendar_id: str = Field(default="primary", max_length=255)
    refresh_token_encrypted: str = Field(max_length=4_000)
    status: str = Field(default="connected", max_length=20)
    connected_at: datetime = instant()
    last_success_at: datetime | None = instant(default=None)
    failing_since: datetime | None = instant(default=None)


class PushSubscription(SQLModel, table=True):
    """One device of a person. `key_id` names our key that it was made for; a retired one gets
    nothing more. `sign_in_id` is the browser's, with whose signing out it ends."""

    __tablename__ = "push_subscriptions"

    id: UUID = key()
    profile_id: UUID = reference("profiles.id", on_delete="CASCADE")
    sign_in_id: UUID | None = reference("sign_in_sessions.id", on_delete="SET NULL", default=None)
    endpoint: str = Field(max_length=2_000, unique=True)
    public_key: str = Field(max_length=200)
    auth_secret: str = Field(max_length=100)
    device: str = Field(default="", max_length=100)
    key_id: str = Field(default="", max_length=32)
    created_at: datetime = instant()
    last_success_at: datetime | None = instant(default=None)
    failing_since: datetime | None = instant(default=None)
    retired_at: datetime | None = instant(default=None)
