"""Voiding a package, with the sessions it has paid for in sight."""

from typing import Any
from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from coachbook.services import voiding
from coachbook.services.packages import PackageView
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.client_profile import package_rows
from coachbook.ui.client_profile.package_look import Look, look, newer
from coachbook.ui.client_profile.package_rows import Ahead
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say


class VoidForm(TypedDict, total=False):
    """`cancel` are the sessions to be cancelled as well."""

    reason: str
    cancel: list[str]


class PackageVoid(rx.State):
    is_open: bool = False
    opened: int = 0
    title: str = ""
    sentence: str = ""
    ahead: list[Ahead] = []  # noqa: RUF012  (copied for every tab)

    _seen: PackageView | None = None

    @handler("coach")
    async def start(self, package_id: UUID, title: str) -> None:
        self._take(await read(look, package_id, by=person()))
        self.title = title[:200]
        self.is_open, self.opened = True, self.opened + 1

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach", rate="costly")
    async def void(self, form: VoidForm) -> Any:
        """Refused when a session was booked meanwhile that isn't in the list."""
        if self._seen is None or not self.is_open:
            return None
        if changed := await newer(self, self._seen):
            self._take(changed)
            return None
        seen = [typed.key(one["id"]) for one in self.ahead]
        cancelled = [typed.key(one) for one in form.get("cancel", [])]
        self._take(await read(look, self._seen.id, by=person()))
        await write(
            voiding.void, self._seen.id, by=person(), reason=form.get("reason", ""),
            version=self._seen.version, cancel_booking_ids=cancelled, seen_booking_ids=seen,
        )  # fmt: skip
        self.is_open = False
        await say(self, _told(len(cancelled)))
        return ClientPage.refresh

    def _take(self, found: Look) -> None:
        self._seen = found.package
        self.ahead = package_rows.ahead(found.ahead, person())
        gone = found.package.available + found.package.lost
        what = words.counted(gone, "session")
        self.sentence = (
            f"{what} that {'is' if gone == 1 else 'are'} left will be lost. "
            "The package and its history stay here."
            if gone
            else "Nothing is left in it. The package and its history stay here."
        )


def _told(cancelled: int) -> str:
    if not cancelled:
        return "The package is voided."
    return f"The package is voided and {words.counted(cancelled, 'session')} cancelled."
