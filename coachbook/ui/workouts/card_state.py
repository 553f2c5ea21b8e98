"""A client's workouts in a few lines, for their profile."""

import reflex as rx

from coachbook.services import workouts
from coachbook.services.workouts import Programme
from coachbook.ui import typed
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, person
from coachbook.ui.workouts import rows
from coachbook.ui.workouts.rows import NoteRow, WorkoutRow

SOON = 3


class WorkoutsCard(rx.State):
    """`soon` are the next ones that are not done."""

    href: str = ""
    is_empty: bool = True
    is_archived: bool = False
    lately: str = ""
    soon: list[WorkoutRow] = []  # noqa: RUF012  (copied for every tab)
    notes: list[NoteRow] = []  # noqa: RUF012

    _key: str = ""

    @handler("coach")
    async def load(self) -> None:
        self._key = str(typed.key_in_path(str(self.router.url.path)))
        await self._refresh()

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        if self._key:
            await self._refresh()

    async def _refresh(self) -> None:
        found: Programme = await read(workouts.programme, typed.key(self._key), by=person())
        reader = person()
        ahead = [
            one for one in found.workouts if one.scheduled_on >= found.today and not one.is_done
        ]
        self.href, self.is_empty = f"/coach/clients/{self._key}/workouts", found.is_empty
        self.is_archived = found.is_archived
        self.lately = rows.score(found.adherence.last(4))
        self.soon = [rows.row(one, found, reader) for one in ahead[:SOON]]
        self.notes = rows.notes(found.adherence, reader)[:1]
