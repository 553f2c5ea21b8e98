"""An empty place that was clicked on the calendar: book it, block it, or ask why it is closed."""

from datetime import date, datetime, time

import reflex as rx
from typing_extensions import TypedDict

from coachbook.errors import Invalid, NotFound
from coachbook.ui import words
from coachbook.ui.arguments import YEARS
from coachbook.ui.coach_bookings.block_state import BLANK, BlockDialog
from coachbook.ui.coach_bookings.book_state import BookDialog
from coachbook.ui.coach_bookings.why_state import WhyDialog
from coachbook.ui.gate import handler, person

UNUSABLE = "That place can't be used. Reload the page and pick again."


class Place(TypedDict):
    """ISO, with an offset or, for whole days, without a time."""

    start: str
    end: str
    whole_day: bool


class PickDialog(rx.State):
    """The small question between the click and the dialog."""

    is_open: bool = False
    title: str = ""
    is_whole_day: bool = False

    _start: datetime | None = None
    _end: datetime | None = None

    @handler("coach")
    async def pick(self, place: Place) -> None:
        reader = person()
        self.is_whole_day = place["whole_day"]
        self._start, self._end = _moment(place["start"]), _moment(place["end"])
        if self.is_whole_day:
            self.title = words.weekday(self._start.date(), reader.locale)
        else:
            self.title = words.span(self._start, self._end, reader.zone, reader.locale)
        self.is_open = True

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach")
    async def book(self) -> None:
        self.is_open = False
        dialog = await self.get_state(BookDialog)
        await dialog._open(on=self._day(), at=None if self.is_whole_day else self._start)

    @handler("coach")
    async def block(self) -> None:
        self.is_open = False
        dialog = await self.get_state(BlockDialog)
        if self.is_whole_day or self._start is None or self._end is None:
            dialog._open({**BLANK, "on": self._day().isoformat()}, is_whole_day=True)
        else:
            zone = person().zone
            dialog._open_at(self._start.astimezone(zone), self._end.astimezone(zone))

    @handler("coach")
    async def ask_why(self) -> None:
        self.is_open = False
        dialog = await self.get_state(WhyDialog)
        at = None if self.is_whole_day else self._start
        await dialog._open(at, self._day())

    def _day(self) -> date:
        if self._start is None:
            raise NotFound
        return self._start.astimezone(person().zone).date()


def _moment(written: str) -> datetime:
    """A day alone is its midnight in the coach's zone."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError as problem:
        raise Invalid(UNUSABLE) from problem
    if found.year not in YEARS:
        raise Invalid(UNUSABLE)
    if found.tzinfo is None:
        return datetime.combine(found.date(), time(), person().zone)
    return found
