"""The sample's rows while its story is told, and their way into the database in bulk."""

from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from coachbook.models import (
    AvailabilityOverride,
    AvailabilityTemplate,
    Booking,
    BookingHistory,
    CalendarVersion,
    CheckinFormQuestion,
    CheckinFormResponse,
    ClientBookingStats,
    ClientCheckinUsage,
    CoachClient,
    CoachSettings,
    PackageHistory,
    PackageTemplate,
    Profile,
    SessionPackage,
    SessionPackageAdjustment,
    Workout,
    WorkoutTemplate,
)
from coachbook.models.columns import table_of, values_of

# What is referred to comes before what refers to it.
ORDER: tuple[type[SQLModel], ...] = (
    Profile,
    CoachClient,
    CoachSettings,
    CalendarVersion,
    AvailabilityTemplate,
    AvailabilityOverride,
    CheckinFormQuestion,
    PackageTemplate,
    SessionPackage,
    SessionPackageAdjustment,
    PackageHistory,
    Booking,
    BookingHistory,
    CheckinFormResponse,
    ClientCheckinUsage,
    ClientBookingStats,
    WorkoutTemplate,
    Workout,
)
AT_ONCE = 1_000

AnyRow = TypeVar("AnyRow", bound=SQLModel)


class Shelf:
    """Hands out the same ids every time, for the same dice."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._rows: dict[type[SQLModel], list[Any]] = defaultdict(list)
        self.history: list[dict[str, Any]] = []

    def new_id(self) -> UUID:
        return UUID(int=self._dice.getrandbits(128), version=4)

    def add(self, row: AnyRow) -> AnyRow:
        self._rows[type(row)].append(row)
        return row

    def note(self, **line: Any) -> None:
        """A line of booking history; as plain values, for there are many."""
        self.history.append({"id": self.new_id(), **line})

    def all(self, kind: type[AnyRow]) -> Sequence[AnyRow]:
        return self._rows[kind]

    def write(self, session: Session) -> None:
        for kind in ORDER:
            values = [values_of(row) for row in self._rows[kind]]
            if kind is BookingHistory:
                values = self.history
            for at in range(0, len(values), AT_ONCE):
                session.execute(insert(table_of(kind)), values[at : at + AT_ONCE])
