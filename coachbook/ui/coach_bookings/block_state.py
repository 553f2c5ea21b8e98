"""Block time: a quick blackout, after a look at the bookings that are already there."""

from datetime import datetime
from typing import Any

import reflex as rx

from coachbook.services import hours, overrides
from coachbook.services.hours import Days
from coachbook.services.overrides import Difference
from coachbook.ui.calls import read, write
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings import dates_form
from coachbook.ui.settings.conflict_rows import ConflictRow, conflict_rows

BLANK = {"on": "", "start": "09:00", "end": "12:00"}


class BlockDialog(rx.State):
    """The form, then what stands in the time; it stays there."""

    is_open: bool = False
    opened: int = 0
    is_whole_day: bool = True
    first: dict[str, str] = BLANK
    is_asking: bool = False
    conflicts: list[ConflictRow] = []  # noqa: RUF012  (copied for every tab)

    _waiting: tuple[Difference, ...] = ()

    @handler("coach")
    async def load(self) -> None:
        self.is_open, self.is_asking = False, False

    @handler("coach")
    async def start(self) -> None:
        calendar = await self.get_state(CoachCalendar)
        self._open({**BLANK, "on": calendar.on}, is_whole_day=True)

    @handler("coach")
    async def choose_whole_day(self, is_whole_day: bool) -> None:
        self.is_whole_day = is_whole_day

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach")
    async def stop_asking(self) -> None:
        self.is_asking = False

    @handler("coach")
    async def submit(self, form: dict[str, Any]) -> None:
        """Asks first when bookings are in that time."""
        self._waiting = dates_form.differences(
            form, is_blocked=True, is_whole_day=self.is_whole_day
        )
        found = await read(hours.conflicts, by=person(), change=Days(add=self._waiting))
        self.conflicts = conflict_rows(found, person())
        self.is_asking = bool(found)
        if not found:
            await self._store()

    @handler("coach")
    async def block_anyway(self) -> None:
        await self._store()

    async def _store(self) -> None:
        await write(overrides.add, by=person(), what=self._waiting)
        self.is_open, self.is_asking = False, False
        calendar = await self.get_state(CoachCalendar)
        await calendar._refresh()
        await say(self, "The time is blocked. Nobody can book it.")

    def _open(self, first: dict[str, str], *, is_whole_day: bool) -> None:
        self.first, self.is_whole_day, self.is_asking = first, is_whole_day, False
        self.is_open, self.opened = True, self.opened + 1

    def _open_at(self, start: datetime, end: datetime) -> None:
        """A stretch that was picked on the calendar."""
        first = {
            "on": start.date().isoformat(),
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
        }
        self._open(first, is_whole_day=False)
