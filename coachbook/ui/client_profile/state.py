"""One client's page: what is read when it opens, notes, the name, the invitation."""

from typing import Any

import reflex as rx

from coachbook.services import archiving, blocked_addresses, client_profiles, invitations
from coachbook.services.client_profiles import Past
from coachbook.ui import typed
from coachbook.ui.attendance.rows import FlagReason
from coachbook.ui.calls import read, write
from coachbook.ui.checkin_form.sent import FormRow, form_rows
from coachbook.ui.client_profile import attendance_rows, bounce_rows
from coachbook.ui.client_profile.attendance_rows import NOBODYS, Bar, Standing
from coachbook.ui.client_profile.bounce_rows import ARRIVES, Bounce
from coachbook.ui.client_profile.look import Look, look
from coachbook.ui.client_profile.package_rows import PackageCard, package_cards
from coachbook.ui.client_profile.rows import (
    BookingRow,
    Head,
    booking_row,
    head,
)
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

PAST_AT_ONCE = 10
SOON = 6
NOBODY = Head(
    name="", initials="", email="", about="", zone="", status="", checkin="", has_checkin=False
)


class ClientPage(rx.State):
    """`is_here` is False for an unknown client, and for another coach's."""

    is_here: bool = False
    key: str = ""
    head: Head = NOBODY
    bounce: Bounce = ARRIVES
    packages: list[PackageCard] = []  # noqa: RUF012  (copied for every tab)
    spent: int = 0
    upcoming: list[BookingRow] = []  # noqa: RUF012
    later: int = 0
    past: list[BookingRow] = []  # noqa: RUF012
    has_more: bool = False
    standing: Standing = NOBODYS
    reasons: list[FlagReason] = []  # noqa: RUF012
    bars: list[Bar] = []  # noqa: RUF012
    chart: str = ""
    forms: list[FormRow] = []  # noqa: RUF012
    notes: str = ""
    notes_version: int = 0
    is_renaming: bool = False

    _shows_all: bool = False

    @handler("coach")
    async def load(self) -> None:
        self.is_here, self.is_renaming, self.past, self._shows_all = False, False, [], False
        client_id = typed.key_in_path(str(self.router.url.path))
        self.key = str(client_id)
        await self._refresh()
        self.is_here = True

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        """After something changed elsewhere; what is being typed stays."""
        if self.is_here:
            await self._refresh(keep_notes=True)

    @handler("coach")
    async def show_all_upcoming(self) -> None:
        self._shows_all = True
        await self._refresh(keep_notes=True)

    @handler("coach")
    async def show_more(self) -> None:
        older = await read(
            client_profiles.past, typed.key(self.key), by=person(), limit=PAST_AT_ONCE,
            offset=len(self.past),
        )  # fmt: skip
        known = {one["id"] for one in self.past}
        rows = [booking_row(one, person()) for one in older.rows]
        self.past = [*self.past, *(row for row in rows if row["id"] not in known)]
        self.has_more = older.has_more

    @handler("coach")
    async def save_notes(self, form: dict[str, Any]) -> None:
        self.notes = await write(
            client_profiles.keep_notes, typed.key(self.key), by=person(),
            notes=typed.words(form, "notes"), seen=self.notes,
        )  # fmt: skip
        await say(self, "Your notes are saved.")

    @handler("coach")
    async def start_renaming(self) -> None:
        self.is_renaming = True

    @handler("coach")
    async def stop_renaming(self) -> None:
        self.is_renaming = False

    @handler("coach")
    async def rename(self, form: dict[str, Any]) -> None:
        name = await write(
            client_profiles.rename, typed.key(self.key), by=person(),
            name=typed.words(form, "client_name"),
        )  # fmt: skip
        self.is_renaming = False
        await self._refresh(keep_notes=True)
        await say(self, f"You call them {name} now.")

    @handler("coach", rate="costly")
    async def invite_again(self) -> None:
        await write(invitations.invite_again, typed.key(self.key), by=person())
        await say(self, f"A new link is on its way to {self.head['email']}.")

    @handler("coach")
    async def send_there_again(self) -> None:
        email = await write(blocked_addresses.lift, typed.key(self.key), by=person())
        await self._refresh(keep_notes=True)
        await say(self, f"Emails go to {email} again, from the next one on.")

    @handler("coach")
    async def restore(self) -> None:
        name = await write(archiving.restore, typed.key(self.key), by=person())
        await self._refresh(keep_notes=True)
        await say(self, f"{name} is back on your list, with all that they had.")

    async def _refresh(self, *, keep_notes: bool = False) -> None:
        most_past = max(len(self.past), PAST_AT_ONCE)
        found = await read(look, typed.key(self.key), by=person(), most_past=most_past)
        self._show(found)
        if not keep_notes:
            self.notes, self.notes_version = found.profile.notes, self.notes_version + 1

    def _show(self, found: Look) -> None:
        reader, profile = person(), found.profile
        self.head = head(profile, reader, profile.today)
        self.bounce = bounce_rows.bounce(found.blocked, profile, reader)
        self.packages = package_cards(profile.packages, reader, profile.today)
        self.spent = sum(not one["is_current"] for one in self.packages)
        soon = profile.upcoming if self._shows_all else profile.upcoming[:SOON]
        self.upcoming = [booking_row(one, reader) for one in soon]
        self.later = len(profile.upcoming) - len(soon)
        self._show_past(found.past)
        self.standing = attendance_rows.standing(profile, reader)
        self.reasons = attendance_rows.reasons(profile, found.attendance, reader)
        self.bars = attendance_rows.bars(found.attendance.months, reader)
        self.chart = attendance_rows.summary(found.attendance.months)
        self.forms = form_rows(found.forms, reader, profile.today)

    def _show_past(self, past: Past) -> None:
        self.past = [booking_row(one, person()) for one in past.rows]
        self.has_more = past.has_more
