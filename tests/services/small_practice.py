"""A practice with one of everything, and ways to spoil it behind the services' backs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, text, update
from sqlmodel import Session, SQLModel

from coachbook.models import Booking, BookingHistory, ClientBookingStats
from coachbook.models.columns import table_of
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at

EARLIER = NOW - timedelta(days=7)


@dataclass
class SmallPractice:
    """Wednesday at ten is full; Robin has a second coach."""

    session: Session
    anna: Person
    berta: Person
    robin: Person
    sam: Person
    kim: Person
    packages: dict[str, UUID]
    full: BookingView
    noon: BookingView
    done: BookingView
    moved: BookingView
    cancelled: BookingView
    checkin: BookingView
    elsewhere: BookingView

    def change(self, model: type[SQLModel], row_id: UUID, **values: Any) -> None:
        table = table_of(model)
        key = next(iter(table.primary_key.columns))
        self.session.execute(update(table).where(key == row_id).values(**values))

    def copy(self, model: type[SQLModel], row_id: UUID, **values: Any) -> UUID:
        """A second row like the one with this id, but for these values."""
        table = table_of(model)
        row = self.session.execute(select(table).where(table.c.id == row_id)).mappings().one()
        new_id = uuid4()
        self.session.execute(insert(table), [{**row, "id": new_id, **values}])
        return new_id

    def copy_booking(self, booking: BookingView, **values: Any) -> UUID:
        """A twin that leads a chain of its own; without a history."""
        new_id = uuid4()
        self.copy(Booking, booking.id, **{"id": new_id, "chain_id": new_id, **values})
        return new_id

    def line(self, booking: BookingView, event: str) -> UUID:
        """The newest line of that event in its history."""
        table = table_of(BookingHistory)
        found: UUID | None = self.session.execute(
            select(table.c.id)
            .where(table.c.booking_id == booking.id, table.c.event == event)
            .order_by(table.c.created_at.desc(), table.c.credit_change)
        ).scalar()
        assert found
        return found


def build(session: Session) -> SmallPractice:
    anna = people.coach(session, is_owner=True)
    berta = people.coach(session, "Berta Klein")
    for one in (anna, berta):
        factories.hours(session, one)
        factories.hours(session, one, start="17:00", end="19:00", kind="checkin")
    robin = people.client(session, anna)
    people.another_client_of(session, berta, robin)
    sam, kim = people.client(session, anna, "Sam Sand"), people.client(session, anna, "Kim Kay")
    packages = {
        "robin": factories.package(session, anna, robin),
        "sam": factories.package(session, anna, sam),
        "kim": factories.package(session, anna, kim, expires_on="2026-12-31"),
        "elsewhere": factories.package(session, berta, robin),
    }
    session.add(ClientBookingStats(client_id=robin.id, coach_id=anna.id, counted_at=NOW))
    ten = at("2026-11-18 10:00")
    factories.booked(session, anna, sam, ten)
    return SmallPractice(
        session, anna, berta, robin, sam, kim, packages,
        full=_booked(session, anna, robin, "2026-11-18 10:00"),
        noon=_booked(session, anna, kim, "2026-11-18 12:00"),
        done=_done(session, anna, robin),
        moved=_moved(session, anna, robin),
        cancelled=_cancelled(session, anna, sam),
        checkin=factories.booked(
            session, anna, robin, at("2026-11-17 17:00"), minutes=30, kind="checkin"
        )[0],
        elsewhere=_booked(session, berta, robin, "2026-11-20 15:00"),
    )  # fmt: skip


def _booked(session: Session, coach: Person, client: Person, words: str) -> BookingView:
    return factories.booked(session, coach, client, at(words))[0]


def _done(session: Session, coach: Person, client: Person) -> BookingView:
    booked = factories.booked(session, coach, client, at("2026-11-13 10:00"), now=EARLIER)[0]
    return bookings.complete(session, booked.id, by=coach, version=booked.version, now=NOW)


def _moved(session: Session, coach: Person, client: Person) -> BookingView:
    """The booking as it is after its move."""
    booked = _booked(session, coach, client, "2026-11-19 10:00")
    return move(session, booked, at("2026-11-20 10:00"), by=coach)


def move(session: Session, booking: BookingView, starts_at: datetime, *, by: Person) -> BookingView:
    return bookings.reschedule(
        session, booking.id, starts_at, by=by, version=booking.version,
        request_id=factories.request_id(), now=NOW,
    ).booking  # fmt: skip


def _cancelled(session: Session, coach: Person, client: Person) -> BookingView:
    booked = _booked(session, coach, client, "2026-11-19 14:00")
    return bookings.cancel(session, booked.id, by=coach, version=booked.version, now=NOW)


def ignore_references(session: Session) -> None:
    """For this transaction, which is never committed."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(
        text(
            "PRAGMA defer_foreign_keys = ON"
            if is_sqlite
            else "SET LOCAL session_replication_role = replica"
        )
    )
