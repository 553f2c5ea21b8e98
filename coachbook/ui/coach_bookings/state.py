"""The coach's calendar: what it shows, and what a drag asks for."""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from coachbook.errors import NotFound
from coachbook.services import bookings
from coachbook.services.bookings import BookingView, Moved
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.coach_bookings import look, moving, rows
from coachbook.ui.coach_bookings.look import Look
from coachbook.ui.coach_bookings.moving import Wish
from coachbook.ui.coach_bookings.rows import Event, Line, Stretch, Unmarked, Use
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say


class Range(TypedDict):
    """Days on the screen; the end is not one of them."""

    start: date
    end: date
    view: Literal["week", "month"]


class Drop(TypedDict):
    """Where a booking was dropped; `seq` is the question that the verdict answers."""

    seq: int
    id: UUID
    start: datetime
    end: datetime


class CoachCalendar(rx.State):
    """The bookings of the days on the screen, by chain, and the lists beside them."""

    events: list[Event] = []  # noqa: RUF012  (copied for every tab)
    hours: list[Stretch] = []  # noqa: RUF012
    uses: list[Use] = []  # noqa: RUF012
    more: dict[str, int] = {}  # noqa: RUF012
    today: list[Line] = []  # noqa: RUF012
    tomorrow: list[Line] = []  # noqa: RUF012
    to_mark: list[Unmarked] = []  # noqa: RUF012
    waiting: int = 0
    on: str = ""
    zone: str = "UTC"
    locale: str = "en"
    loaded: str = ""
    verdict: dict[str, Any] = {"seq": 0, "ok": True}  # noqa: RUF012
    go_to: dict[str, Any] = {"seq": 0, "date": "", "id": ""}  # noqa: RUF012
    undo: dict[str, Any] = {"seq": 0, "sentence": ""}  # noqa: RUF012
    is_asking: bool = False
    question: str = ""
    reason: str = ""

    _first: date | None = None
    _last: date | None = None
    _is_month: bool = False
    _found: dict[str, BookingView] = {}  # noqa: RUF012
    _wish: Wish | None = None
    _moved: BookingView | None = None

    @handler("coach")
    async def load(self) -> None:
        """This week, or that of the day in the address."""
        reader = person()
        self.zone, self.locale = reader.time_zone, reader.locale.replace("_", "-")
        asked = typed.day_in_query(self.router.url.query_parameters.get("day", ""))
        self._first = asked - timedelta(days=asked.weekday()) if asked else None
        self._last, self._is_month, self.is_asking = None, False, False
        self.go_to = {"seq": self.go_to["seq"], "date": "", "id": ""}
        found = await self._refresh()
        self.on = (asked or found.today).isoformat()

    @handler("coach")
    async def show(self, range: Range) -> None:
        last = range["end"] - timedelta(days=1)
        if (range["start"], last) == (self._first, self._last):
            return
        self._first, self._last = range["start"], last
        self._is_month = range["view"] == "month"
        await self._refresh()

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        await self._refresh()

    @handler("coach")
    async def move(self, drop: Drop) -> None:
        """Goes back in the browser unless the verdict is good."""
        self.verdict = {"seq": drop["seq"], "ok": False}
        booking = self._one(drop["id"])
        wish = Wish(booking, drop["start"], f"drag-{booking.id.hex}-{drop['seq']}")
        if await self._carry_out(wish):
            self.verdict = {"seq": drop["seq"], "ok": True}

    @handler("coach")
    async def move_anyway(self) -> None:
        """Yes, although it is outside the hours or above capacity."""
        self.is_asking = False
        if self._wish:
            await self._carry_out(self._wish, confirmed=True)

    @handler("coach")
    async def stop_asking(self) -> None:
        self.is_asking, self._wish = False, None

    @handler("coach")
    async def undo_move(self) -> None:
        if self._moved is None:
            return
        moved, self._moved = self._moved, None
        self.undo = {**self.undo, "sentence": ""}
        back = await write(bookings.undo_reschedule, moved.id, by=person())
        await self._refresh()
        self._go_to(back)
        when = words.moment(back.starts_at, person().zone, person().locale)
        await say(self, f"{back.client_name} is back at {when}. Nobody was told.")

    async def _carry_out(self, wish: Wish, *, confirmed: bool = False) -> bool:
        """True when it was moved; else the coach is asked."""
        answer = await moving.ask(wish, confirmed=confirmed)
        if answer.moved is None:
            self._ask(wish, answer.question)
            return False
        self._wish = None
        await self._refresh()
        self._offer_undo(answer.moved)
        return True

    def _ask(self, wish: Wish, reason: str) -> None:
        self._wish, self.is_asking = wish, True
        self.question, self.reason = moving.title(wish, person()), reason

    def _offer_undo(self, moved: Moved) -> None:
        self._moved = moved.booking
        self.undo = {"seq": self.undo["seq"] + 1, "sentence": moving.told(moved, person())}

    def _go_to(self, one: BookingView) -> None:
        """The day of the booking, and the focus on it."""
        on = one.starts_at.astimezone(person().zone).date().isoformat()
        self.go_to = {"seq": self.go_to["seq"] + 1, "date": on, "id": str(one.chain_id)}

    def _one(self, chain_id: UUID) -> BookingView:
        found = self._found.get(str(chain_id))
        if found is None:
            raise NotFound
        return found

    async def _refresh(self) -> Look:
        reader = person()
        found = await read(
            look.look, by=reader, first=self._first, last=self._last, is_month=self._is_month
        )
        self._first, self._last = found.first, found.last
        lists = found.lists
        known = (*found.page.bookings, *lists.today, *lists.tomorrow)
        self._found = {str(one.chain_id): one for one in known}
        self.events = rows.events(found.page.bookings, reader)
        self.more = {on.isoformat(): count for on, count in found.page.more.items()}
        self.hours, self.uses = rows.stretches(found.page), rows.uses(found.page.marks)
        self.today = rows.lines(lists.today, reader)
        self.tomorrow = rows.lines(lists.tomorrow, reader)
        self.to_mark = rows.unmarked(lists.to_mark.bookings, reader)
        self.waiting = lists.to_mark.count
        self.loaded = f"{found.first} {found.last + timedelta(days=1)}"
        return found
