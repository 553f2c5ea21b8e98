"""How people prove who they are. Only hashes and row ids are kept, never what opens a door."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, key, one_of, reference

TOKEN_PURPOSES = ("sign_in", "reset_password", "invitation", "booking", "change_email")


class SignInSession(SQLModel, table=True):
    """A browser that is signed in; the cookie's value is kept as its SHA-256."""

    __tablename__ = "sign_in_sessions"
    __table_args__ = (check("expires_at > created_at", "expires_later"),)

    id: UUID = key()
    profile_id: UUID = reference("profiles.id", on_delete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)
    user_agent: str = Field(default="", max_length=300)
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    expires_at: datetime = instant(index=True)


class OneTimeToken(SQLModel, table=True):
    """A link's permission. The link carries this row's id, signed; nothing secret is stored."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (
        one_of("purpose", TOKEN_PURPOSES),
        check("(purpose = 'change_email') = (new_email IS NOT NULL)", "change_names_new_email"),
    )

    id: UUID = key()
    purpose: str = Field(max_length=20)
    profile_id: UUID = reference("profiles.id", on_delete="CASCADE")
    relation_id: UUID | None = reference("coach_clients.id", on_delete="CASCADE", default=None)
    booking_id: UUID | None = reference("bookings.id", on_delete="CASCADE", default=None)
    new_email: str | None = Field(default=None, max_length=254)
    created_at: datetime = instant()
    expires_at: datetime = instant(index=True)
    used_at: datetime | None = instant(default=None)


class SignInAttempt(SQLModel, table=True):
    """A try that counts against a limit: by account or by address, both hashed."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_action_subject_attempted_at", "action", "subject",
              "attempted_at"),
    )  # fmt: skip

    id: UUID = key()
    action: str = Field(max_length=32)
    subject: str = Field(max_length=64)
    attempted_at: datetime = instant(index=True)
