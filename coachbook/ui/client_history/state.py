"""A client's own past: sessions page by page, packages with their ledgers."""

from datetime import date

import reflex as rx

from coachbook.services import checkin_answers, client_booking, client_history
from coachbook.ui.calls import read
from coachbook.ui.checkin_form.sent import FormRow, form_rows
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
    forms: list[FormRow] = []  # noqa: RUF012
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
        today = await self._show_past(self.page)
        sent = await read(checkin_answers.own, by=reader)
        self.forms = form_rows(sent, reader, today, with_coach=self._with_coach)

    async def _show_past(self, page: int) -> date:
        reader = person()
        found = await read(client_history.past, by=reader, page=page)
        self.past = [rows.past_row(one, reader, with_coach=self._with_coach) for one in found.rows]
        self.page, self.pages = found.page, found.pages
        self.words = f"Page {found.page + 1} of {found.pages}"
        return found.today
