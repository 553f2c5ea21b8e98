"""The dialog in which a workout is written: a new one, or one of the programme anew."""

from datetime import date
from uuid import UUID, uuid4

import reflex as rx

from coachbook.services import workouts
from coachbook.services.workouts import TemplateView, WorkoutView
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.workouts import editor, rows
from coachbook.ui.workouts.editor import EMPTY, Fields, WorkoutForm
from coachbook.ui.workouts.state import ProgrammePage


class WorkoutWriter(rx.State):
    """`filled` changes when the fields begin anew, `opened` when the whole form does."""

    is_open: bool = False
    is_new: bool = True
    opened: int = 0
    filled: int = 0
    first: Fields = EMPTY
    on: str = ""
    day: str = ""
    following: int = 0
    has_templates: bool = False
    templates: list[dict[str, str]] = []  # noqa: RUF012  (copied for every tab)

    _shelf: dict[str, TemplateView] = {}  # noqa: RUF012
    _seen: WorkoutView | None = None
    _request_id: str = ""

    @handler("coach")
    async def start(self, on: date) -> None:
        found = await read(workouts.templates, by=person())
        self._shelf = {str(one.id): one for one in found}
        self.templates = [
            {"value": "", "label": "No template"},
            *({"value": key, "label": one.title} for key, one in self._shelf.items()),
        ]
        self.has_templates = bool(found)
        self._seen, self._request_id = None, uuid4().hex
        self._open(EMPTY, on, 0)

    @handler("coach")
    async def start_editing(self, workout_id: UUID) -> None:
        self._seen = await read(workouts.one, workout_id, by=person())
        following = await read(workouts.following, self._seen, by=person())
        one = self._seen
        self._open(editor.fields(one.title, one.notes, one.exercises), one.scheduled_on, following)

    @handler("coach")
    async def pick_template(self, template: str) -> None:
        """What was written so far is replaced; nothing picked leaves it."""
        one = self._shelf.get(template)
        if one is not None:
            self.first = editor.fields(one.title, one.notes, one.exercises)
            self.filled += 1

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach")
    async def save(self, form: WorkoutForm) -> None:
        if self._seen is None:
            await self._plan(form)
        elif not await self._is_outdated(self._seen):
            await self._edit(form, self._seen)

    async def _plan(self, form: WorkoutForm) -> None:
        page = await self.get_state(ProgrammePage)
        made = await write(
            workouts.plan, editor.draft(form), by=person(), client_id=typed.key(page.key),
            on=typed.day(form, "scheduled_on"), request_id=self._request_id,
            weeks=typed.whole_number(form, "weeks", what="the weeks"),
        )  # fmt: skip
        self.is_open = False
        await page._show(made[0].scheduled_on)
        await say(self, rows.planned(made, person()))

    async def _edit(self, form: WorkoutForm, seen: WorkoutView) -> None:
        follows = typed.words(form, "scope") == "following"
        changed = await write(
            workouts.edit, editor.draft(form), by=person(), seen=seen,
            scope="following" if follows else "one",
        )  # fmt: skip
        self.is_open = False
        page = await self.get_state(ProgrammePage)
        await page._refresh()
        await say(self, f"{words.counted(len(changed), 'workout')} saved.")

    async def _is_outdated(self, seen: WorkoutView) -> bool:
        """Says what is different now; what was typed stays, and saving again goes ahead."""
        current = await read(workouts.one, seen.id, by=person())
        if current.version == seen.version or current.is_done:
            return False
        self._seen = current
        await say(self, f"{workouts.difference(seen, current)} Save again to keep yours.", "error")
        return True

    def _open(self, first: Fields, on: date, following: int) -> None:
        self.first, self.following = first, following
        self.on, self.day = on.isoformat(), words.weekday(on, person().locale)
        self.is_new, self.is_open = self._seen is None, True
        self.opened, self.filled = self.opened + 1, self.filled + 1
