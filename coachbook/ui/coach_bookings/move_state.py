"""Move to...: the twin of dragging for the keyboard and for fingers."""

from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID, uuid4

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from coachbook.ui import typed, words
from coachbook.ui.calls import read
from coachbook.ui.coach_bookings.moving import Wish
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.gate import handler, person


class Choice(TypedDict):
    """An open start of the day."""

    starts_at: str
    time: str
    label: str


class MoveDialog(rx.State):
    """A day, its open starts, or a time of one's own."""

    is_open: bool = False
    opened: int = 0
    title: str = ""
    now: str = ""
    on: str = ""
    time: str = ""
    day: str = ""
    choices: list[Choice] = []  # noqa: RUF012  (copied for every tab)

    _booking: BookingView | None = None
    _key: str = ""

    @handler("coach")
    async def start(self, chain_id: UUID) -> None:
        reader = person()
        one = await read(bookings.newest, chain_id, by=reader)
        self._booking, self._key = one, uuid4().hex
        start = one.starts_at.astimezone(reader.zone)
        self.title = f"Move {one.client_name}"
        self.now = words.span(one.starts_at, one.ends_at, reader.zone, reader.locale)
        self.time = f"{start:%H:%M}"
        await self._show(start.date())
        self.is_open, self.opened = True, self.opened + 1

    @handler("coach")
    async def choose_day(self, on: str) -> None:
        asked = typed.day_in_query(on)
        if asked:
            await self._show(asked)

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach")
    async def choose(self, starts_at: datetime) -> None:
        await self._move(starts_at)

    @handler("coach")
    async def choose_own(self, form: dict[str, Any]) -> None:
        on = typed.day({"on": self.on}, "on")
        time = typed.clock_time(typed.words(form, "time"), field="time")
        await self._move(datetime.combine(on, time, person().zone))

    async def _move(self, starts_at: datetime) -> None:
        """Closes when it is done, and when the coach has to be asked."""
        calendar, panel = await self.get_state(CoachCalendar), await self.get_state(BookingPanel)
        wish = Wish(self._one(), starts_at, f"{self._key}-{int(starts_at.timestamp())}")
        is_moved = await calendar._carry_out(wish)
        self.is_open = panel.is_open = False
        if is_moved and calendar._moved:
            calendar._go_to(calendar._moved)

    async def _show(self, on: date) -> None:
        reader = person()
        found = await read(
            bookings.moving_openings, self._one().id, by=reader, first=on, last=on
        )  # fmt: skip
        self.on, self.day = on.isoformat(), words.weekday(on, reader.locale)
        self.choices = [_choice(start, self._one(), reader) for start in found]

    def _one(self) -> BookingView:
        if self._booking is None:
            raise NotFound
        return self._booking


def _choice(start: datetime, one: BookingView, reader: Person) -> Choice:
    end = start + (one.ends_at - one.starts_at)
    return Choice(
        starts_at=start.isoformat(),
        time=words.clock(start, reader.zone, reader.locale),
        label=words.spoken_slot(start, end, reader.zone, reader.locale),
    )
