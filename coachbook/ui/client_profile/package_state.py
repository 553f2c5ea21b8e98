"""Adding a package to the client on the page, correcting its balance, reading its ledger."""

from typing import Any, Literal
from uuid import UUID, uuid4

import reflex as rx

from coachbook.errors import Invalid
from coachbook.services import offers, packages
from coachbook.services.packages import PackageView
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.client_profile import package_rows
from coachbook.ui.client_profile.package_look import Look, look, newer
from coachbook.ui.client_profile.package_rows import Ahead
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import picker
from coachbook.ui.packages.ledger import LedgerRow, ledger_row
from coachbook.ui.packages.numbers import Numbers, numbers_of
from coachbook.ui.packages.picker import PackagePicker
from coachbook.ui.refusals import say

NO_NUMBERS = Numbers(available="", booked="", done="", lost="", sum="", left_percent="0%")


class ClientPackages(rx.State):
    """One dialog adds a package, one corrects a balance, one shows a package's ledger."""

    is_adding: bool = False
    opened: int = 0
    shown: str = ""
    is_reading: bool = False
    title: str = ""
    numbers: Numbers = NO_NUMBERS
    ahead: list[Ahead] = []  # noqa: RUF012  (copied for every tab)
    ledger: list[LedgerRow] = []  # noqa: RUF012
    is_adding_up: bool = True

    _seen: PackageView | None = None
    _request: str = ""

    @handler("coach")
    async def start_adding(self) -> Any:
        self.is_adding, self.opened, self._request = True, self.opened + 1, uuid4().hex
        return PackagePicker.load

    @handler("coach")
    async def close(self) -> None:
        self.is_adding, self.shown, self.is_reading = False, "", False

    @handler("coach")
    async def add(self, form: dict[str, Any]) -> Any:
        """The request is the dialog's: two clicks sell once."""
        offer = picker.offer(form)
        if offer is None:
            raise Invalid("Pick a package.", field="package")
        page = await self.get_state(ClientPage)
        await write(
            offers.give, offer, by=person(), client_id=typed.key(page.key),
            request_id=self._request or uuid4().hex,
        )  # fmt: skip
        self.is_adding = False
        await say(self, "The package is added.")
        return ClientPage.refresh

    @handler("coach")
    async def show(self, package_id: UUID, title: str) -> None:
        """For correcting its balance."""
        self.title, self.is_adding_up, self.is_reading = title[:200], True, False
        self._take(await read(look, package_id, by=person()))
        self.opened, self._request = self.opened + 1, uuid4().hex

    @handler("coach")
    async def show_ledger(self, package_id: UUID, title: str) -> None:
        self.title = title[:200]
        self._take(await read(look, package_id, by=person()))
        self.is_reading = True

    @handler("coach")
    async def choose(self, way: Literal["add", "take"]) -> None:
        self.is_adding_up = way == "add"

    @handler("coach")
    async def adjust(self, form: dict[str, Any]) -> Any:
        number = typed.whole_number(form, "adjustment", what="the sessions")
        if number < 1:
            raise Invalid("Enter 1 session or more.", field="adjustment")
        if self._seen is None:
            return None
        if changed := await newer(self, self._seen):
            self._take(changed)
            return None
        change = number if self.is_adding_up else -number
        package = await write(
            packages.adjust, self._seen.id, by=person(), adjustment=change,
            reason=typed.words(form, "reason"), version=self._seen.version,
            request_id=self._request,
        )  # fmt: skip
        self.shown, self._seen = "", None
        done = "added" if change > 0 else "taken away"
        left = words.counted(package.remaining_sessions, "session")
        await say(self, f"{words.counted(number, 'session')} {done}: {left} left.")
        return ClientPage.refresh

    def _take(self, found: Look) -> None:
        reader = person()
        self._seen, self.shown = found.package, str(found.package.id)
        self.numbers = numbers_of(found.package)
        self.ahead = package_rows.ahead(found.ahead, reader)
        self.ledger = [ledger_row(number, one, reader) for number, one in enumerate(found.lines)]
