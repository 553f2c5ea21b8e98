"""The messages that need somebody: those given up, those in doubt."""

from uuid import UUID

import reflex as rx

from coachbook.services import dead_letters
from coachbook.ui import words
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.operator.letters_rows import Row, rows
from coachbook.ui.refusals import say


class DeadLetters(rx.State):
    """Pages count from 0."""

    given_up: list[Row] = []  # noqa: RUF012  (copied for every tab)
    given_up_words: str = ""
    page: int = 0
    has_more: bool = False
    in_doubt: list[Row] = []  # noqa: RUF012
    in_doubt_words: str = ""
    doubt_page: int = 0
    has_more_doubts: bool = False

    @handler("owner")
    async def load(self) -> None:
        await self._turn(0)
        await self._turn_doubts(0)

    @handler("owner")
    async def turn(self, page: int) -> None:
        await self._turn(page)

    @handler("owner")
    async def turn_doubts(self, page: int) -> None:
        await self._turn_doubts(page)

    @handler("owner")
    async def retry(self, message_id: UUID) -> None:
        await write(dead_letters.retry, message_id, by=person())
        await say(self, "It is tried again now.")
        await self._turn(self.page)

    @handler("owner", rate="costly")
    async def retry_all(self) -> None:
        count = await write(dead_letters.retry_all, by=person())
        if count:
            await say(self, f"{words.counted(count, 'message')} tried again now.")
        else:
            await say(self, "None of them could arrive now, so none is tried.", tone="notice")
        await self._turn(0)

    async def _turn(self, page: int) -> None:
        found = await read(dead_letters.listed, by=person(), page=min(max(page, 0), 10_000))
        self.given_up, self.page, self.has_more = rows(found, person()), found.page, found.has_more
        self.given_up_words = words.counted(found.count, "message")

    async def _turn_doubts(self, page: int) -> None:
        found = await read(dead_letters.in_doubt, by=person(), page=min(max(page, 0), 10_000))
        self.in_doubt, self.doubt_page = rows(found, person()), found.page
        self.has_more_doubts = found.has_more
        self.in_doubt_words = words.counted(found.count, "message")
