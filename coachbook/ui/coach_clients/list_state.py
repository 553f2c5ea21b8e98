"""The coach's list of clients: searched, paged, added to."""

from typing import Any

import reflex as rx

from coachbook.services import clients
from coachbook.services.clients import PAGE_SIZE
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.coach_clients.rows import Row, range_words, rows
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import picker
from coachbook.ui.refusals import say

LONGEST_SEARCH = 100


class ClientList(rx.State):
    """`of` is how many clients there are at all, whatever the search finds."""

    rows: list[Row] = []  # noqa: RUF012  (copied for every tab)
    text: str = ""
    page: int = 0
    pages: int = 1
    of: int = 0
    count: str = ""
    range: str = ""
    cleared: int = 0
    is_adding: bool = False
    opened: int = 0

    @handler("coach")
    async def load(self) -> None:
        self.text, self.page, self.is_adding = "", 0, False
        await self._refresh()

    @handler("coach")
    async def search(self, text: str) -> None:
        self.text, self.page = text[:LONGEST_SEARCH], 0
        await self._refresh()

    @handler("coach")
    async def clear(self) -> None:
        self.text, self.page, self.cleared = "", 0, self.cleared + 1
        await self._refresh()

    @handler("coach")
    async def turn(self, page: int) -> None:
        self.page = page
        await self._refresh()

    @handler("coach")
    async def start_adding(self) -> None:
        self.is_adding, self.opened = True, self.opened + 1

    @handler("coach")
    async def stop_adding(self) -> None:
        self.is_adding = False

    @handler("coach", rate="costly")
    async def add(self, form: dict[str, Any]) -> None:
        invited = await write(
            clients.add, by=person(), name=typed.words(form, "name"),
            email=typed.words(form, "email"), offer=picker.offer(form),
        )  # fmt: skip
        self.is_adding = False
        await self._refresh()
        told = (
            "gets an email with a link to join." if invited.is_mailed else "is back on your list."
        )
        await say(self, f"{invited.name} {told}")

    async def _refresh(self) -> None:
        found = await read(clients.find, by=person(), text=self.text, page=self.page)
        self.rows = rows(found, person())
        self.page, self.pages, self.of = found.page, found.pages, found.of
        self.range = range_words(found, PAGE_SIZE)
        self.count = words.counted(found.of, "client") if found.of else ""
