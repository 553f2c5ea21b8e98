"""A small practice to try things in, with the calls that most tests make."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, select

from coachbook.models import Booking
from coachbook.services import bookings
from coachbook.services.bookings import BookingView, Moved, Outcome
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW


@dataclass
class Practice:
    """A coach in New York, open on workdays 9 to 17 for two, and a client with 12 sessions."""

    session: Session
    coach: Person
    client: Person
    package_id: UUID

    def book(self, *starts: datetime, by: Person | None = None, **more: Any) -> Outcome:
        asked = {
            "coach_id": self.coach.id, "client_id": self.client.id, "kind": "session",
            "minutes": 60, "starts": starts, "now": NOW, "request_id": factories.request_id(),
        }  # fmt: skip
        return bookings.book(self.session, by=by or self.client, **{**asked, **more})

    def booked(self, *starts: datetime, **more: Any) -> BookingView:
        """The first of those that were booked."""
        return self.book(*starts, **more).bookings[0]

    def move(self, booking: BookingView, to: datetime, **more: Any) -> Moved:
        asked = {
            "by": self.client, "version": booking.version, "now": NOW,
            "request_id": factories.request_id(),
        }  # fmt: skip
        return bookings.reschedule(self.session, booking.id, to, **{**asked, **more})

    def cancel(self, booking: BookingView, **more: Any) -> BookingView:
        asked = {"by": self.client, "version": booking.version, "now": NOW}
        return bookings.cancel(self.session, booking.id, **{**asked, **more})

    def another_client(self, name: str = "Kim Late") -> Person:
        """With 12 sessions as well."""
        other = people.client(self.session, self.coach, name)
        factories.package(self.session, self.coach, other)
        return other

    @property
    def left(self) -> int:
        return factories.remaining(self.session, self.package_id)

    def count(self, model: Any = Booking) -> int:
        return int(self.session.execute(select(func.count()).select_from(model)).scalar_one())


def open_practice(session: Session) -> Practice:
    coach = people.coach(session)
    client = people.client(session, coach)
    factories.hours(session, coach)
    return Practice(session, coach, client, factories.package(session, coach, client))
