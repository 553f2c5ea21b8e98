"""A client's own form: kept as they type, sent once, changed until the check-in starts."""

from typing import Any
from uuid import UUID

import reflex as rx

from coachbook.services import checkin_forms
from coachbook.services.checkin_forms import AnsweredElsewhere, Form, Incomplete
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.checkin_form import rows
from coachbook.ui.checkin_form.rows import NO_HEAD, Head
from coachbook.ui.checkin_form.sent import AnswerRow
from coachbook.ui.components.question_form import AskedRow, Change, Filled, asked_rows
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say

CHANGED = "Your coach changed the form a moment ago. What you wrote is still here."


class CheckinFormState(rx.State):
    """`stage`: "absent", "nothing" is asked, "filling", "changing" what was sent, or "locked"."""

    stage: str = ""
    chain: str = ""
    head: Head = NO_HEAD
    questions: list[AskedRow] = []  # noqa: RUF012  (copied for every tab)
    answers: dict[str, Any] = {}  # noqa: RUF012
    problems: dict[str, str] = {}  # noqa: RUF012
    retired: list[AnswerRow] = []  # noqa: RUF012
    saved: str = ""
    attempt: int = 0
    live_url: str = ""

    _mark: str = ""

    @handler("client")
    async def load(self) -> None:
        self.stage, self.problems, self._mark = "absent", {}, ""
        self.chain = str(typed.key_in_path(str(self.router.url.path)))
        await self._refresh()

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        """The coach changed something, or the client comes back from another device."""
        if self.stage not in ("", "absent"):
            await self._refresh()

    @handler("client", quiet=True)
    async def keep(self, chain_id: UUID, change: Change) -> None:
        """What doesn't fit, or differs from another device's answer, is said at its field.

        The page names its check-in: what is typed last arrives when the next one is open.
        """
        key = str(change["question_id"])
        problems = {one: said for one, said in self.problems.items() if one != key}
        try:
            await write(
                checkin_forms.save, chain_id, by=person(),
                question_id=change["question_id"], answer=change["answer"], seen=change["seen"],
            )  # fmt: skip
        except Incomplete as unfit:
            problems.update(unfit.problems)
        except AnsweredElsewhere:
            pass  # the field shows both once the page is fresh
        finally:
            self.problems = problems
            await self._refresh()

    @handler("client", rate="costly")
    async def send(self, chain_id: UUID, filled: Filled) -> None:
        was_sent = self.stage == "changing"
        self.problems = {}
        try:
            await write(
                checkin_forms.submit, chain_id, filled["answers"], by=person(),
                seen=filled["seen"], form=self._mark,
            )  # fmt: skip
        except Incomplete as unfit:
            self.problems = unfit.problems
            raise
        finally:
            self.attempt += 1
            await self._refresh()
        said = "Your changes are saved." if was_sent else f"Sent. {self.head['coach']} is told."
        await say(self, said)

    async def _refresh(self) -> None:
        found = await read(checkin_forms.form, typed.key(self.chain), by=person())
        if self._mark and self._mark != found.mark and not found.lock:
            await say(self, CHANGED, "notice")
        self._show(found)

    def _show(self, found: Form) -> None:
        reader = person()
        self.stage = rows.stage(found)
        self.head = rows.head(found, reader)
        self.questions = asked_rows(found.questions, rows.former(found, reader))
        shown = {one["id"] for one in self.questions}
        self.problems = {key: said for key, said in self.problems.items() if key in shown}
        self.answers = dict(found.answers)
        self.retired = rows.retired(found, reader)
        self.saved = rows.saved(found, reader)
        self.live_url = f"/live?coach={found.coach_id}"
        self._mark = found.mark
