"""One client's page: what is read when it opens, notes and the invitation."""

from typing import Any

import reflex as rx

from coachbook.services import client_profiles, invitations
from coachbook.services.client_profiles import ClientProfile
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.client_profile.rows import (
    BookingRow,
    Head,
    PackageCard,
    booking_row,
    head,
    package_card,
)
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

PAST_AT_ONCE = 10
NOBODY = Head(
    name="", initials="", email="", about="", is_invited=False, checkin="", has_checkin=False
)


class ClientPage(rx.State):
    """`is_here` is False for an unknown client, and for another coach's."""

    is_here: bool = False
    key: str = ""
    head: Head = NOBODY
    packages: list[PackageCard] = []  # noqa: RUF012  (copied for every tab)
    upcoming: list[BookingRow] = []  # noqa: RUF012
    past: list[BookingRow] = []  # noqa: RUF012
    has_more: bool = False
    notes: str = ""
    notes_version: int = 0

    _past: list[BookingRow] = []  # noqa: RUF012

    @handler("coach")
    async def load(self) -> None:
        self.is_here = False
        client_id = typed.key_in_path(str(self.router.url.path))
        self.key = str(client_id)
        await self._refresh()
        self.is_here = True

    @handler("coach")
    async def refresh(self) -> None:
        """After something changed elsewhere; what is being typed stays."""
        if self.is_here:
            await self._refresh(keep_notes=True)

    @handler("coach")
    async def show_more(self) -> None:
        self._show_past(len(self.past) + PAST_AT_ONCE)

    @handler("coach")
    async def save_notes(self, form: dict[str, Any]) -> None:
        self.notes = await write(
            client_profiles.keep_notes, typed.key(self.key), by=person(),
            notes=typed.words(form, "notes"), seen=self.notes,
        )  # fmt: skip
        await say(self, "Your notes are saved.")

    @handler("coach", rate="costly")
    async def invite_again(self) -> None:
        await write(invitations.invite_again, typed.key(self.key), by=person())
        await say(self, f"A new link is on its way to {self.head['email']}.")

    async def _refresh(self, *, keep_notes: bool = False) -> None:
        found = await read(client_profiles.profile, typed.key(self.key), by=person())
        self._show(found)
        if not keep_notes:
            self.notes, self.notes_version = found.notes, self.notes_version + 1

    def _show(self, found: ClientProfile) -> None:
        reader = person()
        self.head = head(found, reader, found.today)
        self.packages = [package_card(one, reader, found.today) for one in found.packages]
        self.upcoming = [booking_row(one, reader) for one in found.upcoming]
        self._past = [booking_row(one, reader) for one in found.past]
        self._show_past(PAST_AT_ONCE)

    def _show_past(self, count: int) -> None:
        self.past = self._past[:count]
        self.has_more = len(self._past) > count
