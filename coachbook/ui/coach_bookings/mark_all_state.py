"""Marking everything that waits, after a look at it."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from coachbook.services.attendance import marking
from coachbook.services.attendance.marking import Mark, Wish
from coachbook.services.bookings import BookingView
from coachbook.ui import words
from coachbook.ui.calls import read, write
from coachbook.ui.coach_bookings import rows
from coachbook.ui.coach_bookings.rows import Unmarked
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say


class MarkAll(rx.State):
    """What was listed when the dialog opened is what is marked; `more` waits beyond it."""

    is_open: bool = False
    lines: list[Unmarked] = []  # noqa: RUF012  (copied for every tab)
    count: int = 0
    more: int = 0

    _listed: Sequence[BookingView] = ()

    @handler("coach")
    async def start(self) -> None:
        await self._read()
        self.is_open = True

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach", rate="costly")
    async def mark(self, form: dict[str, Any]) -> None:
        wishes = [Wish(one.id, one.version, _chosen(form, one)) for one in self._listed]
        await write(marking.mark_all, wishes, by=person())
        self.is_open = False
        await say(self, _told(wishes))

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        """After an attempt: the list as it is now, if the dialog is still open."""
        if self.is_open:
            await self._read()
            self.is_open = bool(self.lines)

    async def _read(self) -> None:
        found = await read(marking.waiting, by=person())
        self._listed, self.lines = found.bookings, rows.unmarked(found.bookings, person())
        self.count = len(self.lines)
        self.more = found.count - self.count


def _chosen(form: dict[str, Any], one: BookingView) -> Mark:
    return "no_show" if form.get(f"mark-{one.chain_id}") == "no_show" else "completed"


def _told(wishes: Sequence[Wish]) -> str:
    missed = sum(one.mark == "no_show" for one in wishes)
    sentence = f"{words.counted(len(wishes), 'booking')} marked"
    if not missed:
        return f"{sentence} as completed."
    came = len(wishes) - missed
    return f"{sentence}: {came} completed, {words.counted(missed, 'no-show')}."
