"""Another time zone: a coach is asked what the hours do, with what follows from either answer."""

from typing import Any, Literal
from zoneinfo import ZoneInfo

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import people, zone_changes, zone_effects
from coachbook.services.zone_changes import Keep
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings import profile_rows
from coachbook.ui.settings.profile_rows import NO_CHOICE, Choice
from coachbook.ui.viewer import Viewer


class ZoneChange(rx.State):
    """`zone` is the one that the page shows; `_wanted` the one that is asked about."""

    zone: str = ""
    zone_name: str = ""
    wanted_name: str = ""
    keep: str = "clock"
    clock: Choice = NO_CHOICE
    moment: Choice = NO_CHOICE
    follows: list[str] = []  # noqa: RUF012  (copied for every tab)
    is_asking: bool = False

    _wanted: str = ""

    @rx.var
    def chosen(self) -> Choice:
        return self.moment if self.keep == "moment" else self.clock

    @handler("person", quiet=True)
    async def load(self) -> None:
        self._show(person().time_zone)

    @handler("person")
    async def ask(self, form: dict[str, Any]) -> None:
        """A client's zone is only how they read times, so that there is nothing to ask."""
        self._wanted = people.valid_zone(typed.words(form, "time_zone"))
        if self._wanted == self.zone:
            await say(self, "That is your time zone already.", "notice")
        elif person().is_coach:
            await self._preview()
        else:
            await self._change("clock")

    @handler("coach")
    async def choose(self, keep: Literal["clock", "moment"]) -> None:
        self.keep = keep

    @handler("coach", rate="costly")
    async def change(self) -> None:
        if not self._wanted:
            raise NotFound
        await self._change("moment" if self.keep == "moment" else "clock")

    @handler("coach")
    async def close(self) -> None:
        self.is_asking = False

    async def _preview(self) -> None:
        wanted = ZoneInfo(self._wanted)
        asked = {"by": person(), "zone": self._wanted}
        clock = await read(zone_effects.effects, keep="clock", **asked)
        moment = await read(zone_effects.effects, keep="moment", **asked)
        self.clock = profile_rows.choice(clock, "clock", wanted, person())
        self.moment = profile_rows.choice(moment, "moment", wanted, person())
        self.follows = profile_rows.follows(clock)
        self.wanted_name = words.zone_name(wanted, person().locale)
        self.keep, self.is_asking = "clock", True

    async def _change(self, keep: Keep) -> None:
        await write(
            zone_changes.change_zone, by=person(), zone=self._wanted, keep=keep, seen=self.zone
        )
        self._show(self._wanted)
        (await self.get_state(Viewer)).zone = self.zone
        await say(self, f"You see all times in {self.zone_name} now.")

    def _show(self, zone: str) -> None:
        self.zone, self.is_asking = zone, False
        self.zone_name = words.zone_name(ZoneInfo(zone), person().locale)
