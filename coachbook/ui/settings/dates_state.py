"""Dates that differ: a month of them, a day of it, the form, and what stands in the way."""

from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import override_months
from coachbook.services.override_months import Month, Run
from coachbook.services.overrides import Days, SavedDifference
from coachbook.ui import typed, words
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings import dates_form, dates_rows
from coachbook.ui.settings.conflict_rows import told
from coachbook.ui.settings.conflict_state import Fitting
from coachbook.ui.settings.dates_rows import CellRow, Line

NOTHING = Line(
    id="", when="", what="", kind="", note="", follows="",
    is_blocked=True, is_past=False, is_run=False,
)  # fmt: skip
DONE = {
    "edit": "The change is saved.",
    "remove": "The change is removed.",
    "block": "The time is blocked. Nobody can book it.",
    "open": "The extra hours are added.",
}


class DatesEditor(rx.State):
    """`asked` is the dialog that is open: day, form or remove. `editing`: the form changes some."""

    title: str = ""
    weeks: list[CellRow] = []  # noqa: RUF012  (copied for every tab)
    lines: list[Line] = []  # noqa: RUF012
    asked: str = ""
    day: str = ""
    day_title: str = ""
    day_lines: list[Line] = []  # noqa: RUF012
    line: Line = NOTHING
    is_editing: bool = False
    is_whole: bool = False
    opened: int = 0
    is_blocked: bool = True
    is_whole_day: bool = True
    first: dict[str, str] = dates_form.BLANK
    earliest: str = ""

    _month: Month | None = None
    _touched: tuple[SavedDifference, ...] = ()
    _waiting: Days | None = None
    _doing: str = "block"

    @handler("coach")
    async def load(self) -> None:
        """This month, or that of the day in the address."""
        self.asked, self._waiting = "", None
        asked = typed.day_in_query(self.router.url.query_parameters.get("day", ""))
        await self._show(asked)
        if asked and self._of(asked):
            self._open_day(asked)

    @handler("coach")
    async def turn(self, months: Literal[-1, 0, 1]) -> None:
        """To the month before or after; 0 is the current one."""
        shown = self._month.first if self._month and months else None
        await self._show(shown and shown + timedelta(days=-1 if months < 0 else 31))

    @handler("coach")
    async def open_day(self, on: date) -> None:
        """What differs on it; the form, where nothing does."""
        if self._of(on):
            self._open_day(on)
        elif on >= self._today():
            self._start_adding(on.isoformat())

    @handler("coach")
    async def start_adding(self, on: str) -> None:
        self._start_adding(on[:10])

    @handler("coach")
    async def start_editing(self, override_id: UUID, is_whole: bool) -> None:
        """A run of days from today on, or what it is on the day that is open."""
        self._take(override_id, is_whole)
        one = self._touched[0].what
        self.is_blocked, self.is_whole_day = one.is_blocked, one.start is None
        self._open(dates_form.typed_in([saved.what for saved in self._touched]), is_editing=True)

    @handler("coach")
    async def start_removing(self, override_id: UUID, is_whole: bool) -> None:
        self._take(override_id, is_whole)
        self.asked = "remove"

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
        wanted = dates_form.differences(
            form, is_blocked=self.is_blocked, is_whole_day=self.is_whole_day
        )
        self._doing = "block" if self.is_blocked else "open"
        if self.is_editing:
            self._doing = "edit"
        await self._try(self._replaced(wanted if wanted else ()))

    @handler("coach")
    async def remove(self) -> None:
        if not self._touched:
            raise NotFound
        self._doing = "remove"
        await self._try(self._replaced(()))

    @handler("coach", rate="costly")
    async def decide(self) -> None:
        """Yes, with what was decided about each booking."""
        if self._waiting is None:
            raise NotFound
        await self._try(self._waiting)

    @handler("coach")
    async def close(self) -> None:
        self.asked = ""

    async def _try(self, change: Days) -> None:
        self._waiting = change
        fitting = await self.get_state(Fitting)
        answer = await fitting._save(change, "dates")
        if not answer.is_saved:
            return
        self.asked, self._touched, self._waiting = "", (), None
        shown = self._month.first if self._month else None
        await self._show(change.add[0].on if change.add else shown)
        await say(self, DONE[self._doing] + told(answer))

    def _replaced(self, wanted: Any) -> Days:
        touched = self._touched
        return Days(
            add=tuple(wanted),
            remove=tuple(saved.id for saved in touched),
            seen=tuple(saved.what for saved in touched),
        )

    def _take(self, override_id: UUID, is_whole: bool) -> None:
        """What the next step is about; days that have passed stay as they were."""
        run, today = self._run(override_id), self._today()
        shown = date.fromisoformat(self.day) if self.day and not is_whole else None
        parts = tuple(one for one in run.since(today) if shown in (None, one.what.on))
        if not parts:
            raise NotFound
        self._touched, self.is_whole = parts, is_whole
        locale = person().locale
        first, last = parts[0].what.on, parts[-1].what.on
        line = dates_rows.line(run, today, locale)
        self.line = {**line, "when": dates_rows.when(first, last, today, locale)}

    async def _show(self, month: date | None) -> None:
        reader = person()
        self._month = await read(override_months.of_month, by=reader, month=month)
        self.title = words.month(self._month.first, reader.locale)
        self.weeks = dates_rows.weeks(self._month, reader.locale)
        self.lines = dates_rows.lines(self._month, reader.locale)
        self.earliest = self._month.today.isoformat()

    def _open_day(self, on: date) -> None:
        if self._month is None:
            raise NotFound
        locale = person().locale
        self.day, self.day_title = on.isoformat(), words.weekday(on, locale)
        self.day_lines = dates_rows.lines_of_day(self._month, on, locale)
        self.asked = "day"

    def _start_adding(self, on: str) -> None:
        self.is_blocked, self.is_whole_day, self._touched = True, True, ()
        self._open({**dates_form.BLANK, "on": on}, is_editing=False)

    def _open(self, first: dict[str, str], *, is_editing: bool) -> None:
        self.first, self.is_editing = first, is_editing
        self.asked, self.opened = "form", self.opened + 1

    def _of(self, on: date) -> tuple[SavedDifference, ...]:
        return self._month.on(on) if self._month else ()

    def _today(self) -> date:
        if self._month is None:
            raise NotFound
        return self._month.today

    def _run(self, override_id: UUID) -> Run:
        for run in self._month.runs if self._month else ():
            if any(saved.id == override_id for saved in run.saved):
                return run
        raise NotFound
