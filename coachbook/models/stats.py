"""What is counted from a client's bookings; always rebuildable from them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from coachbook.models.columns import check, instant, json_value, reference


class ClientBookingStats(SQLModel, table=True):
    """As a recount gave it at `counted_at`; incidents and favourites age with every day."""

    __tablename__ = "client_booking_stats"
    __table_args__ = (
        check(
            "current_streak_weeks >= 0 AND no_show_count_90d >= 0 AND cancellation_count_90d >= 0",
            "counts_not_negative",
        ),
    )

    client_id: UUID = reference("profiles.id", index=False, primary_key=True)
    coach_id: UUID = reference("profiles.id", primary_key=True)
    current_streak_weeks: int = 0
    no_show_count_90d: int = 0
    cancellation_count_90d: int = 0
    is_flagged: bool = False
    favorite_times: list[dict[str, Any]] = json_value(default_factory=list)
    counted_at: datetime = instant()
