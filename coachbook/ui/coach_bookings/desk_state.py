"""The page as it opens: no dialog from before stands open, only what the address names."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_bookings.block_state import BlockDialog
from coachbook.ui.coach_bookings.book_state import BookDialog
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.pick_state import PickDialog
from coachbook.ui.coach_bookings.renewals_state import NeedsRenewal
from coachbook.ui.coach_bookings.times_state import BookTimes
from coachbook.ui.coach_bookings.why_state import WhyDialog
from coachbook.ui.gate import handler


class Desk(rx.State):
    """One event for all dialogs: each event of an opening page makes the coach wait."""

    @handler("coach")
    async def load(self) -> Any:
        for each in (WhyDialog, PickDialog, BookTimes, BookingPanel):
            (await self.get_state(each)).is_open = False
        (await self.get_state(NeedsRenewal)).asked = ""
        await (await self.get_state(BlockDialog))._close()
        await (await self.get_state(BookingPanel))._open_named()
        return await (await self.get_state(BookDialog))._open_named()
