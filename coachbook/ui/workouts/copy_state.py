"""Copying days of a programme into the one on the page."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import reflex as rx

from coachbook.services import workouts
from coachbook.services.workouts import Source
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.workouts import rows
from coachbook.ui.workouts.state import ProgrammePage

A_WEEK = timedelta(days=7)


class ProgrammeCopy(rx.State):
    """`spans` changes when another client is picked: the days begin anew with theirs."""

    is_open: bool = False
    opened: int = 0
    spans: int = 0
    options: list[dict[str, str]] = []  # noqa: RUF012  (copied for every tab)
    picked: str = ""
    first: str = ""
    last: str = ""
    start_on: str = ""
    about: str = ""

    _sources: dict[str, Source] = {}  # noqa: RUF012
    _request_id: str = ""

    @handler("coach")
    async def start(self) -> None:
        page = await self.get_state(ProgrammePage)
        found = await read(workouts.sources, by=person())
        self._sources = {str(one.client_id): one for one in found}
        self.options = [rows.source(one) for one in found]
        others = [key for key in self._sources if key != page.key]
        self._pick(next(iter([*others, *self._sources]), ""))
        today = typed.day({"on": page.today}, "on")
        self.start_on = (today - timedelta(days=today.weekday()) + A_WEEK).isoformat()
        self._request_id = uuid4().hex
        self.is_open, self.opened = True, self.opened + 1

    @handler("coach")
    async def pick(self, client_id: str) -> None:
        self._pick(client_id)

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach", rate="costly")
    async def copy(self, form: dict[str, Any]) -> None:
        page = await self.get_state(ProgrammePage)
        made = await write(
            workouts.copy, by=person(), from_client_id=typed.key(typed.words(form, "source")),
            first=typed.day(form, "first"), last=typed.day(form, "last"),
            to_client_id=typed.key(page.key), start_on=typed.day(form, "start_on"),
            request_id=self._request_id,
        )  # fmt: skip
        self.is_open = False
        await page._show(made[0].scheduled_on)
        count = words.counted(len(made), "workout")
        await say(self, f"{count} copied, from {self._day(made[0].scheduled_on)} on.")

    def _pick(self, key: str) -> None:
        """The last four weeks that they have, unless the coach says otherwise."""
        one = self._sources.get(key)
        if one is None:
            self.picked, self.first, self.last, self.about = "", "", "", ""
            return
        monday = one.last - timedelta(days=one.last.weekday())
        first = max(one.first, monday - 3 * A_WEEK)
        first -= timedelta(days=first.weekday())
        self.picked, self.first = key, first.isoformat()
        self.last = (monday + timedelta(days=6)).isoformat()
        self.about = f"From {self._day(one.first)} to {self._day(one.last)}."
        self.spans += 1

    def _day(self, on: date) -> str:
        return words.short_day(on, person().locale)
