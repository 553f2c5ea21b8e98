"""The client picks times and books them. The choice lives in the browser; each event brings it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import reflex as rx
from pydantic import AwareDatetime
from typing_extensions import TypedDict

from coachbook.services import booking_desk, bookings
from coachbook.services.booking_desk import Desk
from coachbook.services.bookings import Outcome
from coachbook.services.client_booking import Coach, Openings, Standing
from coachbook.ui import repeats, typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.client_booking import rows
from coachbook.ui.client_booking.rows import Booked, Chosen, Day, Limits, Option, Reader
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

NO_LIMITS: Limits = {"most": 0, "why": "", "note": "", "replaces": False}


class Sent(TypedDict):
    """A basket to be booked; the same times always come with the same id."""

    starts: list[AwareDatetime]
    request_id: str


class BookState(rx.State):
    """`stage`: "nobody" without a coach, "nothing" without a credit, else "picking"."""

    stage: str = ""
    coaches: list[Option] = []  # noqa: RUF012  (copied for every tab)
    coach_id: str = ""
    coach_name: str = ""
    has_coaches: bool = False
    lengths: list[Option] = []  # noqa: RUF012
    has_lengths: bool = False
    length: str = ""
    minutes: int = 0
    available: int = 0
    total: int = 0
    ending: str = ""
    rest: str = ""
    was_sold: bool = False
    zone: str = ""
    locale: str = ""
    zone_note: str = ""
    today: str = ""
    week: str = ""
    days: list[Day] = []  # noqa: RUF012
    open_days: list[str] = []  # noqa: RUF012
    first_day: str = ""
    last_day: str = ""
    selected: list[Chosen] = []  # noqa: RUF012
    limits: Limits = NO_LIMITS
    cleared: int = 0
    heading: str = ""
    refused: list[Booked] = []  # noqa: RUF012
    booked: list[Booked] = []  # noqa: RUF012
    is_booked: bool = False
    is_refused: bool = False

    _coach_zone: str = "UTC"
    _chosen: Sequence[datetime] = ()

    @handler("client")
    async def load(self) -> None:
        asked = self.router.url.query_parameters.get("coach", "")
        self.is_booked, self.is_refused, self.week = False, False, ""
        await self._show(typed.key_or_none(asked or self.coach_id), self.minutes, ())

    @handler("client")
    async def choose_coach(self, coach_id: UUID) -> None:
        self.is_refused, self.week = False, ""
        await self._show(coach_id, self.minutes, ())

    @handler("client")
    async def choose_length(self, minutes: int) -> None:
        self.is_refused = False
        await self._show(typed.key_or_none(self.coach_id), minutes, ())

    @handler("client")
    async def show_week(self, monday: date) -> None:
        self.week = monday.isoformat()
        await self._refresh()

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        """Something changed at this coach's: times may have opened or closed."""
        await self._refresh()

    @handler("client")
    async def choose(self, coach_id: UUID, minutes: int, starts: list[AwareDatetime]) -> None:
        await self._show(coach_id, minutes, starts)
        self.is_refused = self.is_refused and any(one["verdict"] for one in self.selected)

    @handler("client")
    async def confirm(self, coach_id: UUID, minutes: int, sent: Sent) -> None:
        outcome = await write(
            bookings.book,
            by=person(),
            coach_id=coach_id,
            client_id=person().id,
            kind="session",
            minutes=minutes,
            starts=sent["starts"],
            request_id=sent["request_id"],
        )
        self._answer(outcome)
        await self._show(coach_id, minutes, sent["starts"] if self.is_refused else ())
        if outcome.cancelled_since:
            reader = self._reader()
            gone = repeats.cancelled_since(outcome.cancelled_since, reader.zone, reader.locale)
            await say(self, gone, "notice")

    @handler("client")
    async def go_on(self) -> None:
        """From the answer back to the times, if there is anything left to book with."""
        self.is_booked = False
        await self._refresh()

    def _answer(self, outcome: Outcome) -> None:
        self.is_booked = outcome.is_booked
        self.is_refused = not (outcome.is_booked or outcome.cancelled_since)
        reader = self._reader()
        if not self.is_refused:
            self.cleared += 1
            self.booked = rows.booked(outcome.bookings, reader)
            self.heading = f"{words.counted(len(self.booked), 'session')} booked"
        else:
            self.heading, self.refused = rows.refused(outcome.verdicts, reader)

    async def _refresh(self) -> None:
        await self._show(typed.key_or_none(self.coach_id), self.minutes, self._chosen)

    async def _show(self, coach_id: UUID | None, minutes: int, starts: Sequence[datetime]) -> None:
        """Everything anew, as it is now."""
        found = await read(
            booking_desk.desk,
            by=person(),
            coach_id=coach_id,
            minutes=minutes,
            week_of=typed.day_in_query(self.week),
            starts=starts,
        )
        self._chosen = starts
        self._stand_on(found)

    def _stand_on(self, found: Desk) -> None:
        self.coaches = rows.coach_options(found.coaches)
        self.has_coaches = len(self.coaches) > 1
        if found.openings or not self.is_booked:  # the answer stands before the times
            self.stage = "picking" if found.openings else "nothing" if found.coach else "nobody"
        if found.coach and found.standing:
            self._name(found.coach, found.standing, found.today)
        if found.openings and found.basket:
            self._lay_out(found.openings, found.minutes)
            self.selected = rows.chosen(found.basket, self._reader())
            self.limits = rows.limits(found.basket, self._left_of(found), person().locale)

    def _name(self, coach: Coach, standing: Standing, today: date) -> None:
        """The coach, and what the client has with them."""
        self.coach_id, self.coach_name = str(coach.id), coach.name
        self._coach_zone = coach.zone.key
        self.lengths = rows.length_options(standing)
        self.has_lengths = len(self.lengths) > 1
        self.available, self.total = standing.available, standing.total
        self.was_sold = bool(standing.packages)
        self.ending = rows.ending(standing, person().locale, today)
        self.rest = rows.rest(standing)
        self.zone_note = rows.zone_note(self._reader(), coach.name)

    def _lay_out(self, openings: Openings, minutes: int) -> None:
        """The month and the week."""
        self.minutes, self.length = minutes, str(minutes)
        self.zone = person().time_zone
        self.locale = person().locale.replace("_", "-")
        self.today, self.week = openings.first.isoformat(), openings.monday.isoformat()
        self.first_day, self.last_day = openings.first.isoformat(), openings.last.isoformat()
        self.open_days = [on.isoformat() for on in openings.days]
        self.days = rows.days(openings, self._reader())

    def _left_of(self, found: Desk) -> int:
        lengths = found.standing.lengths if found.standing else ()
        return next((one.available for one in lengths if one.minutes == found.minutes), 0)

    def _reader(self) -> Reader:
        return Reader.of(person(), ZoneInfo(self._coach_zone))
