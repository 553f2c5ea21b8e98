"""The panel beside the calendar: one booking and everything that can be done with it."""

from typing import Any, Literal
from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from coachbook.errors import Invalid, NotFound
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.coach_bookings.look import details
from coachbook.ui.coach_bookings.panel_rows import (
    BLANK,
    Consequences,
    Facts,
    Happened,
    consequences,
    facts,
    happened,
)
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say


class Opened(TypedDict):
    id: UUID


class BookingPanel(rx.State):
    """Open or not, and for which chain; cancelling asks first who it was."""

    is_open: bool = False
    chain: str = ""
    facts: Facts = BLANK
    history: list[Happened] = []  # noqa: RUF012  (copied for every tab)
    is_cancelling: bool = False
    opened: int = 0
    what_follows: Consequences = Consequences(name="", credit="", told="")

    _booking: BookingView | None = None

    @handler("coach")
    async def load(self) -> None:
        """Opens what the address names, as the links of notifications do."""
        self.is_open, self.is_cancelling = False, False
        chain_id = typed.key_or_none(self.router.url.query_parameters.get("booking", ""))
        if chain_id:
            await self._open(chain_id)
            calendar = await self.get_state(CoachCalendar)
            calendar._go_to(self._one())

    @handler("coach")
    async def open(self, event: Opened) -> None:
        await self._open(event["id"])

    @handler("coach")
    async def open_one(self, chain_id: UUID) -> None:
        await self._open(chain_id)

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach")
    async def refresh(self) -> None:
        """What others changed meanwhile."""
        if self.is_open:
            await self._open(typed.key(self.chain))

    @handler("coach")
    async def complete(self) -> None:
        one = self._one()
        await write(bookings.complete, one.id, by=person(), version=one.version)
        await self._done(f"{one.client_name} is marked as completed.")

    @handler("coach")
    async def miss(self) -> None:
        one = self._one()
        await write(bookings.mark_no_show, one.id, by=person(), version=one.version)
        await self._done(f"{one.client_name} is marked as a no-show.")

    @handler("coach")
    async def start_cancelling(self) -> None:
        self._ask_who()

    @handler("coach")
    async def start_cancelling_one(self, chain_id: UUID) -> None:
        """From the list of what waits to be marked."""
        await self._look(chain_id)
        self._ask_who()

    @handler("coach")
    async def stop_cancelling(self) -> None:
        self.is_cancelling = False

    @handler("coach")
    async def cancel(self, form: dict[str, Any]) -> None:
        one, who = self._one(), _who(form)
        await write(
            bookings.cancel, one.id, by=person(), version=one.version,
            on_behalf_of_client=who == "client",
        )  # fmt: skip
        self.is_cancelling = False
        told = f"{self.what_follows['credit']} {self.what_follows['told']}"
        await self._done(f"Cancelled for {one.client_name}. {told}")

    def _ask_who(self) -> None:
        self.what_follows = consequences(self._one())
        self.is_cancelling, self.opened = True, self.opened + 1

    async def _open(self, chain_id: UUID) -> None:
        await self._look(chain_id)
        self.is_open = True

    async def _look(self, chain_id: UUID) -> None:
        reader = person()
        found = await read(details, chain_id, by=reader)
        self.chain, self._booking = str(chain_id), found.booking
        self.facts = facts(found.booking, reader)
        self.history = happened(found.history, reader)

    async def _done(self, sentence: str) -> None:
        await self._look(typed.key(self.chain))
        calendar = await self.get_state(CoachCalendar)
        await calendar._refresh()
        await say(self, sentence)

    def _one(self) -> BookingView:
        if self._booking is None:
            raise NotFound
        return self._booking


def _who(form: dict[str, Any]) -> Literal["coach", "client"]:
    who = typed.words(form, "who")
    if who not in ("coach", "client"):
        raise Invalid("Pick who cancelled.", field="who")
    return "client" if who == "client" else "coach"
