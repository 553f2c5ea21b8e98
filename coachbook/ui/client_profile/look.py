"""What a client's page reads, in one go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from coachbook.services import (
    blocked_addresses,
    checkin_answers,
    client_attendance,
    client_profiles,
)
from coachbook.services.blocked_addresses import Blocked
from coachbook.services.checkin_answers import Submitted
from coachbook.services.client_attendance import Attendance
from coachbook.services.client_profiles import ClientProfile, Past
from coachbook.services.people import Person


@dataclass(frozen=True)
class Look:
    profile: ClientProfile
    past: Past
    attendance: Attendance
    forms: list[Submitted]
    blocked: Blocked | None


def look(session: Any, client_id: UUID, *, by: Person, now: datetime, most_past: int) -> Look:
    return Look(
        client_profiles.profile(session, client_id, by=by, now=now),
        client_profiles.past(session, client_id, by=by, now=now, limit=most_past),
        client_attendance.of_client(session, client_id, by=by, now=now),
        checkin_answers.of_client(session, client_id, by=by),
        blocked_addresses.of_client(session, client_id, by=by),
    )
