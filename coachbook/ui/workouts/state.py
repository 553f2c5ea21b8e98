"""A client's programme: four weeks of it, and how much of it was done."""

from datetime import date, timedelta

import reflex as rx

from coachbook.services import workouts
from coachbook.services.workouts import Programme
from coachbook.ui import typed, words
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, person
from coachbook.ui.workouts import rows
from coachbook.ui.workouts.rows import Bar, NoteRow, WeekRow

STEP = timedelta(weeks=4)


class ProgrammePage(rx.State):
    """`is_here` is False for an unknown client, and for another coach's."""

    is_here: bool = False
    key: str = ""
    name: str = ""
    is_archived: bool = False
    is_empty: bool = False
    is_from_now: bool = True
    dates: str = ""
    weeks: list[WeekRow] = []  # noqa: RUF012  (copied for every tab)
    lately: str = ""
    in_all: str = ""
    bars: list[Bar] = []  # noqa: RUF012
    notes: list[NoteRow] = []  # noqa: RUF012
    today: str = ""

    _monday: date | None = None
    _shown: date | None = None

    @handler("coach")
    async def load(self) -> None:
        self.is_here, self._monday = False, None
        path = str(self.router.url.path).rstrip("/").removesuffix("/workouts")
        self.key = str(typed.key_in_path(path))
        await self._refresh()
        self.is_here = True

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        if self.is_here:
            await self._refresh()

    @handler("coach")
    async def earlier(self) -> None:
        await self._turn(self._shown - STEP if self._shown else None)

    @handler("coach")
    async def later(self) -> None:
        await self._turn(self._shown + STEP if self._shown else None)

    @handler("coach")
    async def back_to_now(self) -> None:
        await self._turn(None)

    async def _turn(self, monday: date | None) -> None:
        self._monday = monday
        await self._refresh()

    async def _show(self, on: date) -> None:
        """Turn to where something was put, unless it can be seen already."""
        if not (self._shown and self._shown <= on < self._shown + STEP):
            self._monday = on
        await self._refresh()

    async def _refresh(self) -> None:
        found: Programme = await read(
            workouts.programme, typed.key(self.key), by=person(), week_of=self._monday
        )
        reader = person()
        self.name, self.is_archived = found.client_name, found.is_archived
        self.is_empty, self.is_from_now = found.is_empty, self._monday is None
        self._shown, self.today = found.monday, found.today.isoformat()
        self.dates = words.dates(found.monday, found.monday + STEP - _A_DAY, reader.locale)
        self.weeks = rows.weeks(found, reader)
        self.lately = rows.score(found.adherence.last(4))
        self.in_all = rows.score(found.adherence.last(12))
        self.bars = rows.bars(found.adherence, reader)
        self.notes = rows.notes(found.adherence, reader)


_A_DAY = timedelta(days=1)
