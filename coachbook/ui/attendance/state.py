"""Marking, cancelling and correcting one booking, from whichever page shows it."""

from typing import Any
from uuid import UUID

import reflex as rx

from coachbook.errors import Invalid, NotFound
from coachbook.services import bookings
from coachbook.services.attendance import outlooks
from coachbook.services.attendance.outlooks import Outlook
from coachbook.ui import typed
from coachbook.ui.attendance import endings, rows
from coachbook.ui.attendance.endings import Wish
from coachbook.ui.attendance.rows import Choice, Question
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say


class Attendance(rx.State):
    """The dialog asks what became of the booking of `_found`; `reason` is why it asks again."""

    is_open: bool = False
    opened: int = 0
    question: Question = rows.NO_QUESTION
    choices: list[Choice] = []  # noqa: RUF012  (copied for every tab)
    is_asking: bool = False
    reason: str = ""

    _found: Outlook | None = None
    _wish: Wish | None = None

    @handler("coach")
    async def complete(self, booking_id: UUID, version: int) -> None:
        one = await write(bookings.complete, booking_id, by=person(), version=version)
        await self._say_marked(one.chain_id)

    @handler("coach")
    async def miss(self, booking_id: UUID, version: int) -> None:
        one = await write(bookings.mark_no_show, booking_id, by=person(), version=version)
        await self._say_marked(one.chain_id)

    @handler("coach")
    async def start_cancelling(self, chain_id: UUID) -> None:
        """Asks who cancelled."""
        await self._ask(chain_id, is_cancelling=True)

    @handler("coach")
    async def start_correcting(self, chain_id: UUID) -> None:
        """Asks what became of it; for a cancelled one that lies ahead, whether to put it back."""
        await self._ask(chain_id, is_cancelling=False)

    @handler("coach")
    async def keep(self) -> None:
        """As it is."""
        self.is_open, self.is_asking, self._wish = False, False, None

    @handler("coach")
    async def save(self, form: dict[str, Any]) -> None:
        await self._carry_out(Wish(self._one().booking, self._chosen(form)))

    @handler("coach")
    async def save_anyway(self) -> None:
        """Yes, although it is outside the hours or above capacity."""
        self.is_asking = False
        if self._wish:
            await self._carry_out(self._wish, confirmed=True)

    async def _ask(self, chain_id: UUID, *, is_cancelling: bool) -> None:
        self._found = await read(outlooks.outlook, chain_id, by=person())
        self.question = rows.question(self._found, person(), is_cancelling=is_cancelling)
        self.choices = rows.choices(self._found, person(), is_cancelling=is_cancelling)
        self.is_open, self.is_asking, self.opened = True, False, self.opened + 1

    def _chosen(self, form: dict[str, Any]) -> str:
        chosen = self.question["only"] or typed.words(form, "became")
        if chosen not in [choice["value"] for choice in self.choices]:
            raise Invalid("Pick one of them.", field="became")
        return chosen

    async def _carry_out(self, wish: Wish, *, confirmed: bool = False) -> None:
        answer = await endings.ask(wish, confirmed=confirmed)
        if answer.reason:
            self._wish, self.reason = wish, answer.reason
            self.is_open, self.is_asking = False, True
            return
        follows = next(one["follows"] for one in self.choices if one["value"] == wish.became)
        self.is_open, self._wish = False, None
        await say(self, f"{endings.done(wish)} {follows}")

    async def _say_marked(self, chain_id: UUID) -> None:
        found = await read(outlooks.outlook, chain_id, by=person())
        await say(self, rows.marked_words(found))

    def _one(self) -> Outlook:
        if self._found is None:
            raise NotFound
        return self._found
