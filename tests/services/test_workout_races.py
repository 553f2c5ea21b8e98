"""Two devices at the same moment, on each database; and each race again with the lock off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from coachbook import database as databases
from coachbook.models import CalendarVersion
from coachbook.services import workouts
from coachbook.services.people import Person
from coachbook.services.workouts import Draft, WorkoutView, planning, rows, ticking
from tests import people
from tests.conftest import NOW
from tests.services.racing import Race
from tests.workouts import planned

together = Race(slow=[(ticking, "_cleaned"), (planning, "checked")], locking=[ticking, rows]).told

pytestmark = [pytest.mark.race, pytest.mark.timeout(300)]


@dataclass
class Scene:
    coach: Person
    client: Person
    workout: WorkoutView

    def tick(self, note: str) -> Callable[[Session], Any]:
        return lambda session: workouts.tick(
            session, self.workout.id, by=self.client, is_done=True, note=note, version=1, now=NOW
        )

    def edit(self, title: str) -> Callable[[Session], Any]:
        return lambda session: workouts.edit(
            session, Draft(title), by=self.coach, seen=self.workout, now=NOW
        )

    def plan(self, session: Session) -> Any:
        return workouts.plan(
            session, Draft("Weekly"), by=self.coach, client_id=self.client.id, weeks=3,
            on=date(2026, 11, 17), request_id="one request", now=NOW,
        )  # fmt: skip

    def now_is(self) -> WorkoutView:
        with databases.reading() as session:
            return workouts.one(session, self.workout.id, by=self.coach)


@pytest.fixture
def scene(database: Engine) -> Scene:
    with databases.transaction() as session:
        coach = people.coach(session)
        client = people.client(session, coach)
        session.add(CalendarVersion(coach_id=coach.id, changed_at=people.JOINED))
        return Scene(coach, client, planned(session, coach, client))


def test_two_devices_that_tick_alike_both_have_ticked(scene: Scene) -> None:
    assert together(scene.tick("Fine"), scene.tick("Fine")) == ["done", "done"]
    assert (scene.now_is().is_done, scene.now_is().version) == (True, 2)


def test_of_two_notes_at_once_one_is_kept_and_the_other_told(scene: Scene) -> None:
    assert together(scene.tick("Phone"), scene.tick("Laptop")) == ["AlreadyChanged", "done"]
    assert scene.now_is().client_note in ("Phone", "Laptop")


def test_tick_and_edit_at_once_dont_overwrite_each_other(scene: Scene) -> None:
    told = together(scene.tick("Fine"), scene.edit("Other"))
    assert told in (["AlreadyChanged", "done"], ["DoneAlready", "done"])
    assert (scene.now_is().title == "Other") != scene.now_is().is_done


def test_same_request_at_once_plans_once(scene: Scene) -> None:
    assert together(scene.plan, scene.plan) == ["done", "done"]
    with databases.reading() as session:
        found = workouts.of_client(
            session, by=scene.coach, client_id=scene.client.id, first=date(2026, 11, 17),
            last=date(2026, 12, 31),
        )  # fmt: skip
    assert len(found) == 3


def test_without_the_lock_the_later_note_wins_silently(scene: Scene) -> None:
    """The control of the first three."""
    told = together(scene.tick("Phone"), scene.tick("Laptop"), is_locked=False)
    assert told == ["done", "done"]


def test_without_the_lock_the_database_alone_stops_the_second_plan(scene: Scene) -> None:
    """The control: it is kept from harm, and the person gets no answer."""
    assert together(scene.plan, scene.plan, is_locked=False) == ["IntegrityError", "done"]
