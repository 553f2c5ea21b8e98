"""Where the first page leads: on, for whoever is signed in; else what there is to choose."""

from typing import Any

import reflex as rx

from coachbook.services import set_up
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, visitor
from coachbook.ui.paths import go


class Home(rx.State):
    """`is_empty` says that nobody uses this coachbook yet."""

    is_empty: bool = False
    is_without_coach: bool = False

    @handler("anyone", quiet=True)
    async def load(self) -> Any:
        someone = visitor()
        if someone is None:
            self.is_empty = await read(set_up.is_empty)
            return None
        self.is_without_coach = not (someone.is_coach or someone.is_client)
        if self.is_without_coach:
            return None
        return go("/coach/bookings" if someone.is_coach else "/client")
