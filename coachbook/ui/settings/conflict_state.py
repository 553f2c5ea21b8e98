"""Which bookings are kept and which are cancelled, decided before hours are saved."""

from typing import Literal
from uuid import UUID

import reflex as rx

from coachbook.services.conflicts import Change
from coachbook.services.settling import Decision, Settled, settle
from coachbook.ui.calls import write
from coachbook.ui.gate import handler, person
from coachbook.ui.settings.conflict_rows import ConflictRow, conflict_rows


class Fitting(rx.State):
    """The list of one dialog at a time; `asker` names it, "" while none asks."""

    asker: str = ""
    rows: list[ConflictRow] = []  # noqa: RUF012  (copied for every tab)
    is_new_list: bool = False

    @rx.var
    def are_several(self) -> bool:
        return len(self.rows) > 1

    @rx.var
    def cancelling(self) -> int:
        return sum(row["choice"] == "cancel" for row in self.rows)

    @handler("coach")
    async def decide(self, booking_id: UUID, choice: Literal["keep", "cancel"]) -> None:
        key = str(booking_id)
        self.rows = [_chosen(row, choice) if row["key"] == key else row for row in self.rows]

    @handler("coach")
    async def decide_all(self, choice: Literal["keep", "cancel"]) -> None:
        self.rows = [_chosen(row, choice) for row in self.rows]

    @handler("coach")
    async def close(self) -> None:
        self.asker = ""

    async def _save(self, change: Change, asker: str) -> Settled:
        """Saves it, or shows what has to be decided first; what was decided is kept."""
        is_second_time = self.asker == asker
        decided = self._decided() if is_second_time else {}
        answer = await write(settle, change, by=person(), decided=decided)
        self.asker = "" if answer.is_saved else asker
        self.is_new_list = is_second_time and not answer.is_saved
        found = conflict_rows(answer.open_questions, person(), decided if is_second_time else None)
        self.rows = found
        return answer

    def _decided(self) -> dict[UUID, Decision]:
        return {
            UUID(row["key"]): "cancel" if row["choice"] == "cancel" else "keep" for row in self.rows
        }


def _chosen(row: ConflictRow, choice: str) -> ConflictRow:
    return {**row, "choice": choice}
