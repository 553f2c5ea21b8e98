"""A client's calendar: a month, a week or a list; one booking in full, and its cancelling."""

from datetime import date
from typing import Literal
from uuid import UUID

import reflex as rx

from coachbook.services import bookings, client_booking, client_calendar
from coachbook.services.client_calendar import Shown, View
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.client_calendar import detail_rows, rows
from coachbook.ui.client_calendar.detail_rows import Detail
from coachbook.ui.client_calendar.rows import Day
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

NO_DETAIL: Detail = {
    "id": "", "booking_id": "", "version": 0, "kind": "session", "title": "", "when": "",
    "also": "", "length": "", "allowance": "", "status": "", "tone": "neutral",
    "note": "", "place": "", "meeting_link": "", "meeting_words": "", "form_words": "",
    "form_link": "", "form_label": "", "effect": "", "left": "", "noun": "session",
    "can_change": False,
}  # fmt: skip


class ClientCalendarState(rx.State):
    """`view` is a month, a week, the list of what is ahead, or that of the last weeks."""

    view: View = "list"
    days: list[Day] = []  # noqa: RUF012  (copied for every tab)
    has_entries: bool = False
    title: str = ""
    weekdays: list[str] = []  # noqa: RUF012
    cut: str = ""
    is_current: bool = True
    zone: str = ""
    live_urls: list[str] = []  # noqa: RUF012
    fresh_for: int = 0
    detail: Detail = NO_DETAIL
    is_open: bool = False
    is_cancelling: bool = False

    _on: date | None = None

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
    async def look_at(self, view: View) -> None:
        """The new view holds what the old one did: today if that was there."""
        on = None if self.is_current else self._on
        self.view = view
        await self._show(on)

    @handler("client")
    async def turn(self, steps: Literal[-1, 0, 1]) -> None:
        """To the month or week before or after; 0 is the current one."""
        beside = client_calendar.turned(self.view, self._on, steps) if self._on and steps else None
        await self._show(beside)

    @handler("client")
    async def go_to_week(self, on: date) -> None:
        """From a day of the month that has more than there is room for."""
        self.view = "week"
        await self._show(on)

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
        before = self.detail
        try:
            await write(bookings.cancel, booking_id, by=person(), version=version)
            self.is_open = False
        finally:
            await self._refresh()
        await say(self, detail_rows.cancelled(before, self.detail))

    async def _open(self, chain_id: UUID) -> None:
        found = await read(client_calendar.details, chain_id, by=person())
        self.detail, self.is_open = detail_rows.detail(found, person()), True

    async def _refresh(self) -> None:
        await self._show(self._on)
        shown = typed.key_or_none(self.detail["id"])
        if shown:
            found = await read(client_calendar.details, shown, by=person())
            self.detail = detail_rows.detail(found, person())

    async def _show(self, on: date | None) -> None:
        self._lay_out(await read(client_calendar.shown, by=person(), view=self.view, on=on))

    def _lay_out(self, found: Shown) -> None:
        locale = person().locale
        self.fresh_for = int(found.fresh_for.total_seconds()) + 1
        self._on, self.is_current = found.on, found.is_current
        self.title, self.weekdays = rows.title(found, locale), rows.weekdays(found, locale)
        self.days = rows.days(found, person())
        self.has_entries = any(day["has_entries"] and not day["is_outside"] for day in self.days)
        self.cut = rows.cut(found, locale)
