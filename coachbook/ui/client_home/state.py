"""Where a client arrives: everything on it is read anew with each change at one of the coaches."""

import reflex as rx

from coachbook.services import client_home
from coachbook.services.client_home import Home
from coachbook.ui import words
from coachbook.ui.calls import read
from coachbook.ui.client_booking import habits
from coachbook.ui.client_home import rows
from coachbook.ui.client_home.rows import NOTHING, Coming, Next, PlaceRow, Todo
from coachbook.ui.gate import handler, person


class ClientHomeState(rx.State):
    """Every appointment is a booking of the caller's own."""

    hello: str = ""
    today: str = ""
    zone_note: str = ""
    zone: str = ""
    locale: str = ""
    next: Next = NOTHING
    has_next: bool = False
    todos: list[Todo] = []  # noqa: RUF012  (copied for every tab)
    has_todos: bool = False
    coming: list[Coming] = []  # noqa: RUF012
    has_coming: bool = False
    has_more: bool = False
    places: list[PlaceRow] = []  # noqa: RUF012
    has_credits: bool = False
    fresh_for: int = 0
    live_urls: list[str] = []  # noqa: RUF012

    @handler("client")
    async def load(self) -> None:
        await self._show()

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        """Something changed at one of the coaches, or this page booked."""
        await self._show()

    async def _show(self) -> None:
        found = await read(client_home.home, by=person())
        self.fresh_for = int(found.fresh_for.total_seconds()) + 1
        self._greet(found)
        self._lay_out(found)
        await habits.show_all(self, [(one.habits, one.standing) for one in found.places])

    def _greet(self, found: Home) -> None:
        by = person()
        self.hello = f"Hello, {by.name.split()[0]}" if by.name.split() else "Hello"
        self.today = words.weekday(found.today, by.locale)
        elsewhere = any(place.coach.zone.key != by.time_zone for place in found.places)
        self.zone_note = words.zone_name(by.zone, by.locale) if elsewhere else ""
        self.zone, self.locale = by.time_zone, by.locale.replace("_", "-")
        self.live_urls = [f"/live?coach={place.coach.id}" for place in found.places]

    def _lay_out(self, found: Home) -> None:
        by = person()
        self.next, self.has_next = rows.upcoming(found, by), found.next is not None
        self.todos = rows.todos(found, by)
        self.has_todos = bool(self.todos)
        self.coming = rows.coming(found, by)
        self.has_coming, self.has_more = bool(self.coming), found.has_more
        self.places = rows.places(found.places, by)
        self.has_credits = any(place.standing.available for place in found.places)
