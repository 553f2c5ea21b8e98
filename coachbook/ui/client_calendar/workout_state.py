"""One workout of the client's: opened, ticked off with a note, taken back."""

from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from coachbook.services import client_calendar, workouts
from coachbook.services.client_calendar import WorkoutDetails
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.client_calendar import workout_rows
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.client_calendar.workout_rows import NO_WORKOUT, Workout
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say


class Note(TypedDict):
    """What the client says about a workout."""

    note: str


class MyWorkoutState(rx.State):
    """The workout that is open. Its version is that of the note which this page has shown."""

    workout: Workout = NO_WORKOUT
    is_open: bool = False

    _note: str = ""

    @handler("client")
    async def load(self) -> None:
        """A link names a workout."""
        self.is_open = False
        asked = typed.key_or_none(self.router.url.query_parameters.get("workout", ""))
        if asked:
            await self._open(asked)

    @handler("client")
    async def open(self, workout_id: UUID) -> None:
        await self._open(workout_id)

    @handler("client")
    async def close(self) -> None:
        self.is_open = False

    @handler("client", quiet=True)
    async def refresh(self) -> None:
        """The coach changed something, or the client wrote a note on another device."""
        shown = typed.key_or_none(self.workout["id"])
        if shown and self.is_open:
            await self._show(shown, is_noted=False)

    @handler("client")
    async def mark(self, workout_id: UUID, version: int, is_done: bool) -> None:
        """From the list, in one tap; what stands there as a note stays."""
        found = await read(workouts.one, workout_id, by=person())
        await self._tick(workout_id, version, is_done, found.client_note)

    @handler("client")
    async def save(self, form: Note) -> None:
        """Done, with this note."""
        shown = self.workout
        await self._tick(typed.key(shown["id"]), shown["version"], True, form["note"])

    @handler("client")
    async def take_back(self) -> None:
        """Not done after all; the note stays."""
        shown = self.workout
        await self._tick(typed.key(shown["id"]), shown["version"], False, shown["client_note"])

    async def _tick(self, workout_id: UUID, version: int, is_done: bool, note: str) -> None:
        """Whatever the answer, both the dialog and the calendar show afterwards how it is."""
        try:
            ticked = await write(
                workouts.tick,
                workout_id,
                by=person(),
                is_done=is_done,
                note=note,
                version=version,
            )
            self.is_open = False
        finally:
            if self.is_open:
                await self._show(workout_id)
            calendar = await self.get_state(ClientCalendarState)
            await calendar._refresh()
        await say(self, workout_rows.ticked(ticked))

    async def _open(self, workout_id: UUID) -> None:
        await self._show(workout_id)
        self.is_open = True

    async def _show(self, workout_id: UUID, *, is_noted: bool = True) -> None:
        """Of a note from elsewhere that this page doesn't show, the version isn't taken over:
        saving is refused once, with that note in the sentence."""
        found: WorkoutDetails = await read(client_calendar.workout, workout_id, by=person())
        known = self.workout["version"]
        self.workout = workout_rows.workout(found, person())
        if is_noted:
            self._note = self.workout["client_note"]
        elif self.workout["client_note"] != self._note:
            self.workout["version"] = known
