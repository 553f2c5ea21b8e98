"""Calendar subscriptions: a secret address for each person and part that they play."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from coachbook.models.columns import instant, key, one_of, reference

FEED_ROLES = ("client", "coach")


class CalendarFeed(SQLModel, table=True):
    """The address carries this row's id, signed; without the row it opens nothing."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (one_of("role", FEED_ROLES), UniqueConstraint("profile_id", "role"))

    id: UUID = key()
    profile_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False)
    role: str = Field(max_length=16)
    created_at: datetime = instant()
