"""Other companies' systems that a person connected: Google Calendar, web push."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, key, one_of, reference

GOOGLE_STATUSES = ("connected", "failing", "needs_reconnect", "ending")
MEET_STATES = ("none", "pending", "ready", "failed")


class GoogleConnection(SQLModel, table=True):
    """A coach's Google account, which their appointments are copied to.

    `needs_reconnect` makes no more calls; `ending` is being taken apart (with `removes_events`,
    what is to come is taken out first). `failures` in a row put off the next try until
    `next_try_at`, for this coach alone. Whoever holds it until `lease_until`, in its `turn`, is the
    only one that speaks to Google for this coach; the one served longest ago goes first.
    """

    __tablename__ = "google_connections"
    __table_args__ = (
        one_of("status", GOOGLE_STATUSES),
        check("failures >= 0", "failures_not_negative"),
    )

    coach_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False, primary_key=True)
    google_subject: str = Field(max_length=255)
    google_email: str = Field(max_length=254)
    calendar_id: str = Field(default="primary", max_length=255)
    refresh_token_encrypted: str = Field(max_length=4_000)
    status: str = Field(default="connected", max_length=20)
    removes_events: bool = False
    connected_at: datetime = instant()
    last_success_at: datetime | None = instant(default=None)
    failing_since: datetime | None = instant(default=None)
    failures: int = 0
    next_try_at: datetime | None = instant(default=None)
    last_error: str = Field(default="", max_length=200)
    repaired: int = 0
    repaired_at: datetime | None = instant(default=None)
    reconciled_at: datetime | None = instant(default=None)
    turn: int = 0
    lease_until: datetime | None = instant(default=None)
    served_at: datetime | None = instant(default=None)


class GoogleEvent(SQLModel, table=True):
    """The copy of one chain of bookings in its coach's Google Calendar.

    It is to be looked at from `due_at` on while `written` is behind `wanted`; what Google should
    hold is read from the bookings then. `fingerprint` is of what was written last. `generation`
    goes up when Google can't take the same id again. With `invites`, Google is the one that invites
    the client, and our emails carry no invitation.
    """

    __tablename__ = "google_events"
    __table_args__ = (
        one_of("meet", MEET_STATES),
        check("written <= wanted", "written_not_ahead"),
        Index("ix_google_events_coach_id_due_at", "coach_id", "due_at"),
    )

    chain_id: UUID = reference("bookings.id", on_delete="CASCADE", index=False, primary_key=True)
    coach_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False)
    wanted: int = 1
    written: int = 0
    due_at: datetime = instant()
    attempts: int = 0
    last_error: str = Field(default="", max_length=200)
    is_given_up: bool = False
    generation: int = 0
    calendar_id: str = Field(default="", max_length=255)
    is_there: bool = False
    invites: bool = True
    fingerprint: str = Field(default="", max_length=64)
    etag: str = Field(default="", max_length=100)
    meet: str = Field(default="none", max_length=10)
    meet_asked_at: datetime | None = instant(default=None)
    synced_at: datetime | None = instant(default=None)
    repaired_at: datetime | None = instant(default=None)


class GoogleAuthorization(SQLModel, table=True):
    """A coach who is at Google, asked for their consent: what their coming back has to match."""

    __tablename__ = "google_authorizations"

    state_hash: str = Field(primary_key=True, max_length=64)
    coach_id: UUID = reference("profiles.id", on_delete="CASCADE")
    sign_in_id: UUID = reference("sign_in_sessions.id", on_delete="CASCADE")
    verifier_encrypted: str = Field(max_length=1_000)
    nonce: str = Field(max_length=64)
    created_at: datetime = instant()
    expires_at: datetime = instant(index=True)


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
