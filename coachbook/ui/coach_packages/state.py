"""The coach's package templates: listed, made, changed, put in order, archived."""

from typing import Any, Literal
from uuid import UUID

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import offers, packages
from coachbook.services.packages import TemplateDraft, TemplateView
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.coach_packages import rows
from coachbook.ui.coach_packages.rows import TemplateRow
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import money
from coachbook.ui.refusals import say

NEW = {"name": "", "total": "10", "minutes": "60", "months": "3", "price": ""}


class TemplateShelf(rx.State):
    """One dialog makes or changes a template, another asks before one is archived."""

    templates: list[TemplateRow] = []  # noqa: RUF012  (copied for every tab)
    archived: list[TemplateRow] = []  # noqa: RUF012
    shows_archived: bool = False
    is_editing: bool = False
    is_new: bool = True
    opened: int = 0
    first: dict[str, str] = NEW
    price_hint: str = ""
    archiving: str = ""
    archiving_name: str = ""
    moved: str = ""

    _found: dict[str, TemplateView] = {}  # noqa: RUF012
    _seen: TemplateView | None = None

    @handler("coach")
    async def load(self) -> None:
        self.is_editing, self.archiving, self.moved = False, "", ""
        await self._refresh()

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        await self._refresh()

    @handler("coach")
    async def show_archived(self) -> None:
        self.shows_archived = not self.shows_archived

    @handler("coach")
    async def start_creating(self) -> None:
        self._open(None)

    @handler("coach")
    async def start_editing(self, template_id: UUID) -> None:
        await self._refresh()
        self._open(self._one(template_id))

    @handler("coach")
    async def close(self) -> None:
        self.is_editing, self.archiving = False, ""

    @handler("coach")
    async def save(self, form: dict[str, Any]) -> None:
        """When somebody changed it since the dialog was opened, that is shown first."""
        draft = _draft(form)
        if await self._is_outdated():
            return
        if self._seen is None:
            await write(packages.create_template, draft, by=person())
        else:
            await write(packages.edit_template, draft, by=person(), seen=self._seen)
        self.is_editing = False
        await say(self, f"“{draft.name}” is saved.")
        await self._refresh()

    @handler("coach")
    async def move(self, template_id: UUID, places: Literal[-1, 1]) -> None:
        one = self._one(template_id)
        place = await write(packages.move_template, template_id, by=person(), places=places)
        await self._refresh()
        self.moved = f"{one.name} is number {place + 1} of {len(self.templates)} now."

    @handler("coach")
    async def start_archiving(self, template_id: UUID) -> None:
        self.archiving, self.archiving_name = str(template_id), self._one(template_id).name

    @handler("coach")
    async def archive(self) -> None:
        await write(packages.archive_template, typed.key(self.archiving), by=person())
        self.archiving = ""
        await say(self, f"“{self.archiving_name}” is archived.")
        await self._refresh()

    @handler("coach")
    async def restore(self, template_id: UUID) -> None:
        one = await write(packages.restore_template, template_id, by=person())
        await say(self, f"“{one.name}” is offered again.")
        await self._refresh()

    @handler("coach")
    async def add_usual(self) -> None:
        count = await write(offers.start_templates, by=person())
        await say(self, f"{words.counted(count, 'template')} added. Change them as you like.")
        await self._refresh()

    async def _is_outdated(self) -> bool:
        """Says what is different now; what was typed stays, and saving again goes ahead."""
        if self._seen is None:
            return False
        await self._refresh()
        current = self._found.get(str(self._seen.id))
        if current is None:
            raise NotFound
        told = packages.difference(self._seen, current)
        if told:
            self._seen = current
            await say(self, f"{told} Save again to keep yours.", "error")
        return bool(told)

    def _open(self, one: TemplateView | None) -> None:
        self._seen, self.is_new = one, one is None
        self.first = _fields(one)
        self.is_editing, self.opened = True, self.opened + 1

    def _one(self, template_id: UUID) -> TemplateView:
        found = self._found.get(str(template_id))
        if found is None:
            raise NotFound
        return found

    async def _refresh(self) -> None:
        reader = person()
        active = await read(packages.templates, by=reader)
        archived = await read(packages.archived_templates, by=reader)
        currency = await read(offers.currency, by=reader)
        self._found = {str(one.id): one for one in (*active, *archived)}
        self.templates = rows.template_rows(active, currency, reader)
        self.archived = rows.template_rows(archived, currency, reader)
        self.price_hint = f"In {currency}, for your records."


def _draft(form: dict[str, Any]) -> TemplateDraft:
    months = typed.words(form, "valid_months")
    return TemplateDraft(
        name=typed.words(form, "name"),
        total_sessions=typed.whole_number(form, "total_sessions", what="the sessions"),
        minutes=typed.whole_number(form, "session_duration_minutes", what="the minutes"),
        valid_months=typed.whole_number(form, "valid_months", what="the months")
        if months
        else None,
        price_cents=money.cents_or_none(form, "price"),
    )


def _fields(one: TemplateView | None) -> dict[str, str]:
    if one is None:
        return NEW
    return {
        "name": one.name,
        "total": str(one.total_sessions),
        "minutes": str(one.minutes),
        "months": str(one.valid_months or ""),
        "price": money.as_typed(one.price_cents),
    }
