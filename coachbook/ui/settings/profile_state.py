"""Who I am: what the page shows of the signed-in person, and what needs no password to change."""

from typing import Any
from uuid import UUID

import reflex as rx

from coachbook.services import email_changes, form_answers, own_profiles
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings.profile_rows import DeviceRow, device_rows
from coachbook.ui.sign_in.state import explained
from coachbook.ui.viewer import Viewer, initials
from coachbook.ui.words import counted


class OwnProfile(rx.State):
    """`problem` and `notice` are of a form that the browser posted and that came back."""

    name: str = ""
    email: str = ""
    waiting_email: str = ""
    typed_email: str = ""
    has_password: bool = True
    devices: list[DeviceRow] = []  # noqa: RUF012  (copied for every tab)
    problem: str = ""
    notice: str = ""

    @rx.var
    def has_others(self) -> bool:
        return any(not row["is_this"] for row in self.devices)

    @handler("person", quiet=True)
    async def load(self) -> None:
        asked = self.router.url.query_parameters
        self.problem = await self._explained(str(asked.get("problem", "")))
        self.notice = form_answers.sentence(str(asked.get("notice", "")))
        self.typed_email = form_answers.typed(self.router.headers.cookie).get("email", "")
        await self._show()

    @handler("person")
    async def rename(self, form: dict[str, Any]) -> None:
        self.name = await write(own_profiles.rename, by=person(), name=typed.words(form, "name"))
        viewer = await self.get_state(Viewer)
        viewer.name, viewer.initials = self.name, initials(self.name)
        await say(self, "Your name is saved.")

    @handler("person")
    async def keep_email(self) -> None:
        await write(email_changes.forget, by=person())
        await say(self, "Your address stays as it is. The link that was sent stopped working.")
        await self._show()

    @handler("person")
    async def sign_out_device(self, session_id: UUID) -> None:
        await write(own_profiles.sign_out_device, session_id, by=person())
        await say(self, "That device is signed out.")
        await self._show()

    @handler("person")
    async def sign_out_others(self) -> None:
        count = await write(own_profiles.sign_out_others, by=person())
        are = "is" if count == 1 else "are"
        await say(self, f"{counted(count, 'other device')} {are} signed out.")
        await self._show()

    async def _explained(self, code: str) -> str:
        """Said above as well: the field may be far down the page."""
        await explained(self, code)
        sentence = form_answers.sentence(code)
        return f"Nothing was changed. {sentence}" if sentence else ""

    async def _show(self) -> None:
        found = await read(own_profiles.own_profile, by=person())
        self.name, self.email = found.name, found.email
        self.waiting_email, self.has_password = found.waiting_email, found.has_password
        self.devices = device_rows(found.devices, person())
