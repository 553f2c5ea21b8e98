"""Letting every running package run longer: asked for, looked at, then done."""

from typing import Any

import reflex as rx

from coachbook.services import expiries
from coachbook.services.expiries import Extension
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.coach_packages import rows
from coachbook.ui.coach_packages.rows import ExtendedRow
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

MOST_SHOWN = 50


class HolidayExtension(rx.State):
    """Two steps in one dialog; what was typed stays while the list is shown."""

    is_open: bool = False
    is_sure: bool = False
    opened: int = 0
    sentence: str = ""
    more: str = ""
    extended: list[ExtendedRow] = []  # noqa: RUF012  (copied for every tab)
    count: int = 0

    _days: int = 0
    _reason: str = ""
    _mark: str = ""

    @handler("coach")
    async def start(self) -> None:
        self.is_open, self.is_sure, self.opened = True, False, self.opened + 1

    @handler("coach")
    async def close(self) -> None:
        self.is_open, self.is_sure = False, False

    @handler("coach")
    async def back(self) -> None:
        self.is_sure = False

    @handler("coach")
    async def look(self, form: dict[str, Any]) -> None:
        days = typed.whole_number(form, "days", what="the days")
        self._reason = typed.words(form, "reason")
        self._show(await read(expiries.preview_extension, by=person(), days=days), days)

    @handler("coach", rate="costly")
    async def extend(self) -> None:
        """The list is read anew first, so that a second try shows how it is now."""
        if not self.is_sure:
            return
        days, seen = self._days, self._mark
        self._show(await read(expiries.preview_extension, by=person(), days=days), days)
        count = await write(
            expiries.extend_all, by=person(), days=days, reason=self._reason, mark=seen
        )
        self.is_open, self.is_sure = False, False
        longer = words.counted(days, "day")
        verb = "runs" if count == 1 else "run"
        await say(self, f"{words.counted(count, 'package')} {verb} {longer} longer.")

    def _show(self, found: Extension, days: int) -> None:
        reader = person()
        self.count = len(found.packages)
        shown = found.packages[:MOST_SHOWN]
        self.extended = [rows.extended_row(one, reader) for one in shown]
        self.more = f"and {self.count - len(shown)} more" if self.count > len(shown) else ""
        whose = words.counted(found.clients, "client")
        verb = "runs" if self.count == 1 else "run"
        self.sentence = (
            f"{words.counted(self.count, 'package')} of {whose} {verb} "
            f"{words.counted(days, 'day')} longer. Bookings stay as they are."
        )
        self._days, self._mark, self.is_sure = days, found.mark, True
