"""Two devices at the same moment, on each database; and each race again with the lock off.

Every change pauses between what it reads and what it writes, so that they surely meet.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from coachbook import database as databases
from coachbook.errors import Refusal
from coachbook.models import CalendarVersion
from coachbook.services import workouts
from coachbook.services.people import Person
from coachbook.services.workouts import Draft, WorkoutView, planning, rows, ticking
from tests import people
from tests.conftest import NOW
from tests.workouts import planned

PAUSE_SECONDS = 0.15
SLOW: tuple[tuple[Any, str], ...] = ((ticking, "_cleaned"), (planning, "checked"))
LOCKING = (ticking, rows)

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


def together(*acts: Callable[[Session], Any], is_locked: bool = True) -> list[str]:
    """What became of each, sorted: "done" or the name of the refusal."""
    gate = threading.Barrier(len(acts))

    def attempt(act: Callable[[Session], Any]) -> str:
        gate.wait(30)
        try:
            with databases.transaction() as session:
                act(session)
        except (Refusal, IntegrityError) as refusal:
            return type(refusal).__name__
        return "done"

    with _slowly(is_locked), ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(attempt, acts))


@contextmanager
def _slowly(is_locked: bool) -> Iterator[None]:
    url = databases.engine().url.render_as_string(hide_password=False)
    with ExitStack() as patches:
        patches.callback(databases.use, url)
        patches.enter_context(patch.object(databases, "_sqlite_writers", nullcontext()))
        for module, name in SLOW:
            patches.enter_context(patch.object(module, name, _slow(getattr(module, name))))
        if not is_locked:
            patches.enter_context(patch.object(databases, "_begin_sqlite", lambda _: None))
            for module in LOCKING:
                patches.enter_context(patch.object(module, "lock_coach", lambda *_, **__: None))
            databases.use(url)  # how a transaction begins is settled when the engine is made
        yield


def _slow(decide: Callable[..., Any]) -> Callable[..., Any]:
    def slowly(*asked: Any, **more: Any) -> Any:
        answer = decide(*asked, **more)
        time.sleep(PAUSE_SECONDS)
        return answer

    return slowly


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
