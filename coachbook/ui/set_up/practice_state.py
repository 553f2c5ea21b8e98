"""The first step's page: whether it is open, what was typed, and what was wrong with it."""

import reflex as rx

from coachbook.services import form_answers, set_up
from coachbook.ui.calls import read
from coachbook.ui.gate import handler
from coachbook.ui.refusals import Messages, say

NOTHING = {"name": "", "email": "", "practice_name": "", "time_zone": ""}


class SetUpPractice(rx.State):
    """`is_first` says that nobody is here yet: then a password is chosen at once."""

    is_open: bool = False
    is_first: bool = False
    is_sent: bool = False
    typed: dict[str, str] = NOTHING

    @handler("anyone")
    async def load(self) -> None:
        self.is_open = await read(set_up.is_open)
        self.is_first = await read(set_up.is_empty)
        self.typed = {**NOTHING, **form_answers.typed(self.router.headers.cookie)}
        asked = self.router.url.query_parameters
        self.is_sent = asked.get("notice", "") == "check-email"
        await self._explain(asked.get("problem", ""))

    async def _explain(self, code: str) -> None:
        sentence, field = form_answers.sentence(code), form_answers.field(code)
        if field:
            messages = await self.get_state(Messages)
            messages._point_at(field, sentence)
        elif sentence:
            await say(self, sentence, "error")
