"""The panel beside the calendar: one booking and everything that can be done with it."""

from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from coachbook.services.bookings import BookingView
from coachbook.ui import typed
from coachbook.ui.calls import read
from coachbook.ui.checkin_form.sent import NO_FORM, FormRow, form_row
from coachbook.ui.coach_bookings.audit_rows import Happened, happened
from coachbook.ui.coach_bookings.look import details
from coachbook.ui.coach_bookings.panel_rows import BLANK, Facts, facts, form_words
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.gate import handler, person


class Opened(TypedDict):
    id: UUID


class BookingPanel(rx.State):
    """Open or not, and for which chain."""

    is_open: bool = False
    chain: str = ""
    facts: Facts = BLANK
    form: FormRow = NO_FORM
    form_words: str = ""
    history: list[Happened] = []  # noqa: RUF012  (copied for every tab)

    @handler("coach")
    async def open(self, event: Opened) -> None:
        await self._open(event["id"])

    @handler("coach")
    async def open_one(self, chain_id: UUID) -> None:
        await self._open(chain_id)

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        """What others changed meanwhile."""
        if self.is_open:
            await self._open(typed.key(self.chain))

    async def _open_named(self) -> None:
        """What the address names, as the links of notifications do."""
        chain_id = typed.key_or_none(self.router.url.query_parameters.get("booking", ""))
        if chain_id:
            booking = await self._open(chain_id)
            calendar = await self.get_state(CoachCalendar)
            calendar._go_to(booking)

    async def _open(self, chain_id: UUID) -> BookingView:
        reader = person()
        found = await read(details, chain_id, by=reader)
        self.chain, self.is_open = str(chain_id), True
        self.facts = facts(found.booking, reader)
        self.form = form_row(found.sent, reader, found.today) if found.sent else NO_FORM
        self.form_words = form_words(found)
        self.history = happened(found.history, reader)
        return found.booking
