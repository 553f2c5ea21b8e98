"""The client picks times and books them. The choice lives in the browser; each event brings it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import reflex as rx
from pydantic import AwareDatetime

from coachbook.availability import Kind
from coachbook.services import booking_desk, bookings, checkin_forms, meetings
from coachbook.services.booking_desk import Desk
from coachbook.services.bookings import BookingView, Outcome
from coachbook.services.client_booking import Basket, Coach, Openings, Standing
from coachbook.ui import repeats, typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.client_booking import checkin_rows, habits, rows
from coachbook.ui.client_booking.checkin_rows import BookedCheckin, CheckinRow, Waiting
from coachbook.ui.client_booking.rows import Booked, Chosen, Day, Limits, Option, Reader
from coachbook.ui.client_booking.sent import Sent
from coachbook.ui.components.question_form import AskedRow, asked_rows
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

NO_LIMITS: Limits = {"most": 0, "why": "", "note": "", "replaces": False}


class BookState(rx.State):
    """`stage`: "nobody" without a coach, "nothing" without a credit for sessions, "no_times" where
    check-ins have none, else "picking". `kept_as` is what the tab keeps a choice and answers under:
    it names the person too, for whoever signs in there next.
    """

    stage: str = ""
    kind: Kind = "session"
    coaches: list[Option] = []  # noqa: RUF012  (copied for every tab)
    coach_id: str = ""
    coach_name: str = ""
    kept_as: str = ""
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
    checkin: CheckinRow = checkin_rows.NONE
    fresh_for: int = 0
    zone: str = ""
    locale: str = ""
    zone_note: str = ""
    today: str = ""
    week: str = ""
    query: str = ""
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
    booked_checkin: BookedCheckin = checkin_rows.NOTHING_BOOKED
    checkins_booked: int = 0
    questions: list[AskedRow] = []  # noqa: RUF012
    waiting: Waiting = checkin_rows.NOTHING_WAITS
    is_asking: bool = False

    _coach_zone: str = "UTC"
    _is_week_asked: bool = False
    _chosen: Sequence[datetime] = ()

    @handler("client")
    async def load(self) -> None:
        asked = self.router.url.query_parameters
        self.is_booked, self.is_refused, self.is_asking = False, False, False
        self._turn_to(asked.get("week", ""))
        self.kind = checkin_rows.kind(asked.get("kind", ""))
        await self._show(
            typed.key_or_none(asked.get("coach", "") or self.coach_id), self.minutes, ()
        )

    @handler("client")
    async def choose_coach(self, coach_id: UUID) -> None:
        self.is_refused = False
        self._turn_to("")
        await self._show(coach_id, self.minutes, ())

    @handler("client")
    async def choose_kind(self, kind: Kind) -> None:
        self.kind, self.is_refused = kind, False
        self._turn_to("")
        await self._show(typed.key_or_none(self.coach_id), self.minutes, ())

    @handler("client")
    async def choose_length(self, minutes: int) -> None:
        self.is_refused = False
        await self._show(typed.key_or_none(self.coach_id), minutes, ())

    @handler("client")
    async def show_week(self, monday: date) -> None:
        self._turn_to(monday.isoformat())
        await self._refresh(has_habits=False)

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        """Something changed at this coach's: times may have opened or closed, a link have come."""
        await self._refresh()
        chain_id = typed.key_or_none(self.booked_checkin["chain"])
        if self.is_booked and self.kind == "checkin" and chain_id:
            booked = await read(bookings.newest, chain_id, by=person())
            self.booked_checkin = await _booked_checkin(booked)

    @handler("client")
    async def choose(
        self, coach_id: UUID, kind: Kind, minutes: int, starts: list[AwareDatetime]
    ) -> None:
        is_here = (kind, str(coach_id)) == (self.kind, self.coach_id)
        self.kind = kind
        await self._show(coach_id, minutes, starts, has_habits=not is_here)
        self.is_refused = self.is_refused and any(one["verdict"] for one in self.selected)

    @handler("client")
    async def confirm(self, coach_id: UUID, kind: Kind, minutes: int, sent: Sent) -> None:
        """Books; a check-in whose coach has questions comes to those first."""
        self.kind = kind
        if kind == "checkin" and await self._asks(coach_id, sent):
            return
        outcome = await write(
            bookings.book, by=person(), coach_id=coach_id, client_id=person().id, kind=kind,
            minutes=minutes, starts=sent["starts"], request_id=sent["request_id"],
        )  # fmt: skip
        await self._answer(outcome, coach_id, sent)

    @handler("client")
    async def go_on(self) -> None:
        """From the answer back to the times, if there is anything left to book with."""
        self.is_booked = False
        await self._refresh()

    async def _asks(self, coach_id: UUID, sent: Sent) -> bool:
        """Whether there is something to answer first; not for a time that is gone."""
        await self._show(coach_id, self.minutes, sent["starts"])
        is_gone = self.coach_id != str(coach_id) or any(one["verdict"] for one in self.selected)
        if is_gone or not self.questions:
            return False
        self.waiting = checkin_rows.waiting(sent, self._reader())
        self.is_asking = True
        return True

    async def _answer(self, outcome: Outcome, coach_id: UUID, sent: Sent) -> None:
        self.is_booked, self.is_asking = outcome.is_booked, False
        self.is_refused = not (outcome.is_booked or outcome.cancelled_since)
        reader = self._reader()
        if not self.is_refused:
            self.cleared += 1
            self.booked = rows.booked(outcome.bookings, reader)
            self.heading = _booked(self.kind, len(self.booked))
        else:
            self.heading, self.refused = rows.refused(outcome.verdicts, reader)
        if self.is_booked and self.kind == "checkin":
            self.checkins_booked += 1
            self.booked_checkin = await _booked_checkin(outcome.bookings[0])
        await self._show(coach_id, self.minutes, sent["starts"] if self.is_refused else ())
        if outcome.cancelled_since:
            gone = repeats.cancelled_since(outcome.cancelled_since, reader.zone, reader.locale)
            await say(self, gone, "notice")

    async def _refresh(self, *, has_habits: bool = True) -> None:
        coach_id = typed.key_or_none(self.coach_id)
        await self._show(coach_id, self.minutes, self._chosen, has_habits=has_habits)

    async def _show(
        self,
        coach_id: UUID | None,
        minutes: int,
        starts: Sequence[datetime],
        *,
        has_habits: bool = True,
    ) -> None:
        """Everything anew, as it is now."""
        found = await read(
            booking_desk.desk,
            by=person(),
            coach_id=coach_id,
            kind=self.kind,
            minutes=minutes,
            week_of=typed.day_in_query(self.week),
            starts=starts,
            has_habits=has_habits,
        )
        self._chosen = starts
        self._stand_on(found)
        if has_habits:
            await habits.show(self, found)

    def _turn_to(self, week: str) -> None:
        """The week asked for, or without one the first that has open times."""
        self.week, self._is_week_asked = week, typed.day_in_query(week) is not None

    def _stand_on(self, found: Desk) -> None:
        self.coaches = rows.coach_options(found.coaches)
        self.has_coaches = len(self.coaches) > 1
        if found.openings or not self.is_booked:  # the answer stands before the times
            self.stage = _stage(found, bool(self._chosen))
        if found.coach and found.standing:
            self._name(found.coach, found.standing, found.today)
            self.fresh_for = int(found.fresh_for.total_seconds()) + 1
        if found.coach and found.checkin:
            self.checkin = checkin_rows.standing(found.checkin, self._reader(), found.today)
            self.questions = asked_rows(found.questions)
        if found.openings and found.basket:
            self._lay_out(found.openings, found.minutes)
            self.selected = rows.chosen(found.basket, self._reader())
            self.limits = self._limits(found, found.basket)
        is_turned = self._is_week_asked and found.openings is not None
        self.query = rows.query(
            self.kind, self.coach_id if self.has_coaches else "", self.week if is_turned else ""
        )

    def _name(self, coach: Coach, standing: Standing, today: date) -> None:
        """The coach, and what the client has with them."""
        self.coach_id, self.coach_name = str(coach.id), coach.name
        self.kept_as = f"{person().id}:{coach.id}"
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
        self.minutes = minutes
        if self.kind == "session":
            self.length = str(minutes)
        self.zone = person().time_zone
        self.locale = person().locale.replace("_", "-")
        self.today, self.week = openings.first.isoformat(), openings.monday.isoformat()
        self.first_day, self.last_day = openings.first.isoformat(), openings.last.isoformat()
        self.open_days = [on.isoformat() for on in openings.days]
        self.days = rows.days(openings, self._reader())

    def _limits(self, found: Desk, basket: Basket) -> Limits:
        if found.kind == "checkin":
            return checkin_rows.limits(basket, self._reader())
        lengths = found.standing.lengths if found.standing else ()
        left = next((one.available for one in lengths if one.minutes == found.minutes), 0)
        return rows.limits(basket, left, person().locale)

    def _reader(self) -> Reader:
        return Reader.of(person(), ZoneInfo(self._coach_zone))


def _booked(kind: Kind, count: int) -> str:
    if kind == "checkin" and count == 1:
        return "Your check-in is booked"
    return f"{words.counted(count, 'check-in' if kind == 'checkin' else 'session')} booked"


def _stage(found: Desk, is_choosing: bool) -> str:
    if found.openings is None:
        return "nothing" if found.coach else "nobody"
    if found.kind == "checkin" and not (found.openings.days or is_choosing):
        return "no_times"
    return "picking"


async def _booked_checkin(one: BookingView) -> BookedCheckin:
    forms = await read(checkin_forms.states, [one.id])
    return checkin_rows.booked(one, meetings.meeting(one, by=person()), forms[one.id])
