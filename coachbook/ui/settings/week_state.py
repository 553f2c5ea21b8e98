"""The week editor: a draft for each kind, and the bookings that the draft would leave behind."""

from typing import Any, Literal

import reflex as rx

from coachbook.availability import Kind
from coachbook.errors import NotFound
from coachbook.services import hours
from coachbook.services.hours import SavedWeek, Week
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings import week_draft
from coachbook.ui.settings.conflict_rows import ConflictRow, conflict_rows
from coachbook.ui.settings.week_draft import Day

SAVED: dict[Kind, str] = {
    "session": "Your session hours are saved.",
    "checkin": "Your check-in hours are saved.",
}


class WeekEditor(rx.State):
    """`kind` is the one being edited; the other's draft waits."""

    kind: str = "session"
    days: list[Day] = []  # noqa: RUF012  (copied for every tab)
    is_loaded: bool = False
    copied_day: int = -1
    copied_name: str = ""
    conflicts: list[ConflictRow] = []  # noqa: RUF012
    is_asking: bool = False

    _drafts: dict[Kind, list[Day]] = {}  # noqa: RUF012
    _saved: dict[Kind, list[Day]] = {}  # noqa: RUF012
    _seen: dict[Kind, str] = {}  # noqa: RUF012

    @rx.var
    def is_changed(self) -> bool:
        saved = self._saved.get(_kind(self.kind), [])
        return not week_draft.says_the_same(self.days, saved)

    @handler("coach")
    async def load(self) -> None:
        for kind in hours.KINDS:
            self._take(await read(hours.week, by=person(), kind=kind))
        self.days = self._drafts[_kind(self.kind)]
        self.is_asking, self.copied_day, self.is_loaded = False, -1, True

    @handler("coach")
    async def show(self, kind: Kind) -> None:
        self._require_loaded()
        self._drafts = {**self._drafts, _kind(self.kind): self.days}
        self.kind, self.days = kind, self._drafts[kind]

    @handler("coach")
    async def type_in(
        self, key: str, what: Literal["start", "end", "capacity"], value: str
    ) -> None:
        self.days = week_draft.changed(self.days, key, what, value)

    @handler("coach")
    async def add_row(self, day: int) -> None:
        self.days = week_draft.with_row(self.days, day, _kind(self.kind))

    @handler("coach")
    async def remove_row(self, key: str) -> None:
        self.days = week_draft.without_row(self.days, key)

    @handler("coach")
    async def start_copy(self, day: int, name: str) -> None:
        self.copied_day, self.copied_name = day, name[:16]

    @handler("coach")
    async def stop_copy(self) -> None:
        self.copied_day = -1

    @handler("coach")
    async def copy(self, form: dict[str, Any]) -> None:
        targets = [day for day in range(7) if f"to-{day}" in form]
        self.days = week_draft.copied(self.days, self.copied_day, targets)
        self.copied_day = -1

    @handler("coach")
    async def discard(self) -> None:
        self._require_loaded()
        self.days = self._saved[_kind(self.kind)]

    @handler("coach")
    async def save(self) -> None:
        """Asks first when bookings would no longer fit."""
        change = Week(_kind(self.kind), week_draft.windows(self.days))
        found = await read(hours.conflicts, by=person(), change=change)
        self.conflicts, self.is_asking = conflict_rows(found, person()), bool(found)
        if not found:
            await self._store()

    @handler("coach")
    async def save_anyway(self) -> None:
        await self._store()
        self.is_asking = False

    @handler("coach")
    async def stop_asking(self) -> None:
        self.is_asking = False

    def _require_loaded(self) -> None:
        """A page can be older than what the server remembers of it."""
        if not self.is_loaded:
            raise NotFound

    async def _store(self) -> None:
        kind = _kind(self.kind)
        saved = await write(
            hours.save_week, by=person(), kind=kind, windows=week_draft.windows(self.days),
            seen=self._seen.get(kind, ""),
        )  # fmt: skip
        self._take(saved)
        self.days = self._drafts[kind]
        await say(self, SAVED[kind])

    def _take(self, saved: SavedWeek) -> None:
        days = week_draft.draft(saved.windows)
        self._saved = {**self._saved, saved.kind: days}
        self._drafts = {**self._drafts, saved.kind: days}
        self._seen = {**self._seen, saved.kind: saved.seen}


def _kind(name: str) -> Kind:
    return "checkin" if name == "checkin" else "session"
