"""The page of a client's programme, opened and written on."""

from datetime import date
from typing import Any
from uuid import UUID

from coachbook.services import workouts
from coachbook.services.workouts import WorkoutView
from coachbook.ui.workouts.copy_state import ProgrammeCopy
from coachbook.ui.workouts.desk_state import WorkoutDesk
from coachbook.ui.workouts.editor import ExerciseReader
from coachbook.ui.workouts.state import ProgrammePage
from coachbook.ui.workouts.write_state import WorkoutWriter
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

TODAY = date(2026, 11, 16)
WRITER, DESK = WorkoutWriter.get_full_name(), WorkoutDesk.get_full_name()
COPY, READER = ProgrammeCopy.get_full_name(), ExerciseReader.get_full_name()
FORM: dict[str, Any] = {
    "title": "Lower body",
    "notes": "Slowly",
    "scheduled_on": "2026-11-17",
    "weeks": "1",
    "exercise_name": ["Squat", "Plank", ""],
    "exercise_sets": ["3", "3", ""],
    "exercise_reps": ["8", "45s", ""],
    "exercise_load": ["60 kg", "", ""],
}


async def page(tab: Opener, client_id: UUID | str, cookie: str = "coach") -> Tab:
    coach = tab(cookie=cookie, path=f"/coach/clients/{client_id}/workouts")
    await coach.send(ProgrammePage.load)
    return coach


async def shown(coach: Tab) -> Any:
    return await coach.state(ProgrammePage)


async def titles(coach: Tab) -> list[str]:
    return [row["title"] for week in (await shown(coach)).weeks for row in week["workouts"]]


async def write(coach: Tab, **more: Any) -> None:
    await coach.send(WorkoutWriter.start(TODAY))
    await coach.send(f"{WRITER}.save", form={**FORM, **more})


def stored(practice: Practice) -> list[WorkoutView]:
    practice.session.rollback()
    found = workouts.of_client(
        practice.session, by=practice.coach, client_id=practice.client.id,
        first=date(2026, 1, 1), last=date(2028, 1, 1),
    )  # fmt: skip
    practice.session.rollback()
    return found
