"""A client's own past: sessions page by page, packages with their ledgers."""

import reflex as rx

from coachbook.services import client_booking, client_history
from coachbook.ui.calls import read
from coachbook.ui.client_history import rows
from coachbook.ui.client_history.rows import HeldRow, PastRow
from coachbook.ui.gate import handler, person


class ClientHistory(rx.State):
    """With several coaches each line names its coach."""

    packages: list[HeldRow] = []  # noqa: RUF012  (copied for every tab)
    earlier_packages: int = 0
    past: list[PastRow] = []  # noqa: RUF012
    page: int = 0
    pages: int = 1
    words: str = ""
    live_urls: list[str] = []  # noqa: RUF012

    _with_coach: bool = False

    @handler("client")
    async def load(self) -> None:
        self.page = 0
        await self._refresh()

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        await self._refresh()

    @handler("client")
    async def earlier(self) -> None:
        await self._show_past(self.page + 1)

    @handler("client")
    async def later(self) -> None:
        await self._show_past(self.page - 1)

    async def _refresh(self) -> None:
        reader = person()
        coaches = await read(client_booking.coaches, by=reader)
        self._with_coach = len(coaches) > 1
        self.live_urls = [f"/live?coach={coach.id}" for coach in coaches]
        held = await read(client_history.held_packages, by=reader)
        self.packages = rows.held_rows(held, reader, with_coach=self._with_coach)
        self.earlier_packages = sum(not one["is_current"] for one in self.packages)
        await self._show_past(self.page)

    async def _show_past(self, page: int) -> None:
        reader = person()
        found = await read(client_history.past, by=reader, page=page)
        self.past = [rows.past_row(one, reader, with_coach=self._with_coach) for one in found.rows]
        self.page, self.pages = found.page, found.pages
        self.words = f"Page {found.page + 1} of {found.pages}"
