"""The coach's workout templates: listed, made, changed, removed."""

from uuid import UUID

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import workouts
from coachbook.services.workouts import TemplateView
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.workouts import editor, rows
from coachbook.ui.workouts.editor import EMPTY, Fields, WorkoutForm
from coachbook.ui.workouts.rows import TemplateRow


class WorkoutShelf(rx.State):
    """One dialog makes or changes a template, another asks before one is removed."""

    templates: list[TemplateRow] = []  # noqa: RUF012  (copied for every tab)
    is_editing: bool = False
    is_removing: bool = False
    is_new: bool = True
    opened: int = 0
    first: Fields = EMPTY

    _found: dict[str, TemplateView] = {}  # noqa: RUF012
    _seen: TemplateView | None = None

    @handler("coach")
    async def load(self) -> None:
        self.is_editing, self.is_removing = False, False
        await self._refresh()

    @handler("coach")
    async def start_creating(self) -> None:
        self._open(None)

    @handler("coach")
    async def start_editing(self, template_id: UUID) -> None:
        await self._refresh()
        self._open(self._one(template_id))

    @handler("coach")
    async def start_removing(self, template_id: UUID) -> None:
        await self._refresh()
        self._seen = self._one(template_id)
        self.first, self.is_removing = _fields(self._seen), True

    @handler("coach")
    async def close(self) -> None:
        self.is_editing, self.is_removing = False, False

    @handler("coach")
    async def save(self, form: WorkoutForm) -> None:
        """When somebody changed it since the dialog was opened, that is shown first."""
        if await self._is_outdated():
            return
        draft = editor.draft(form)
        if self._seen is None:
            saved = await write(workouts.create_template, draft, by=person())
        else:
            saved = await write(workouts.edit_template, draft, by=person(), seen=self._seen)
        self.is_editing = False
        await self._refresh()
        await say(self, f"“{saved.title}” is saved.")

    @handler("coach")
    async def remove(self) -> None:
        if self._seen is None:
            raise NotFound
        await write(workouts.remove_template, by=person(), seen=self._seen)
        self.is_removing = False
        await self._refresh()
        await say(self, f"“{self._seen.title}” is removed.")

    async def _is_outdated(self) -> bool:
        """Says what is different now; what was typed stays, and saving again goes ahead."""
        if self._seen is None:
            return False
        await self._refresh()
        current = self._one(self._seen.id)
        told = workouts.template_difference(self._seen, current)
        if told:
            self._seen = current
            await say(self, f"{told} Save again to keep yours.", "error")
        return bool(told)

    def _open(self, one: TemplateView | None) -> None:
        self._seen, self.is_new = one, one is None
        self.first = _fields(one) if one else EMPTY
        self.is_editing, self.opened = True, self.opened + 1

    def _one(self, template_id: UUID) -> TemplateView:
        found = self._found.get(str(template_id))
        if found is None:
            raise NotFound
        return found

    async def _refresh(self) -> None:
        found = await read(workouts.templates, by=person())
        self._found = {str(one.id): one for one in found}
        self.templates = [rows.template(one) for one in found]


def _fields(one: TemplateView) -> Fields:
    return editor.fields(one.title, one.notes, one.exercises)
