"""What the pages of signing in need to know: what came back, whom a link is for, where to go on."""

from typing import Any
from urllib.parse import quote

import reflex as rx

from coachbook.errors import LinkExpired
from coachbook.services import form_answers, invitations, link_owners, links, set_up
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, visitor
from coachbook.ui.paths import go, own_path, sign_in_path
from coachbook.ui.refusals import Messages

SENT = ("link-sent", "reset-sent")


class SignIn(rx.State):
    """Codes in the address become sentences of ours; what was typed comes from a short cookie."""

    email: str = ""
    next_path: str = ""
    problem: str = ""
    notice: str = ""
    is_sent: bool = False
    is_open: bool = False

    @handler("anyone", quiet=True)
    async def load(self) -> Any:
        """Who is signed in already goes on at once."""
        self.next_path = own_path(self._asked("next"), otherwise="")
        if visitor() is not None:
            return go(self.next_path or "/")
        await self._read_answer()
        self.is_open = await read(set_up.is_open)
        return None

    @handler("anyone", quiet=True)
    async def load_asking(self) -> None:
        """The pages that ask for an address to send a link to."""
        await self._read_answer()

    async def _read_answer(self) -> None:
        self.email = form_answers.typed(self.router.headers.cookie).get("email", "")
        self.problem = await explained(self, self._asked("problem"))
        code = self._asked("notice")
        self.is_sent = code in SENT
        self.notice = form_answers.sentence(code)

    def _asked(self, name: str) -> str:
        return str(self.router.url.query_parameters.get(name, ""))


class EmailedLink(rx.State):
    """A link that was opened. Opening it changes nothing: mail scanners open links too."""

    token: str = ""
    whom: str = ""
    is_good: bool = False
    problem: str = ""

    @handler("anyone", quiet=True)
    async def load_sign_in(self) -> None:
        await self._look("sign_in")

    @handler("anyone", quiet=True)
    async def load_reset(self) -> None:
        await self._look("reset_password")

    async def _look(self, purpose: str) -> None:
        asked = self.router.url.query_parameters
        self.token = str(asked.get("token", ""))
        self.problem = await explained(self, str(asked.get("problem", "")))
        self.is_good = await read(links.is_good, self.token, purpose)
        if self.is_good:
            self.whom = await read(link_owners.masked_email, self.token, purpose)


class Invitation(rx.State):
    """An invitation that was opened: from whom, and what this person has to do."""

    token: str = ""
    inviter: str = ""
    practice_name: str = ""
    name: str = ""
    email: str = ""
    step: str = ""
    is_for_coach: bool = False
    here: str = ""
    sign_in_path: str = ""
    problem: str = ""

    @handler("anyone", quiet=True)
    async def load(self) -> None:
        asked = self.router.url.query_parameters
        self.token = str(asked.get("token", ""))
        self.here = f"/invitation?token={quote(self.token)}"
        self.sign_in_path = sign_in_path(self.here)
        self.problem = await explained(self, str(asked.get("problem", "")))
        await self._look()

    async def _look(self) -> None:
        try:
            view = await read(invitations.read, self.token, by=visitor())
        except LinkExpired:
            self.step = "expired"
            return
        typed = form_answers.typed(self.router.headers.cookie)
        self.inviter, self.practice_name = view.inviter, view.practice_name
        self.name, self.email = typed.get("name") or view.name, view.email
        self.is_for_coach, self.step = view.is_for_coach, view.step


async def explained(state: rx.State, code: str) -> str:
    """The sentence of a code that came back; where it is about a field, it is shown there."""
    sentence, field = form_answers.sentence(code), form_answers.field(code)
    messages = await state.get_state(Messages)
    messages._point_at(field, sentence if field else "")
    return "" if field else sentence
