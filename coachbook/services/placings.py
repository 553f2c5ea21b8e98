"""What a booking's history keeps of the room there was when its time was decided.

Hours and capacities change later without touching bookings; this is how `coachbook check` can
still tell a booking that was right when it was made from one that never should have been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from coachbook.availability import Usage


def room(usage: Sequence[Usage], *, checkins_alone: bool) -> dict[str, Any]:
    """For the history's details; `usage` is that of the booking's own span, without it."""
    capacities = [one.capacity for one in usage] or [0]
    found: dict[str, Any] = {
        "capacity": min(capacities),
        "present": max([one.present for one in usage], default=0) + 1,
        "checkins_alone": checkins_alone,
    }
    if len(set(capacities)) > 1:
        start = usage[0].start
        found["capacities"] = [[(one.start - start) // 60, one.capacity] for one in usage]
    return found


@dataclass(frozen=True)
class Room:
    """The capacities, each from its instant until the next."""

    steps: tuple[tuple[datetime, int], ...]
    checkins_alone: bool | None

    def capacity_at(self, instant: datetime) -> int:
        return next(
            (capacity for start, capacity in reversed(self.steps) if start <= instant),
            self.steps[0][1],
        )


def room_of(details: Mapping[str, Any], starts_at: datetime) -> Room | None:
    """What was written for a booking that starts then; None where nothing was.

    Without steps, those present may have been more than the smallest capacity of the span."""
    if "capacity" not in details:
        return None
    steps = details.get("capacities")
    if steps is None:
        steps = [[0, max(details["capacity"], details.get("present", 0))]]
    return Room(
        tuple((starts_at + timedelta(minutes=minutes), capacity) for minutes, capacity in steps),
        details.get("checkins_alone"),
    )
