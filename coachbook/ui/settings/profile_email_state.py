"""The link that confirms a new address. Opening it changes nothing: mail scanners open it too."""

import reflex as rx

from coachbook.errors import LinkExpired
from coachbook.services import email_changes, form_answers
from coachbook.ui.calls import read
from coachbook.ui.gate import handler
from coachbook.ui.sign_in.state import explained


class EmailLink(rx.State):
    """`step`: confirm, done, expired."""

    token: str = ""
    step: str = ""
    name: str = ""
    present: str = ""
    wanted: str = ""
    problem: str = ""
    notice: str = ""

    @rx.var
    def is_done(self) -> bool:
        return self.step == "done"

    @handler("anyone", quiet=True)
    async def load(self) -> None:
        asked = self.router.url.query_parameters
        self.token = str(asked.get("token", ""))
        self.problem = await explained(self, str(asked.get("problem", "")))
        self.notice = form_answers.sentence(str(asked.get("notice", "")))
        self.step = "done" if self.notice else await self._look()

    async def _look(self) -> str:
        try:
            view = await read(email_changes.read, self.token)
        except LinkExpired:
            return "expired"
        self.name, self.present, self.wanted = view.name, view.present, view.wanted
        return "confirm"
