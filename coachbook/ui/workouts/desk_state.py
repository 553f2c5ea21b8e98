"""One workout of the programme: read, moved, removed, or kept as a template."""

from typing import Any
from uuid import UUID

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import workouts
from coachbook.services.workouts import WorkoutView
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.workouts import rows
from coachbook.ui.workouts.rows import NO_DETAILS, WorkoutDetails
from coachbook.ui.workouts.state import ProgrammePage


class WorkoutDesk(rx.State):
    """`doing` names the dialog that is open: details, move, remove, keep; "" for none."""

    doing: str = ""
    key: str = ""
    opened: int = 0
    details: WorkoutDetails = NO_DETAILS
    on: str = ""
    following: int = 0

    _seen: WorkoutView | None = None

    @handler("coach")
    async def open(self, workout_id: UUID) -> None:
        await self._look(workout_id, "details")

    @handler("coach")
    async def start_moving(self, workout_id: UUID) -> None:
        await self._look(workout_id, "move")

    @handler("coach")
    async def start_removing(self, workout_id: UUID) -> None:
        await self._look(workout_id, "remove")

    @handler("coach")
    async def start_keeping(self, workout_id: UUID) -> None:
        await self._look(workout_id, "keep")

    @handler("coach")
    async def close(self) -> None:
        self.doing = ""

    @handler("coach")
    async def move(self, form: dict[str, Any]) -> None:
        moved = await write(
            workouts.move, typed.day(form, "scheduled_on"), by=person(), seen=self._chosen()
        )
        on = words.short_day(moved.scheduled_on, person().locale)
        await self._done(f"“{moved.title}” is planned for {on} now.")
        page = await self.get_state(ProgrammePage)
        await page._show(moved.scheduled_on)

    @handler("coach")
    async def remove(self, form: dict[str, Any]) -> None:
        follows = typed.words(form, "scope") == "following"
        count = await write(
            workouts.remove, by=person(), seen=self._chosen(),
            scope="following" if follows else "one",
        )  # fmt: skip
        await self._done(f"{words.counted(count, 'workout')} removed.")

    @handler("coach")
    async def keep(self, form: dict[str, Any]) -> None:
        made = await write(
            workouts.save_as_template, self._chosen().id, by=person(),
            title=typed.words(form, "title"),
        )  # fmt: skip
        await self._done(f"“{made.title}” stands among your templates now.")

    async def _done(self, sentence: str) -> None:
        self.doing = ""
        page = await self.get_state(ProgrammePage)
        await page._refresh()
        await say(self, sentence)

    async def _look(self, workout_id: UUID, doing: str) -> None:
        """As it is now; what was shown before may be older."""
        one = await read(workouts.one, workout_id, by=person())
        following = await read(workouts.following, one, by=person())
        page = await self.get_state(ProgrammePage)
        today = typed.day({"on": page.today}, "on")
        self._seen, self.key, self.following = one, str(one.id), following
        self.on = one.scheduled_on.isoformat()
        self.details = rows.details(one, today, following, person())
        self.doing, self.opened = doing, self.opened + 1

    def _chosen(self) -> WorkoutView:
        if self._seen is None:
            raise NotFound
        return self._seen
