"""The client's activity: a page of what they were told, what of it is unread, and marking it."""

from typing import Literal
from uuid import UUID

import reflex as rx

from coachbook.services import activity
from coachbook.services.activity import Cursor
from coachbook.ui import words
from coachbook.ui.activity import client_rows, rows
from coachbook.ui.activity.rows import Group
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say


class ClientActivity(rx.State):
    """`unread` counts what "Mark all as read" would mark: what this page knows of, no more."""

    groups: list[Group] = []  # noqa: RUF012  (copied for every tab)
    of: str = "all"
    page: int = 0
    has_more: bool = False
    unread: int = 0

    _unread: tuple[UUID, ...] = ()
    _before: list[Cursor | None] = [None]  # noqa: RUF012
    _following: Cursor | None = None

    @handler("client")
    async def load(self) -> None:
        self._begin("all")
        await self._refresh()

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        """Something arrived, or was read elsewhere."""
        await self._refresh()

    @handler("client")
    async def choose(
        self, of: Literal["all", "unread", "bookings", "reminders", "packages"]
    ) -> None:
        self._begin(of)
        await self._refresh()

    @handler("client")
    async def show_older(self) -> None:
        if self._following:
            self._before = [*self._before, self._following]
            await self._refresh()

    @handler("client")
    async def show_newer(self) -> None:
        self._before = self._before[:-1] or [None]
        await self._refresh()

    @handler("client")
    async def open(self, note_id: UUID) -> None:
        """What is opened is read; the link itself leads there."""
        await self._read(note_id)

    @handler("client")
    async def mark(self, note_id: UUID) -> None:
        await self._read(note_id)

    @handler("client")
    async def mark_all(self) -> None:
        count = await write(activity.mark_read, self._unread, by=person(), side="client")
        await self._refresh()
        await say(self, f"{words.counted(count, 'note')} marked as read.")

    async def _read(self, note_id: UUID) -> None:
        await write(activity.mark_read, [note_id], by=person(), side="client")
        await self._refresh()

    def _begin(self, of: str) -> None:
        self.of, self._before = of, [None]

    async def _refresh(self) -> None:
        found = await read(
            activity.page, by=person(), side="client", of=self.of, after=self._before[-1]
        )
        self.groups = rows.groups(found.notes, person(), found.today, row=client_rows.row)
        self._unread, self.unread = found.unread, len(found.unread)
        self._following, self.has_more = found.following, found.following is not None
        self.page = len(self._before) - 1
