"""Where the first page leads: on, for whoever is signed in; else what there is to choose."""

from typing import Any

import reflex as rx

from coachbook.services import set_up
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, visitor
from coachbook.ui.paths import go, sign_in_path

SHORTCUTS = {"book": "/book", "calendar": "/client/calendar"}


class Home(rx.State):
    """`is_empty` says that nobody uses this coachbook yet."""

    is_empty: bool = False
    is_without_coach: bool = False

    @handler("anyone", quiet=True)
    async def load(self) -> Any:
        someone = visitor()
        to = self.router.url.query_parameters.get("to", "")
        if someone is None:
            self.is_empty = await read(set_up.is_empty)
            is_led = to in SHORTCUTS and not self.is_empty
            return go(sign_in_path(f"/?to={to}")) if is_led else None
        self.is_without_coach = not (someone.is_coach or someone.is_client)
        if self.is_without_coach:
            return None
        return go(_start_page(someone, to))


def _start_page(someone: Any, to: str) -> str:
    """The shortcuts of the installed app are clients' pages; a coach does both in the calendar."""
    if someone.is_client and to in SHORTCUTS:
        return SHORTCUTS[to]
    return "/coach/bookings" if someone.is_coach else "/client"
