"""Streak, usual times and the same time again: kept beside a page, booked with one press.

The booking page and the home show the same cards; each page fills them with what it read.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import reflex as rx
from pydantic import AwareDatetime

from coachbook.services import bookings, client_booking
from coachbook.services.booking_desk import Desk
from coachbook.services.bookings import Outcome
from coachbook.services.client_booking import Standing
from coachbook.services.habits import Habits
from coachbook.ui import repeats
from coachbook.ui.calls import read, write
from coachbook.ui.client_booking import habit_rows as rows
from coachbook.ui.client_booking.habit_rows import Done, RebookRow, StreakRow, UsualRow
from coachbook.ui.client_booking.rows import Reader
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

NOTHING_DONE = Done(title="", lines=[], sentence="")


class HabitState(rx.State):
    """One row for each coach that has something to say. `done` is what was booked last."""

    streaks: list[StreakRow] = []  # noqa: RUF012  (copied for every tab)
    usuals: list[UsualRow] = []  # noqa: RUF012
    rebooks: list[RebookRow] = []  # noqa: RUF012
    favourite_days: list[str] = []  # noqa: RUF012
    done: Done = NOTHING_DONE
    has_done: bool = False

    _keys: dict[str, str] = {}  # noqa: RUF012
    _shown: dict[str, str] = {}  # noqa: RUF012

    @handler("client", quiet=True)
    async def forget(self) -> None:
        """What was booked on another page isn't news here."""
        self.done, self.has_done = NOTHING_DONE, False

    @handler("client")
    async def book(
        self, coach_id: UUID, minutes: int, starts: list[AwareDatetime], request_id: str
    ) -> None:
        """What one card offers; the page is refreshed by itself afterwards."""
        outcome = await write(
            bookings.book,
            by=person(),
            coach_id=coach_id,
            client_id=person().id,
            kind="session",
            minutes=minutes,
            starts=starts,
            request_id=request_id,
        )
        standing = await read(client_booking.standing, by=person(), coach_id=coach_id)
        await self._answer(outcome, standing)

    @handler("client")
    async def close(self) -> None:
        self.has_done = False

    async def _answer(self, outcome: Outcome, standing: Standing) -> None:
        known = [*outcome.bookings, *outcome.cancelled_since]
        zone = ZoneInfo(known[0].coach_zone) if known else person().zone
        reader = Reader.of(person(), zone)
        if outcome.is_booked:
            self.done, self.has_done = rows.done(outcome, standing, reader), True
        elif outcome.cancelled_since:
            self._keys = {}
            gone = repeats.cancelled_since(outcome.cancelled_since, reader.zone, reader.locale)
            await say(self, gone, "notice")
        else:
            await say(self, rows.refused(outcome, reader), "error")

    def _show(self, found: Sequence[tuple[Habits, Standing]]) -> None:
        by, several = person(), len(found) > 1
        self._shown = {}
        streaks: list[StreakRow] = []
        usuals: list[UsualRow] = []
        rebooks: list[RebookRow] = []
        for one, standing in found:
            reader = Reader.of(by, one.coach.zone)
            streaks += rows.streak(one, standing, reader)
            if one.usual:
                key = self._key(rows.key_of(one.coach.id, one.usual.starts))
                usuals.append(
                    rows.usual(one.usual, one, standing, reader, key, names_coach=several)
                )
            if one.rebook:
                times = [one.rebook.starts_at, *one.rebook.others]
                key = self._key(rows.key_of(one.coach.id, times))
                rebooks.append(rows.rebook(one.rebook, standing, reader, key, names_coach=several))
        self.streaks, self.usuals, self.rebooks = streaks, usuals, rebooks
        self._keys = self._shown

    def _key(self, offer: str) -> str:
        """The id that a request for this offer carries, the same while it is shown."""
        self._shown[offer] = self._keys.get(offer) or uuid4().hex
        return self._shown[offer]


async def show(state: rx.State, desk: Desk) -> None:
    """On the booking page, for its coach, with the days that have a favourite time."""
    habits = await state.get_state(HabitState)
    habits._show([(desk.habits, desk.standing)] if desk.habits and desk.standing else [])
    if desk.kind == "checkin":
        habits.usuals, habits.rebooks = [], []
    usual = desk.openings.usual.open if desk.openings else ()
    habits.favourite_days = rows.dates(usual, person().zone)


async def show_all(state: rx.State, found: Sequence[tuple[Habits, Standing]]) -> None:
    """At home, for every coach."""
    habits = await state.get_state(HabitState)
    habits._show(found)
