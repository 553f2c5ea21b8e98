"""Archiving the client on the page: first what is there, then the deed."""

from typing import Any, Literal
from uuid import UUID

import reflex as rx

from coachbook.services import archiving
from coachbook.services.archiving import Preview
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.client_profile import archive_rows
from coachbook.ui.client_profile.archive_rows import ArchiveRow
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

Choice = Literal["keep", "cancel"]


class ArchiveDialog(rx.State):
    """`choice` is what every booking begins with. Others appear by themselves when they are made.

    The answers belong to what was shown; if something else is there by then, nothing is done.
    """

    is_open: bool = False
    opened: int = 0
    name: str = ""
    follows: list[str] = []  # noqa: RUF012  (copied for every tab)
    rows: list[ArchiveRow] = []  # noqa: RUF012
    choice: Choice = "keep"

    _key: str = ""
    _seen: dict[UUID, int] = {}  # noqa: RUF012

    @handler("coach")
    async def start(self) -> None:
        page = await self.get_state(ClientPage)
        self._key, self.choice = page.key, "keep"
        await self._look()
        self.is_open, self.opened = True, self.opened + 1

    @handler("coach")
    async def stop(self) -> None:
        self.is_open = False

    @handler("coach")
    async def choose_all(self, choice: Choice) -> None:
        self.choice, self.opened = choice, self.opened + 1

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        if self.is_open:
            await self._look()

    @handler("coach", rate="costly")
    async def archive(self, form: dict[str, Any]) -> None:
        ended = [one for one in self._seen if _is_cancelled(form, one)]
        done = await write(
            archiving.archive, typed.key(self._key), by=person(), seen=dict(self._seen),
            cancel=ended,
        )  # fmt: skip
        self.is_open = False
        page = await self.get_state(ClientPage)
        await page._refresh(keep_notes=True)
        await say(self, archive_rows.told(done))

    async def _look(self) -> None:
        found: Preview = await read(archiving.preview, typed.key(self._key), by=person())
        self.name, self.follows = found.name, archive_rows.follows(found)
        self.rows = archive_rows.rows(found, person())
        self._seen = {one.id: one.version for one in found.upcoming}


def _is_cancelled(form: dict[str, Any], booking_id: UUID) -> bool:
    return typed.words(form, archive_rows.field_of(str(booking_id))) == "cancel"
