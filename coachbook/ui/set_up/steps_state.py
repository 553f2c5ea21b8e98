"""Steps 2 and 3: the first hours and the first client."""

from typing import Any

import reflex as rx

from coachbook.availability import Kind
from coachbook.services import clients, hours
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import picker
from coachbook.ui.paths import go
from coachbook.ui.refusals import say
from coachbook.ui.set_up import simple_week

CLIENT, CALENDAR = "/setup/client", "/coach/bookings"
READY = "You are ready. Click an open time to book, or block what you need for yourself."


class SetUpSteps(rx.State):
    """`has_hours` keeps this simple form from replacing a finer week."""

    has_hours: bool = False

    @handler("coach")
    async def load(self) -> None:
        weeks = [await read(hours.week, by=person(), kind=kind) for kind in hours.KINDS]
        self.has_hours = any(week.windows for week in weeks)

    @handler("coach")
    async def save_hours(self, form: dict[str, Any]) -> Any:
        kinds: tuple[Kind, ...] = hours.KINDS
        weeks = {kind: simple_week.windows(form, kind) for kind in kinds}
        await write(hours.save_weeks, by=person(), weeks=weeks)
        return go(CLIENT)

    @handler("coach", rate="costly")
    async def add_client(self, form: dict[str, Any]) -> Any:
        invited = await write(
            clients.add, by=person(), name=typed.words(form, "name"),
            email=typed.words(form, "email"), offer=picker.offer(form),
        )  # fmt: skip
        await say(self, f"{invited.name} is invited. {READY}")
        return go(CALENDAR)

    @handler("coach")
    async def finish(self) -> Any:
        await say(self, READY)
        return go(CALENDAR)
