"""What the check looks at of Google Calendar."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class GoogleConnectionRow(NamedTuple):
    coach_id: UUID
    status: str
    failing_since: datetime | None
    last_error: str


class GoogleEventRow(NamedTuple):
    chain_id: UUID
    coach_id: UUID
    wanted: int
    written: int
    is_given_up: bool
    is_there: bool
    calendar_id: str
    last_error: str
    meet: str

    @property
    def is_settled(self) -> bool:
        return self.wanted == self.written
