"""What was sold, page by page."""

import reflex as rx

from coachbook.services.sales import sales
from coachbook.ui.calls import read
from coachbook.ui.coach_packages import rows
from coachbook.ui.coach_packages.rows import SaleRow
from coachbook.ui.gate import handler, person


class SalesHistory(rx.State):
    """Pages count from 0 here and from 1 in words."""

    sold: list[SaleRow] = []  # noqa: RUF012  (copied for every tab)
    page: int = 0
    pages: int = 1
    words: str = ""

    @handler("coach")
    async def load(self) -> None:
        await self._show(0)

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        await self._show(self.page)

    @handler("coach")
    async def earlier(self) -> None:
        await self._show(self.page + 1)

    @handler("coach")
    async def later(self) -> None:
        await self._show(self.page - 1)

    async def _show(self, page: int) -> None:
        reader = person()
        found = await read(sales, by=reader, page=page)
        self.sold = [rows.sale_row(one, reader) for one in found.rows]
        self.page, self.pages = found.page, found.pages
        self.words = f"Page {found.page + 1} of {found.pages}"
