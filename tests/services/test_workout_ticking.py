"""A client sees what was planned for them, ticks it off with a note, and takes it back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from coachbook.errors import AlreadyChanged, Invalid, NoLongerClient, NotFound
from coachbook.models import CalendarVersion
from coachbook.services import archiving, workouts
from coachbook.services.people import Person
from coachbook.services.workouts import TooEarlyToTick, WorkoutView
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.workouts import SQUAT, planned

NOVEMBER = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}


@pytest.fixture
def workout(practice: Practice) -> WorkoutView:
    return planned(practice.session, practice.coach, practice.client)


def tick(practice: Practice, seen: WorkoutView, **more: Any) -> WorkoutView:
    asked = {
        "by": practice.client, "is_done": True, "note": "", "version": seen.version, "now": NOW,
    }  # fmt: skip
    return workouts.tick(practice.session, seen.id, **{**asked, **more})


def test_client_sees_what_the_coach_planned(practice: Practice, workout: WorkoutView) -> None:
    mine = workouts.of_client(
        practice.session, by=practice.client, client_id=practice.client.id, **NOVEMBER
    )
    assert mine == [workout]
    assert mine[0].exercises == (SQUAT,)
    assert mine[0].coach_name == "Anna Weiss"


def test_workouts_come_by_date_and_both_edges_count(practice: Practice) -> None:
    for on in ("2026-11-30", "2026-12-01", "2026-11-01", "2026-10-31"):
        planned(practice.session, practice.coach, practice.client, on)
    found = workouts.of_client(
        practice.session, by=practice.coach, client_id=practice.client.id, **NOVEMBER
    )
    assert [one.scheduled_on.day for one in found] == [1, 30]


def test_ticking_keeps_the_moment_and_the_note(practice: Practice, workout: WorkoutView) -> None:
    done = tick(practice, workout, note=" felt light \r\n")
    assert (done.is_done, done.done_at, done.client_note) == (True, NOW, "felt light")
    assert done.version == workout.version + 1
    assert workouts.one(practice.session, workout.id, by=practice.coach) == done


def test_taking_back_makes_it_open_again(practice: Practice, workout: WorkoutView) -> None:
    done = tick(practice, workout, note="felt light")
    taken_back = tick(practice, done, is_done=False)
    assert (taken_back.is_done, taken_back.done_at, taken_back.client_note) == (False, None, "")


def test_note_can_stand_without_being_done(practice: Practice, workout: WorkoutView) -> None:
    noted = tick(practice, workout, is_done=False, note="My knee hurt")
    assert (noted.is_done, noted.client_note) == (False, "My knee hurt")


def test_changing_the_note_keeps_when_it_was_done(practice: Practice, workout: WorkoutView) -> None:
    done = tick(practice, workout)
    later = tick(practice, done, note="Second thoughts", now=NOW.replace(hour=20))
    assert (later.done_at, later.client_note) == (NOW, "Second thoughts")


def test_the_same_tick_from_a_second_device_changes_nothing(
    practice: Practice, workout: WorkoutView
) -> None:
    first = tick(practice, workout, note="Done")
    assert tick(practice, workout, note="Done") == first


def test_another_note_from_a_second_device_is_told(
    practice: Practice, workout: WorkoutView
) -> None:
    tick(practice, workout, note="From the phone")
    with pytest.raises(AlreadyChanged, match="From the phone"):
        tick(practice, workout, note="From the laptop")
    kept = workouts.one(practice.session, workout.id, by=practice.client)
    assert kept.client_note == "From the phone"


def test_too_long_a_note_is_refused(practice: Practice, workout: WorkoutView) -> None:
    with pytest.raises(Invalid, match="2,000"):
        tick(practice, workout, note="x" * 2_001)


@pytest.mark.parametrize(
    ("zone", "is_open"), [("Pacific/Auckland", True), ("America/Los_Angeles", False)]
)
def test_a_week_ahead_is_counted_by_the_clients_calendar(
    practice: Practice, zone: str, is_open: bool
) -> None:
    """At 15:00Z on 16 November it is the 17th in Auckland."""
    client = people.client(practice.session, practice.coach, "Far Away", zone=zone)
    ahead = planned(practice.session, practice.coach, client, "2026-11-24")
    if is_open:
        assert tick(practice, ahead, by=client).is_done
    else:
        with pytest.raises(TooEarlyToTick, match="from November 17 on"):
            tick(practice, ahead, by=client)


def test_long_past_workouts_can_be_ticked(practice: Practice) -> None:
    old = planned(practice.session, practice.coach, practice.client, "2025-12-31")
    assert tick(practice, old).is_done


def test_open_pages_of_the_coach_hear_of_it(practice: Practice, workout: WorkoutView) -> None:
    at = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
    tick(practice, workout, now=at)
    version = practice.session.get_one(CalendarVersion, practice.coach.id)
    practice.session.refresh(version)
    assert version.changed_at == at


def stranger(practice: Practice, who: str) -> Person:
    other_coach = people.coach(practice.session, "Otto Other")
    return {
        "other coach": other_coach,
        "other client": people.client(practice.session, practice.coach, "Sam Other"),
        "own coach": practice.coach,
    }[who]


@pytest.mark.parametrize("who", ["other coach", "other client", "own coach"])
def test_only_the_client_ticks(practice: Practice, workout: WorkoutView, who: str) -> None:
    with pytest.raises(NotFound):
        tick(practice, workout, by=stranger(practice, who))


@pytest.mark.parametrize("who", ["other coach", "other client"])
def test_strangers_see_nothing(practice: Practice, workout: WorkoutView, who: str) -> None:
    by = stranger(practice, who)
    with pytest.raises(NotFound):
        workouts.one(practice.session, workout.id, by=by)
    with pytest.raises(NotFound):
        workouts.of_client(practice.session, by=by, client_id=practice.client.id, **NOVEMBER)


def test_each_coach_sees_their_own_and_the_client_all(practice: Practice) -> None:
    second = people.coach(practice.session, "Otto Other")
    client = people.another_client_of(practice.session, second, practice.client)
    planned(practice.session, practice.coach, client, title="Strength")
    planned(practice.session, second, client, title="Running")
    asked: dict[str, Any] = {"client_id": client.id, **NOVEMBER}
    titles = {
        who.name: [one.title for one in workouts.of_client(practice.session, by=who, **asked)]
        for who in (practice.coach, second, client)
    }
    assert titles["Anna Weiss"] == ["Strength"]
    assert titles["Otto Other"] == ["Running"]
    assert sorted(titles["Robin Fields"]) == ["Running", "Strength"]


def test_archived_client_sees_and_ticks_nothing(practice: Practice, workout: WorkoutView) -> None:
    archiving.archive(practice.session, practice.client.id, by=practice.coach, now=NOW, seen={})
    asked: dict[str, Any] = {"client_id": practice.client.id, **NOVEMBER}
    assert workouts.of_client(practice.session, by=practice.client, **asked) == []
    assert workouts.of_client(practice.session, by=practice.coach, **asked) == [workout]
    with pytest.raises(NoLongerClient):
        tick(practice, workout)
