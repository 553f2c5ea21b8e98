"""The messages of the coach's practice, and the one that is looked at."""

from uuid import UUID

import reflex as rx

from coachbook.services import outbox_views
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, person
from coachbook.ui.outbox.rows import NOTHING_SHOWN, Row, Shown, rows, shown


class Outbox(rx.State):
    """Pages count from 0."""

    rows: list[Row] = []  # noqa: RUF012  (copied for every tab)
    page: int = 0
    has_more: bool = False
    leaves: bool = False
    shown: Shown = NOTHING_SHOWN
    is_open: bool = False

    @handler("coach")
    async def load(self) -> None:
        self.is_open = False
        await self._turn(0)

    @handler("coach")
    async def turn(self, page: int) -> None:
        await self._turn(page)

    @handler("coach")
    async def show(self, message_id: UUID) -> None:
        found = await read(outbox_views.one, message_id, by=person())
        self.shown, self.is_open = shown(found, person()), True

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    async def _turn(self, page: int) -> None:
        found = await read(outbox_views.newest, by=person(), page=min(max(page, 0), 10_000))
        self.rows, self.page, self.has_more = rows(found, person()), found.page, found.has_more
        self.leaves = found.leaves
