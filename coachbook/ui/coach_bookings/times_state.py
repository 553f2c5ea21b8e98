"""When: the weeks to choose from, the server's word on each chosen time, and the booking itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import reflex as rx
from typing_extensions import TypedDict

from coachbook.availability import Kind
from coachbook.errors import NotFound
from coachbook.services import bookings
from coachbook.services.bookings import Outcome
from coachbook.ui import repeats, typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.coach_bookings import book_rows
from coachbook.ui.coach_bookings.book_rows import Day, Word
from coachbook.ui.coach_bookings.look import Ahead, ahead
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

FURTHEST = timedelta(days=365)


@dataclass(frozen=True)
class For:
    """What is decided before the times are."""

    client_id: UUID
    name: str
    kind: Kind
    minutes: int
    package_id: UUID | None

    @property
    def can_book(self) -> bool:
        return self.kind == "checkin" or self.minutes > 0


class Basket(TypedDict):
    """What the slot picker sends; the same times always come with the same id."""

    starts: list[datetime]
    request_id: str


class BookTimes(rx.State):
    """What is chosen lives in the browser, under `basket`."""

    is_open: bool = False
    opened: int = 0
    basket: str = ""
    week: str = ""
    days: list[Day] = []  # noqa: RUF012  (copied for every tab)
    open_days: list[str] = []  # noqa: RUF012
    today: str = ""
    last_day: str = ""
    answers: list[Word] = []  # noqa: RUF012
    cleared: int = 0
    added: dict[str, Any] = {"key": "", "seq": 0, "starts_at": ""}  # noqa: RUF012
    on: str = ""
    is_asking: bool = False
    unusual: list[str] = []  # noqa: RUF012

    _chosen: For | None = None
    _on: date | None = None
    _at: datetime | None = None
    _starts: tuple[datetime, ...] = ()
    _asked: Basket | None = None

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach")
    async def show_week(self, monday: date) -> None:
        await self._show(monday)

    @handler("coach")
    async def show_month(self, first: date) -> None:
        """Marks its days; the week stays."""
        found = await self._ahead(first + timedelta(days=7))
        self._mark(found)

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        if self.is_open and self.days:
            await self._show(date.fromisoformat(self.week))
            await self._weigh()

    @handler("coach")
    async def weigh(self, starts: list[datetime]) -> None:
        self._starts = tuple(starts)
        await self._weigh()

    @handler("coach")
    async def add_time(self, form: dict[str, Any]) -> None:
        """A time of one's own, inside the hours or not."""
        on = typed.day(form, "on")
        time = typed.clock_time(typed.words(form, "time"), field="time")
        self._add(datetime.combine(on, time, person().zone))
        await self._show(on)

    @handler("coach")
    async def confirm(self, basket: Basket) -> None:
        await self._book(basket, confirmed=False)

    @handler("coach")
    async def book_anyway(self) -> None:
        """Yes, also outside the hours and above capacity."""
        self.is_asking = False
        if self._asked:
            await self._book(self._asked, confirmed=True)

    @handler("coach")
    async def stop_asking(self) -> None:
        self.is_asking = False

    async def _book(self, basket: Basket, *, confirmed: bool) -> None:
        chosen = self._for()
        outcome = await write(
            bookings.book, **_asked(chosen, basket["starts"]), request_id=basket["request_id"],
            confirmed=confirmed,
        )  # fmt: skip
        if outcome.is_booked or outcome.cancelled_since:
            await self._booked(outcome, chosen)
        else:
            await self._not_booked(outcome, basket)

    async def _booked(self, outcome: Outcome, chosen: For) -> None:
        self.is_open, self.cleared = False, self.cleared + 1
        calendar = await self.get_state(CoachCalendar)
        await calendar._refresh()
        if outcome.is_booked:
            calendar._go_to(outcome.bookings[0])
            noun = "check-in" if chosen.kind == "checkin" else "session"
            count = words.counted(len(outcome.bookings), noun)
            await say(self, f"{count} booked for {chosen.name}, who is told by email and push.")
        if outcome.cancelled_since:
            reader = person()
            gone = repeats.cancelled_since(outcome.cancelled_since, reader.zone, reader.locale)
            await say(self, gone, "notice")

    async def _not_booked(self, outcome: Outcome, basket: Basket) -> None:
        """Asks, where asking helps; else the times say why."""
        self.answers = book_rows.verdicts(outcome.verdicts, person().locale)
        self.unusual = book_rows.unusual(outcome.verdicts, person())
        self._asked = basket
        self.is_asking = all(one.is_open or one.can_confirm for one in outcome.verdicts)
        if not self.is_asking:
            await say(self, "Nothing was booked yet: see the times that can't be had.", "notice")

    async def _weigh(self) -> None:
        self.answers = []
        if self._starts:
            found = await read(bookings.preview, **_asked(self._for(), self._starts))
            self.answers = book_rows.verdicts(found, person().locale)

    async def _show(self, on: date | None) -> None:
        found = await self._ahead(on)
        self.today, self.week = found.today.isoformat(), found.monday.isoformat()
        self.on = max(on or found.today, found.today).isoformat()
        self.last_day = (found.today + FURTHEST).isoformat()
        self.days = book_rows.week(found.week, found.monday, person())
        self._mark(found)

    async def _ahead(self, on: date | None) -> Ahead:
        chosen = self._for()
        return await read(
            ahead, by=person(), client_id=chosen.client_id, kind=chosen.kind,
            minutes=chosen.minutes, on=on,
        )  # fmt: skip

    def _mark(self, found: Ahead) -> None:
        known = {*self.open_days, *(day.isoformat() for day in found.open_days)}
        self.open_days = sorted(known)

    def _add(self, at: datetime) -> None:
        seq = self.added["seq"] + 1
        self.added = {"key": self.basket, "seq": seq, "starts_at": book_rows.key(at)}

    def _open(self, on: date | None, at: datetime | None) -> None:
        self.is_open, self.opened = True, self.opened + 1
        self._chosen, self._on, self._at, self.days = None, on, at, []

    async def _begin(self, chosen: For) -> None:
        """With another client, kind, length or package than before."""
        self._chosen = chosen
        self.basket = f"coach:{uuid4().hex}"
        self.answers, self.open_days, self._starts, self.is_asking = [], [], (), False
        if not chosen.can_book:
            self.days = []
            return
        await self._show(self._on)
        if self._at:
            self._add(self._at)

    def _for(self) -> For:
        if self._chosen is None:
            raise NotFound
        return self._chosen


def _asked(chosen: For, starts: Any) -> dict[str, Any]:
    payer = chosen.package_id
    return {
        "by": person(),
        "coach_id": person().id,
        "client_id": chosen.client_id,
        "kind": chosen.kind,
        "minutes": chosen.minutes,
        "starts": list(starts),
        "package_ids": dict.fromkeys(starts, payer) if payer else None,
    }
