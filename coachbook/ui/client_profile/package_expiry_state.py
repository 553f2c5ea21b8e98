"""Changing how long a package runs: asked, looked at where sessions are affected, then saved."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

import reflex as rx

from coachbook.errors import Invalid
from coachbook.services import expiries
from coachbook.services.packages import PackageView
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.client_profile import package_rows
from coachbook.ui.client_profile.package_look import Look, look, newer
from coachbook.ui.client_profile.package_rows import Ahead, runs
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

Way = Literal["date", "days", "months", "never"]


class PackageEnd(rx.State):
    """`is_sure` shows the sessions after the new end; what was typed stays behind it."""

    is_open: bool = False
    is_sure: bool = False
    opened: int = 0
    title: str = ""
    runs: str = ""
    first: str = ""
    has_end: bool = False
    way: str = "date"
    sentence: str = ""
    after_end: list[Ahead] = []  # noqa: RUF012  (copied for every tab)

    _seen: PackageView | None = None
    _today: date | None = None
    _wish: date | None = None
    _reason: str = ""

    @handler("coach")
    async def start(self, package_id: UUID, title: str) -> None:
        self._take(await read(look, package_id, by=person()))
        self.title, self.way = title[:200], "days" if self.has_end else "date"
        self.is_open, self.is_sure, self.opened = True, False, self.opened + 1

    @handler("coach")
    async def close(self) -> None:
        self.is_open, self.is_sure = False, False

    @handler("coach")
    async def back(self) -> None:
        self.is_sure = False

    @handler("coach")
    async def choose(self, way: Way) -> None:
        self.way = way

    @handler("coach")
    async def look(self, form: dict[str, Any]) -> Any:
        """Saves at once what affects no booking; else shows which ones first."""
        if self._seen is None or await self._is_outdated(self._seen):
            return None
        self._wish, self._reason = self._end(form, self._seen), typed.words(form, "reason")
        found = await read(
            expiries.preview_expiry, self._seen.id, by=person(), expires_on=self._wish
        )
        if not found.after_end:
            return await self._save()
        self.after_end = package_rows.ahead(found.after_end, person())
        self.sentence = self._warning(len(found.after_end))
        self.is_sure = True
        return None

    @handler("coach")
    async def save(self) -> Any:
        """After the sessions were shown."""
        if self._seen is None or not self.is_sure or await self._is_outdated(self._seen):
            return None
        return await self._save()

    def _end(self, form: dict[str, Any], seen: PackageView) -> date | None:
        if self.way == "never":
            return None
        if self.way == "date" or seen.expires_on is None:
            return typed.day(form, "expires_on")
        number = typed.whole_number(form, self.way, what=f"the {self.way}")
        if number < 1:
            raise Invalid("Enter 1 or more. To shorten, pick a date.", field=self.way)
        if self.way == "days":
            return expiries.later(seen.expires_on, days=number)
        return expiries.later(seen.expires_on, months=number)

    async def _is_outdated(self, seen: PackageView) -> bool:
        changed = await newer(self, seen)
        if changed:
            self._take(changed)
            self.is_sure = False
        return changed is not None

    async def _save(self) -> Any:
        assert self._seen is not None  # checked by both callers
        await write(
            expiries.change_expiry, self._seen.id, by=person(), expires_on=self._wish,
            reason=self._reason, version=self._seen.version,
        )  # fmt: skip
        self.is_open, self.is_sure = False, False
        await say(self, f"The package runs {self._words(self._wish)} now.")
        return ClientPage.refresh

    def _take(self, found: Look) -> None:
        self._seen, self._today = found.package, found.today
        self.runs = f"It runs {self._words(found.package.expires_on)} now."
        self.has_end = found.package.expires_on is not None
        self.first = (found.package.expires_on or found.today).isoformat()

    def _words(self, on: date | None) -> str:
        return runs(on, person(), self._today or date.min)

    def _warning(self, count: int) -> str:
        what = "1 session is" if count == 1 else f"{count} sessions are"
        return (
            f"The package would run {self._words(self._wish)}. {what} booked after that. "
            "They stay booked and paid for; cancel or move them yourself if they shouldn't."
        )
