"""A client's bookings: a list and a month, one of them in full, and its cancelling."""

from datetime import date
from typing import Literal
from uuid import UUID

import reflex as rx

from coachbook.services import bookings, client_booking, client_calendar
from coachbook.services.client_calendar import Month
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.client_calendar import rows
from coachbook.ui.client_calendar.rows import Cell, Detail, Group
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

NO_DETAIL: Detail = {
    "id": "", "booking_id": "", "version": 0, "kind": "session", "title": "", "coach_name": "",
    "when": "", "also": "", "length": "", "package": "", "status": "", "tone": "neutral",
    "note": "", "meet_link": "", "effect": "", "left": "", "noun": "session",
    "can_change": False,
}  # fmt: skip


class ClientCalendarState(rx.State):
    """`view` is the list of what is ahead, or a month."""

    view: str = "list"
    upcoming: list[Group] = []  # noqa: RUF012  (copied for every tab)
    has_upcoming: bool = False
    month: str = ""
    month_on: str = ""
    weekdays: list[str] = []  # noqa: RUF012
    cells: list[Cell] = []  # noqa: RUF012
    in_month: list[Group] = []  # noqa: RUF012
    has_month: bool = False
    zone: str = ""
    live_urls: list[str] = []  # noqa: RUF012
    detail: Detail = NO_DETAIL
    is_open: bool = False
    is_cancelling: bool = False

    @handler("client")
    async def load(self) -> None:
        """A link in a message names a booking; whatever it is now is shown."""
        self.is_open = self.is_cancelling = False
        coaches = await read(client_booking.coaches, by=person())
        is_elsewhere = any(coach.zone.key != person().time_zone for coach in coaches)
        self.zone = words.zone_name(person().zone, person().locale) if is_elsewhere else ""
        self.live_urls = [f"/live?coach={coach.id}" for coach in coaches]
        await self._show(None)
        asked = typed.key_or_none(self.router.url.query_parameters.get("booking", ""))
        if asked:
            await self._open(asked)

    @handler("client")
    async def look_at(self, view: Literal["list", "month"]) -> None:
        self.view = view

    @handler("client")
    async def turn(self, months: Literal[-1, 0, 1]) -> None:
        """To the month before or after; 0 is the current one."""
        shown = typed.day_in_query(self.month_on)
        beside = client_calendar.month_beside(shown, months) if shown and months else None
        await self._show(beside)

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        """Something changed at one of the coaches, perhaps the open booking."""
        await self._refresh()

    @handler("client")
    async def open(self, chain_id: UUID) -> None:
        await self._open(chain_id)

    @handler("client")
    async def close(self) -> None:
        self.is_open = self.is_cancelling = False

    @handler("client")
    async def ask_cancel(self) -> None:
        self.is_cancelling = True

    @handler("client")
    async def keep(self) -> None:
        self.is_cancelling = False

    @handler("client")
    async def cancel(self, booking_id: UUID, version: int) -> None:
        """Whatever the answer, the page shows afterwards how it is."""
        self.is_cancelling = False
        try:
            await write(bookings.cancel, booking_id, by=person(), version=version)
            self.is_open = False
        finally:
            await self._refresh()
        await say(self, rows.cancelled(self.detail))

    async def _refresh(self) -> None:
        await self._show(typed.day_in_query(self.month_on))
        shown = typed.key_or_none(self.detail["id"])
        if shown:
            found = await read(client_calendar.details, shown, by=person())
            self.detail = rows.detail(found, person())

    async def _open(self, chain_id: UUID) -> None:
        found = await read(client_calendar.details, chain_id, by=person())
        self.detail, self.is_open = rows.detail(found, person()), True

    async def _show(self, on: date | None) -> None:
        self._lay_out(await read(client_calendar.month, by=person(), on=on))

    def _lay_out(self, found: Month) -> None:
        by = person()
        self.upcoming = rows.groups(found.upcoming, by, found.today)
        self.has_upcoming = bool(self.upcoming)
        self.month, self.month_on = words.month(found.first, by.locale), found.first.isoformat()
        self.weekdays = rows.weekdays(found, by.locale)
        self.cells = rows.cells(found, by, found.today)
        self.in_month = rows.groups(found.inside(by.zone), by, found.today)
        self.has_month = bool(self.in_month)
