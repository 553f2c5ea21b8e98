"""Block time: a quick blackout, after a look at the bookings that are already there."""

from datetime import datetime
from typing import Any

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services.overrides import Days, Difference
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.gate import handler
from coachbook.ui.refusals import say
from coachbook.ui.settings import dates_form
from coachbook.ui.settings.conflict_rows import told
from coachbook.ui.settings.conflict_state import Fitting

BLANK = {"on": "", "start": "09:00", "end": "12:00"}


class BlockDialog(rx.State):
    """The form; what stands in the time is decided about before anything is blocked."""

    is_open: bool = False
    opened: int = 0
    is_whole_day: bool = True
    first: dict[str, str] = BLANK
    _waiting: tuple[Difference, ...] = ()

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
    async def submit(self, form: dict[str, Any]) -> None:
        """Asks first when bookings are in that time."""
        self._waiting = dates_form.differences(
            form, is_blocked=True, is_whole_day=self.is_whole_day
        )
        await self._try()

    @handler("coach", rate="costly")
    async def decide(self) -> None:
        """Yes, with what was decided about each booking."""
        if not self._waiting:
            raise NotFound
        await self._try()

    async def _try(self) -> None:
        fitting = await self.get_state(Fitting)
        answer = await fitting._save(Days(add=self._waiting), "block")
        if not answer.is_saved:
            return
        self.is_open, self._waiting = False, ()
        calendar = await self.get_state(CoachCalendar)
        await calendar._refresh()
        await say(self, "The time is blocked. Nobody can book it." + told(answer))

    async def _close(self) -> None:
        self.is_open, self._waiting = False, ()
        (await self.get_state(Fitting)).asker = ""

    def _open(self, first: dict[str, str], *, is_whole_day: bool) -> None:
        self.first, self.is_whole_day = first, is_whole_day
        self.is_open, self.opened = True, self.opened + 1

    def _open_at(self, start: datetime, end: datetime) -> None:
        """A stretch that was picked on the calendar."""
        first = {
            "on": start.date().isoformat(),
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
        }
        self._open(first, is_whole_day=False)
