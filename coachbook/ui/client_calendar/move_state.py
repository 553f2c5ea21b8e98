"""Moving a booking of one's own: open times by week, what pays for the new one, and the move."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import reflex as rx
from pydantic import AwareDatetime

from coachbook.errors import Invalid
from coachbook.services import bookings, client_moves
from coachbook.services.client_moves import MoveTimes
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.client_booking.rows import Chosen, Day, Limits
from coachbook.ui.client_booking.sent import Sent
from coachbook.ui.client_calendar import move_rows
from coachbook.ui.client_calendar.rows import KINDS
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

ONE: Limits = {"most": 1, "why": "", "note": "", "replaces": True}


class MoveState(rx.State):
    """The dialog of one booking; `key` is where the browser keeps the choice."""

    is_open: bool = False
    key: str = ""
    booking_id: str = ""
    version: int = 0
    title: str = ""
    was: str = ""
    kind: str = "session"
    zone: str = ""
    locale: str = ""
    today: str = ""
    week: str = ""
    last_day: str = ""
    open_days: list[str] = []  # noqa: RUF012  (copied for every tab)
    days: list[Day] = []  # noqa: RUF012
    selected: list[Chosen] = []  # noqa: RUF012
    limits: Limits = ONE
    cleared: int = 0

    _chosen: Sequence[datetime] = ()

    @handler("client")
    async def start(self, booking_id: UUID) -> None:
        self.week, self._chosen = "", ()
        await self._show(booking_id)
        self.is_open = True

    @handler("client")
    async def close(self) -> None:
        self.is_open = False

    @handler("client")
    async def show_week(self, booking_id: UUID, monday: date) -> None:
        self.week = monday.isoformat()
        await self._show(booking_id)

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        asked = typed.key_or_none(self.booking_id)
        if asked and self.is_open:
            await self._show(asked)

    @handler("client")
    async def choose(self, booking_id: UUID, starts: list[AwareDatetime]) -> None:
        self._chosen = starts[:1]
        await self._show(booking_id)

    @handler("client")
    async def move(self, booking_id: UUID, version: int, sent: Sent) -> None:
        """Whatever the answer, both pages show afterwards how it is."""
        if len(sent["starts"]) != 1:
            raise Invalid("Pick one time to move to.")
        before = await self._show(booking_id)
        try:
            answer = await write(
                bookings.reschedule,
                booking_id,
                sent["starts"][0],
                by=person(),
                version=version,
                request_id=sent["request_id"],
            )
            self.cleared += 1
            self._chosen, self.is_open = (), False
        finally:
            await self._show(booking_id)
            calendar = await self.get_state(ClientCalendarState)
            await calendar._refresh()
        calendar.is_open = False
        await say(self, move_rows.moved(answer, before, person()))

    async def _show(self, booking_id: UUID) -> MoveTimes:
        """The times as they are now; closes when the booking can't be moved any more."""
        chosen = next(iter(self._chosen), None)
        found = await read(
            client_moves.move_times,
            booking_id,
            by=person(),
            week_of=typed.day_in_query(self.week),
            chosen=chosen,
        )
        self.is_open = self.is_open and found.booking.is_upcoming
        self._name(found)
        self._lay_out(found)
        self.selected = [move_rows.selected(chosen, found, person())] if chosen else []
        return found

    def _name(self, found: MoveTimes) -> None:
        booking = found.booking
        self.booking_id, self.version = str(booking.id), booking.version
        self.key = f"move:{booking.id}"
        self.title = f"Move this {KINDS[booking.kind].lower()}"
        self.was = move_rows.was(found, person())
        self.kind = booking.kind
        self.limits = {**ONE, "note": move_rows.what_follows(found)}

    def _lay_out(self, found: MoveTimes) -> None:
        self.zone, self.locale = person().time_zone, person().locale.replace("_", "-")
        self.today, self.last_day = found.first.isoformat(), found.last.isoformat()
        self.week = found.monday.isoformat()
        self.open_days = [on.isoformat() for on in found.days]
        self.days = move_rows.days(found, person())
