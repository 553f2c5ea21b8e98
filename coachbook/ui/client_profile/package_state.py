"""Adding a package to the client on the page, correcting its balance, reading its ledger."""

from typing import Any, Literal
from uuid import UUID

import reflex as rx

from coachbook.errors import Invalid
from coachbook.services import offers, packages
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.client_profile.rows import LedgerRow, ledger_row
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import picker
from coachbook.ui.packages.picker import PackagePicker
from coachbook.ui.refusals import say


class ClientPackages(rx.State):
    """Two dialogs: one adds a package, one shows a package's ledger and corrects it."""

    is_adding: bool = False
    opened: int = 0
    shown: str = ""
    title: str = ""
    ledger: list[LedgerRow] = []  # noqa: RUF012  (copied for every tab)
    is_adding_up: bool = True

    @handler("coach")
    async def start_adding(self) -> Any:
        self.is_adding, self.opened = True, self.opened + 1
        return PackagePicker.load

    @handler("coach")
    async def close(self) -> None:
        self.is_adding, self.shown = False, ""

    @handler("coach")
    async def add(self, form: dict[str, Any]) -> Any:
        offer = picker.offer(form)
        if offer is None:
            raise Invalid("Pick a package.", field="package")
        page = await self.get_state(ClientPage)
        await write(offers.give, offer, by=person(), client_id=typed.key(page.key))
        self.is_adding = False
        await say(self, "The package is added.")
        return ClientPage.refresh

    @handler("coach")
    async def show(self, package_id: UUID, title: str) -> None:
        self.title, self.is_adding_up = title[:200], True
        await self._show(package_id)
        self.opened += 1

    @handler("coach")
    async def choose(self, way: Literal["add", "take"]) -> None:
        self.is_adding_up = way == "add"

    @handler("coach")
    async def adjust(self, form: dict[str, Any]) -> Any:
        number = typed.whole_number(form, "adjustment", what="the sessions")
        if number < 1:
            raise Invalid("Enter 1 session or more.", field="adjustment")
        await write(
            packages.adjust, typed.key(self.shown), by=person(),
            adjustment=number if self.is_adding_up else -number,
            reason=typed.words(form, "reason"),
        )  # fmt: skip
        await self._show(typed.key(self.shown))
        self.opened += 1
        await say(self, "The balance is corrected.")
        return ClientPage.refresh

    async def _show(self, package_id: UUID) -> None:
        lines = await read(packages.ledger, by=person(), package_id=package_id)
        self.ledger = [ledger_row(number, one, person()) for number, one in enumerate(lines)]
        self.shown = str(package_id)
