"""One coach's calendar, kept like the services keep them.

The same engine decides what is open, the same function which package is used; a package, a booking
and its history always agree."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.availability import Busy, DayBook, Hours, Kind, Limits
from coachbook.demo.shelf import Shelf
from coachbook.demo.till import Till
from coachbook.models import (
    Booking,
    ClientCheckinUsage,
    SessionPackage,
)
from coachbook.services.packages import Credit, allocate
from coachbook.services.placings import room

NOTICE_SECONDS = 12 * 3600
MONTHS_AHEAD = 3
A_DAY = timedelta(days=1)

Days = dict[date, list[Booking]]


@dataclass(frozen=True)
class Wish:
    """A time for somebody, and who asks for it."""

    client_id: UUID
    kind: Kind
    minutes: int
    by_id: UUID | None


class Diary:
    def __init__(
        self,
        coach_id: UUID,
        hours: Mapping[Kind, Hours],
        shelf: Shelf,
        clients: dict[UUID, Days],
        currency: str,
    ) -> None:
        """`clients` are everybody's bookings with any coach; diaries share it."""
        self.coach_id = coach_id
        self.zone: ZoneInfo = hours["session"].zone
        self._hours = hours
        self._shelf = shelf
        self._clients = clients
        self.till = Till(coach_id, self.zone, shelf, currency)
        self._days: Days = defaultdict(list)
        self._months: dict[tuple[UUID, date], UUID] = {}
        self.changes = 0

    def day_book(
        self,
        wish: Wish,
        first: date,
        last: date,
        *,
        limits: Limits,
        leaving_out: Booking | None = None,
    ) -> DayBook:
        busy = [
            Busy(*_span(one), one.booking_type != wish.kind and is_coachs, is_own)
            for one, is_coachs, is_own in self._around(wish.client_id, first, last)
            if one is not leaving_out
        ]
        return DayBook.of(self._hours[wish.kind], busy, limits, wish.minutes)

    def client_limits(self, at: datetime, *, notice_seconds: int = NOTICE_SECONDS) -> Limits:
        return Limits.for_client(int(at.timestamp()), notice_seconds, self.zone, MONTHS_AHEAD)

    def _around(self, client_id: UUID, first: date, last: date) -> list[tuple[Booking, bool, bool]]:
        """The live bookings near these dates, with whether the coach's and the client's."""
        found: dict[UUID, Booking] = {}
        for days in (self._days, self._clients[client_id]):
            for day in range((last - first).days + 5):
                on = first + (day - 2) * A_DAY
                found.update({one.id: one for one in days.get(on, ()) if _is_live(one)})
        return [
            (one, one.coach_id == self.coach_id, one.client_id == client_id)
            for one in found.values()
        ]

    def package_for(self, client_id: UUID, starts_at: datetime, minutes: int) -> UUID | None:
        on = starts_at.astimezone(self.zone).date()
        credits = [
            Credit(
                one.id,
                one.session_duration_minutes,
                one.remaining_sessions,
                one.expires_at.astimezone(self.zone).date() if one.expires_at else None,
                one.created_at,
            )
            for one in self.till.of_client(client_id)
            if one.remaining_sessions
        ]
        found = allocate({starts_at: on}, minutes, credits)[starts_at]
        return found.id if found else None

    def is_month_free(self, client_id: UUID, starts_at: datetime) -> bool:
        return (client_id, self._month(starts_at)) not in self._months

    def _month(self, starts_at: datetime) -> date:
        return starts_at.astimezone(self.zone).date().replace(day=1)

    def book(
        self, wish: Wish, starts_at: datetime, book: DayBook, *, at: datetime, breaks_rules: bool
    ) -> Booking:
        """Takes its credit or its month, which must be there."""
        booking_id = self._shelf.new_id()
        booking = Booking(
            id=booking_id,
            chain_id=booking_id,
            client_id=wish.client_id,
            coach_id=self.coach_id,
            package_id=self._package(wish, starts_at),
            booking_type=wish.kind,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=wish.minutes),
            created_at=at,
            breaks_rules=breaks_rules,
        )
        self._keep(booking)
        details = {"to": starts_at.isoformat(), **_room(book, booking)}
        self._note(booking, "booked", by_id=wish.by_id, at=at, change=-1, details=details)
        return booking

    def _package(self, wish: Wish, starts_at: datetime) -> UUID | None:
        if wish.kind == "checkin":
            return None
        return self.package_for(wish.client_id, starts_at, wish.minutes)

    def move(
        self, old: Booking, starts_at: datetime, book: DayBook, *, by_id: UUID, at: datetime
    ) -> Booking:
        """Within the package's dates and, for a check-in, within its month."""
        where = {"from": old.starts_at.isoformat(), "to": starts_at.isoformat()}
        self._end(old, "reschedule", at)
        self._note(
            old, "moved", by_id=by_id, at=at, change=1, details={"is_departure": True, **where}
        )
        new = Booking(
            id=self._shelf.new_id(),
            chain_id=old.chain_id,
            rescheduled_from_id=old.id,
            sequence=old.sequence + 1,
            client_id=old.client_id,
            coach_id=old.coach_id,
            package_id=old.package_id,
            booking_type=old.booking_type,
            starts_at=starts_at,
            ends_at=starts_at + (old.ends_at - old.starts_at),
            created_at=at,
        )
        self._keep(new)
        details = {**where, **_room(book, new)}
        self._note(new, "moved", by_id=by_id, at=at, change=-1, details=details)
        return new

    def cancel(self, booking: Booking, *, by_id: UUID, canceller: str, at: datetime) -> None:
        self._end(booking, canceller, at)
        booking.sequence += 1
        details = {"was": "confirmed", "cancelled_by": canceller}
        self._note(booking, "cancelled", by_id=by_id, at=at, change=1, details=details)

    def mark(self, booking: Booking, status: str, *, by_id: UUID | None, at: datetime) -> None:
        booking.status = status
        booking.version += 1
        details = {"was": "confirmed", "cancelled_by": None}
        self._note(booking, status, by_id=by_id, at=at, change=0, details=details)

    def _keep(self, booking: Booking) -> None:
        self._shelf.add(booking)
        on = booking.starts_at.date()
        self._days[on].append(booking)
        self._clients[booking.client_id][on].append(booking)
        if booking.booking_type == "checkin":
            self._months[booking.client_id, self._month(booking.starts_at)] = booking.id

    def _end(self, booking: Booking, canceller: str, at: datetime) -> None:
        booking.status, booking.cancelled_by, booking.cancelled_at = "cancelled", canceller, at
        booking.version += 1
        if booking.booking_type == "checkin":
            del self._months[booking.client_id, self._month(booking.starts_at)]

    def _note(
        self,
        booking: Booking,
        event: str,
        *,
        by_id: UUID | None,
        at: datetime,
        change: int,
        details: Mapping[str, object],
    ) -> None:
        """A line of history; a change of credit is carried out on the package as well."""
        self.changes += 1
        package = self._package_of(booking) if change else None
        if package:
            package.remaining_sessions += change
        self._shelf.note(
            booking_id=booking.id,
            actor_id=by_id,
            event=event,
            details=dict(details),
            package_id=package.id if package else None,
            credit_change=change if package else 0,
            balance_after=package.remaining_sessions if package else None,
            created_at=at,
        )

    def _package_of(self, booking: Booking) -> SessionPackage | None:
        packages = self.till.of_client(booking.client_id)
        return next((one for one in packages if one.id == booking.package_id), None)

    def months_used(self) -> list[ClientCheckinUsage]:
        return [
            ClientCheckinUsage(
                client_id=client_id,
                coach_id=self.coach_id,
                month=month,
                used=True,
                booking_id=booking_id,
            )
            for (client_id, month), booking_id in self._months.items()
        ]


def _is_live(booking: Booking) -> bool:
    return booking.status != "cancelled"


def _span(booking: Booking) -> tuple[int, int]:
    return int(booking.starts_at.timestamp()), int(booking.ends_at.timestamp())


def _room(book: DayBook, booking: Booking) -> dict[str, object]:
    return room(book.usage(*_span(booking)), checkins_alone=True)
