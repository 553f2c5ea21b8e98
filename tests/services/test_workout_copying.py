"""Weeks of a programme are copied to another client of the same coach, or to the same again."""

from datetime import date, timedelta
from typing import Any

import pytest

from coachbook.errors import Invalid, NotAllowed, NotFound
from coachbook.models import Workout
from coachbook.services import archiving, workouts
from coachbook.services.people import Person
from coachbook.services.workouts import ClientIsArchived, Draft, WorkoutView
from tests import factories, people
from tests.conftest import NOW
from tests.practices import Practice
from tests.workouts import planned

FIRST, LAST = date(2026, 11, 9), date(2026, 11, 22)
START = date(2026, 12, 28)


@pytest.fixture
def other(practice: Practice) -> Person:
    """Their programme has a weekly workout from the 9th on, and a single one on the 11th."""
    other = practice.another_client("Kim Source")
    workouts.plan(
        practice.session, Draft("Weekly"), by=practice.coach, client_id=other.id, on=FIRST,
        weeks=3, request_id="weekly", now=NOW,
    )  # fmt: skip
    planned(practice.session, practice.coach, other, "2026-11-11", title="Single", is_done=True)
    return other


def copy(practice: Practice, source: Person, **more: Any) -> list[WorkoutView]:
    asked = {
        "by": practice.coach, "from_client_id": source.id, "first": FIRST, "last": LAST,
        "to_client_id": practice.client.id, "start_on": START, "now": NOW,
        "request_id": factories.request_id(),
    }  # fmt: skip
    return workouts.copy(practice.session, **{**asked, **more})


def test_days_keep_their_distance_over_the_turn_of_the_year(
    practice: Practice, other: Person
) -> None:
    made = copy(practice, other)
    assert [(one.scheduled_on, one.title) for one in made] == [
        (date(2026, 12, 28), "Weekly"),
        (date(2026, 12, 30), "Single"),
        (date(2027, 1, 4), "Weekly"),
    ]
    assert not any(one.is_done for one in made)


def test_series_stays_a_series_of_its_own(practice: Practice, other: Person) -> None:
    made = copy(practice, other)
    assert made[0].series_id == made[2].series_id != made[1].series_id
    source = workouts.to_copy(
        practice.session, by=practice.coach, client_id=other.id, first=FIRST, last=LAST
    )
    assert not {one.series_id for one in made} & {one.series_id for one in source}


def test_same_request_copies_once(practice: Practice, other: Person) -> None:
    first = copy(practice, other, request_id="r")
    assert copy(practice, other, request_id="r") == first
    assert practice.count(Workout) == 4 + 3


def test_block_is_repeated_for_the_same_client(practice: Practice, other: Person) -> None:
    assert len(copy(practice, other, to_client_id=other.id)) == 3
    assert practice.count(Workout) == 4 + 3


def test_notes_of_the_client_stay_with_them(practice: Practice, other: Person) -> None:
    seen = workouts.to_copy(
        practice.session, by=practice.coach, client_id=other.id, first=FIRST, last=FIRST
    )[0]
    workouts.tick(
        practice.session, seen.id, by=other, is_done=True, note="Private", version=1, now=NOW
    )
    assert [one.client_note for one in copy(practice, other)] == ["", "", ""]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"last": FIRST - timedelta(days=1)}, "on or after the first"),
        ({"first": date(2024, 1, 1)}, "a year at most"),
        ({"first": date(2026, 10, 1), "last": date(2026, 10, 7)}, "no workouts on these days"),
        ({"start_on": date(2029, 1, 1)}, "two years"),
    ],
)
def test_copies_that_make_no_sense_are_refused(
    practice: Practice, other: Person, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        copy(practice, other, **more)
    assert practice.count(Workout) == 4


def test_source_may_be_archived_and_the_target_not(practice: Practice, other: Person) -> None:
    archiving.archive(practice.session, other.id, by=practice.coach, now=NOW, seen={})
    assert copy(practice, other)
    with pytest.raises(ClientIsArchived):
        copy(practice, practice.client, to_client_id=other.id, first=START, last=START)


def test_other_coaches_workouts_are_not_taken_along(practice: Practice, other: Person) -> None:
    second = people.coach(practice.session, "Otto Other")
    people.relate(practice.session, second, other.id, "Kim Source")
    planned(practice.session, second, other, "2026-11-10", title="Secret")
    assert "Secret" not in [one.title for one in copy(practice, other)]


@pytest.mark.parametrize("end", ["from_client_id", "to_client_id"])
def test_strangers_are_neither_source_nor_target(
    practice: Practice, other: Person, end: str
) -> None:
    second = people.coach(practice.session, "Otto Other")
    theirs = people.client(practice.session, second, "Not Mine")
    planned(practice.session, second, theirs, "2026-11-10")
    with pytest.raises(NotFound):
        copy(practice, other, **{end: theirs.id})
    with pytest.raises(NotAllowed):
        copy(practice, other, by=practice.client)


def test_sources_are_own_clients_with_workouts(practice: Practice, other: Person) -> None:
    second = people.coach(practice.session, "Otto Other")
    planned(practice.session, second, people.client(practice.session, second))
    (found,) = workouts.sources(practice.session, by=practice.coach)
    assert (found.name, found.workouts) == ("Kim Source", 4)
    assert (found.first, found.last) == (FIRST, date(2026, 11, 23))
