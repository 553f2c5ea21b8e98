"""The questions before a check-in is booked: answered, or left for later. Nothing is booked before.

What is typed stays in the browser until then; it comes with the press that books.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx

from coachbook.services import checkins
from coachbook.services.bookings import Outcome
from coachbook.services.checkin_forms import Incomplete
from coachbook.ui.calls import write
from coachbook.ui.client_booking.sent import Sent
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.components.question_form import Filled
from coachbook.ui.gate import handler, person

LATER = "later"


class Answered(Filled, total=False):
    """`button` is "later" for who skips the questions."""

    button: str


class CheckinStep(rx.State):
    """`problems` by question id, of the last attempt."""

    problems: dict[str, str] = {}  # noqa: RUF012  (copied for every tab)
    attempt: int = 0

    @handler("client")
    async def book(self, coach_id: UUID, sent: Sent, answered: Answered) -> None:
        self.problems, self.attempt = {}, self.attempt + 1
        desk = await self.get_state(BookState)
        answer = await _ask(coach_id, sent, answered)
        if isinstance(answer, Outcome):
            desk.kind = "checkin"
            await desk._answer(answer, coach_id, sent)
        else:
            await desk._refresh()  # the coach may have changed the questions
            self.problems = dict(answer)

    @handler("client")
    async def close(self) -> None:
        """Back to the times; what was typed stays."""
        desk = await self.get_state(BookState)
        desk.is_asking = False


async def _ask(coach_id: UUID, sent: Sent, answered: Answered) -> Outcome | Mapping[str, Any]:
    """Booked or refused; or, where answers can't be taken as they are, what is wrong with which."""
    try:
        return await write(
            checkins.book, by=person(), coach_id=coach_id, starts=sent["starts"],
            request_id=sent["request_id"], answers=answered["answers"],
            is_final=answered.get("button") != LATER,
        )  # fmt: skip
    except Incomplete as refusal:
        return refusal.problems
