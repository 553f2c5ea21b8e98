"""The coach's list of clients: searched, filtered, sorted, paged, added to."""

from typing import Any
from uuid import UUID

import reflex as rx

from coachbook.services import archiving, clients, invitations
from coachbook.services.clients import PAGE_SIZE, Filter, Sort
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.coach_clients import rows
from coachbook.ui.coach_clients.rows import Choice, Row
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import picker
from coachbook.ui.packages.picker import PackagePicker
from coachbook.ui.refusals import say

LONGEST_SEARCH = 100


class ClientList(rx.State):
    """`of` is how many clients there are at all, whatever is looked for; `query` the address's."""

    rows: list[Row] = []  # noqa: RUF012  (copied for every tab)
    choices: list[Choice] = []  # noqa: RUF012
    only: Filter = "all"
    sort: Sort = "name"
    text: str = ""
    page: int = 0
    pages: int = 1
    of: int = 0
    range: str = ""
    query: str = ""
    empty_title: str = ""
    empty_words: str = ""
    cleared: int = 0
    is_adding: bool = False
    opened: int = 0

    @handler("coach")
    async def load(self) -> None:
        """As the address says; the search begins anew."""
        asked = self.router.url.query_parameters
        self.only = rows.only_in(asked.get("only", ""))
        self.sort = rows.sort_in(asked.get("sort", ""))
        self.page = rows.page_in(asked.get("page", ""))
        self.text, self.is_adding = "", False
        await self._refresh()

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        await self._refresh()

    @handler("coach")
    async def search(self, text: str) -> None:
        self.text, self.page = text[:LONGEST_SEARCH], 0
        await self._refresh()

    @handler("coach")
    async def filter(self, only: Filter) -> None:
        self.only, self.page = only, 0
        await self._refresh()

    @handler("coach")
    async def order(self, sort: Sort) -> None:
        self.sort, self.page = sort, 0
        await self._refresh()

    @handler("coach")
    async def clear(self) -> None:
        self.text, self.only, self.page, self.cleared = "", "all", 0, self.cleared + 1
        await self._refresh()

    @handler("coach")
    async def turn(self, page: int) -> None:
        self.page = page
        await self._refresh()

    @handler("coach")
    async def start_adding(self) -> Any:
        self.is_adding, self.opened = True, self.opened + 1
        return PackagePicker.load

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

    @handler("coach", rate="costly")
    async def invite_again(self, client_id: UUID) -> None:
        await write(invitations.invite_again, client_id, by=person())
        email = next((one["email"] for one in self.rows if one["id"] == str(client_id)), "them")
        await say(self, f"A new link is on its way to {email}. The one before stops working.")

    @handler("coach")
    async def restore(self, client_id: UUID) -> None:
        name = await write(archiving.restore, client_id, by=person())
        await self._refresh()
        await say(self, f"{name} is back on your list, with all that they had.")

    async def _refresh(self) -> None:
        found = await read(
            clients.find, by=person(), text=self.text, only=self.only, sort=self.sort,
            page=self.page,
        )  # fmt: skip
        self.rows, self.choices = rows.rows(found, person()), rows.choices(found)
        self.page, self.pages, self.of = found.page, found.pages, found.of
        self.range = rows.range_words(found, PAGE_SIZE) or words.counted(0, "client")
        self.query = rows.query(self.only, self.sort, self.page)
        self.empty_title, self.empty_words = rows.EMPTY[self.only]
