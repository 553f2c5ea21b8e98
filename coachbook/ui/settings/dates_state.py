"""Dates that differ: a month of them, the form for one, and what it would leave behind."""

from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import hours, overrides
from coachbook.services.hours import Days
from coachbook.services.overrides import Difference, Month
from coachbook.ui import words
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings import dates_form, dates_rows
from coachbook.ui.settings.conflict_rows import ConflictRow, conflict_rows
from coachbook.ui.settings.dates_rows import Cell, Line

BLANK = {
    "on": "", "last_on": "", "start": "09:00", "end": "12:00", "kinds": "both", "capacity": "",
    "note": "",
}  # fmt: skip


class DatesEditor(rx.State):
    """The dialog is open for a new one (`editing` is "") or for one of the list."""

    title: str = ""
    cells: list[Cell] = []  # noqa: RUF012
    lines: list[Line] = []  # noqa: RUF012
    is_open: bool = False
    editing: str = ""
    opened: int = 0
    is_blocked: bool = True
    is_whole_day: bool = True
    first: dict[str, str] = BLANK
    earliest: str = ""
    conflicts: list[ConflictRow] = []  # noqa: RUF012
    is_asking: bool = False
    removing: str = ""

    _month: Month | None = None
    _waiting: tuple[Difference, ...] = ()

    @handler("coach")
    async def load(self) -> None:
        self.is_open, self.is_asking = False, False
        await self._show(None)

    @handler("coach")
    async def turn(self, months: Literal[-1, 0, 1]) -> None:
        """To the month before or after; 0 is the current one."""
        shown = self._month.first if self._month and months else None
        await self._show(shown and shown + timedelta(days=-1 if months < 0 else 31))

    @handler("coach")
    async def start_adding(self, on: str) -> None:
        self.editing, self.is_blocked, self.is_whole_day = "", True, True
        self._open({**BLANK, "on": on[:10]})

    @handler("coach")
    async def start_editing(self, override_id: UUID) -> None:
        one = self._saved(override_id)
        self.editing, self.is_blocked = str(override_id), one.is_blocked
        self.is_whole_day = one.start is None
        self._open(_typed(one))

    @handler("coach")
    async def choose(self, what: Literal["block", "open"]) -> None:
        self.is_blocked = what == "block"
        self.is_whole_day = self.is_blocked  # extra hours have times

    @handler("coach")
    async def choose_whole_day(self, is_whole_day: bool) -> None:
        self.is_whole_day = is_whole_day and self.is_blocked

    @handler("coach")
    async def submit(self, form: dict[str, Any]) -> None:
        """Asks first when bookings would no longer fit."""
        self._waiting = dates_form.differences(
            form, is_blocked=self.is_blocked, is_whole_day=self.is_whole_day
        )
        change = Days(add=self._waiting, remove=(UUID(self.editing),) if self.editing else ())
        if not await self._ask(change):
            await self._store()

    @handler("coach")
    async def remove(self, override_id: UUID) -> None:
        self.removing, self._waiting = str(override_id), ()
        if not await self._ask(Days(remove=(override_id,))):
            await self._store()

    @handler("coach")
    async def go_on(self) -> None:
        """Yes, although some bookings no longer fit."""
        await self._store()

    @handler("coach")
    async def stop_asking(self) -> None:
        self.is_asking, self.removing = False, ""

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    async def _ask(self, change: Days) -> bool:
        found = await read(hours.conflicts, by=person(), change=change)
        self.conflicts = conflict_rows(found, person())
        self.is_asking = bool(found)
        return self.is_asking

    async def _store(self) -> None:
        if self.removing:
            await write(overrides.remove, UUID(self.removing), by=person())
            done = "The change is removed."
        elif self.editing:
            await self._edit(UUID(self.editing))
            done = "The change is saved."
        else:
            await write(overrides.add, by=person(), what=self._waiting)
            done = "The time is blocked." if self.is_blocked else "The extra hours are added."
        self.is_open, self.is_asking, self.removing = False, False, ""
        await self._show(self._month.first if self._month else None)
        await say(self, done)

    async def _edit(self, override_id: UUID) -> None:
        seen = self._saved(override_id)
        await write(overrides.edit, override_id, by=person(), to=self._waiting[0], seen=seen)

    async def _show(self, month: date | None) -> None:
        reader = person()
        self._month = await read(overrides.of_month, by=reader, month=month)
        self.title = words.month(self._month.first, reader.locale)
        self.cells = dates_rows.cells(self._month, reader.locale)
        self.lines = dates_rows.lines(self._month, reader.locale)
        self.earliest = self._month.today.isoformat()

    def _open(self, first: dict[str, str]) -> None:
        self.first, self.removing, self.is_asking = first, "", False
        self.is_open, self.opened = True, self.opened + 1

    def _saved(self, override_id: UUID) -> Difference:
        listed = self._month.differences if self._month else ()
        for saved in listed:
            if saved.id == override_id:
                return saved.what
        raise NotFound


def _typed(one: Difference) -> dict[str, str]:
    return {
        **BLANK,
        "on": one.on.isoformat(),
        "start": f"{one.start:%H:%M}" if one.start else BLANK["start"],
        "end": f"{one.end:%H:%M}" if one.end is not None else BLANK["end"],
        "kinds": one.kind,
        "capacity": str(one.capacity or ""),
        "note": one.note,
    }
