"""What a client did of what was planned, by the weeks of their own calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coachbook.errors import NotAllowed, NotFound
from coachbook.services import workouts
from coachbook.services.workouts import Adherence, Programme
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.workouts import planned

A_WEEK = timedelta(days=7)
TODAY = date(2026, 11, 16)


def adherence(practice: Practice, now: datetime = NOW) -> Adherence:
    return workouts.adherence(practice.session, practice.client.id, by=practice.coach, now=now)


def plan_days(practice: Practice, done: list[str], missed: list[str]) -> None:
    for on in done:
        planned(practice.session, practice.coach, practice.client, on, is_done=True)
    for on in missed:
        planned(practice.session, practice.coach, practice.client, on)


def test_done_of_planned_by_weeks(practice: Practice) -> None:
    plan_days(
        practice,
        done=["2026-11-09", "2026-11-11", "2026-10-28", "2026-09-02"],
        missed=["2026-11-15", "2026-09-04"],
    )
    found = adherence(practice)
    assert (found.weeks[-1].planned, found.weeks[-2].planned, found.weeks[-2].done) == (0, 3, 2)
    assert (found.last(4).done, found.last(4).planned) == (3, 4)
    assert (found.last(12).done, found.last(12).planned) == (4, 6)


def test_twelve_weeks_end_with_this_one(practice: Practice) -> None:
    weeks = adherence(practice).weeks
    assert weeks[-1].monday == TODAY
    assert weeks[0].monday == TODAY - 11 * A_WEEK
    assert adherence(practice).last(4).monday == TODAY - 3 * A_WEEK


def test_todays_workout_is_not_missed_yet(practice: Practice) -> None:
    plan_days(practice, done=[], missed=["2026-11-16", "2026-11-18"])
    assert adherence(practice).last(4).planned == 0
    tomorrow = adherence(practice, NOW + timedelta(days=1))
    assert (tomorrow.last(4).planned, tomorrow.last(4).done) == (1, 0)


@pytest.mark.parametrize(("zone", "missed"), [("Pacific/Auckland", 1), ("America/New_York", 0)])
def test_today_is_the_clients(practice: Practice, zone: str, missed: int) -> None:
    """At 15:00Z it is the 17th in Auckland: what was planned for the 16th is past there."""
    client = people.client(practice.session, practice.coach, "Far Away", zone=zone)
    planned(practice.session, practice.coach, client, "2026-11-16")
    found = workouts.adherence(practice.session, client.id, by=practice.coach, now=NOW)
    assert found.last(4).planned == missed


def test_weeks_cross_the_year(practice: Practice) -> None:
    plan_days(practice, done=["2026-12-31", "2027-01-03"], missed=["2027-01-04"])
    found = adherence(practice, datetime(2027, 1, 5, 15, tzinfo=UTC))
    assert [(week.monday, week.done, week.planned) for week in found.weeks[-2:]] == [
        (date(2026, 12, 28), 2, 2),
        (date(2027, 1, 4), 0, 1),
    ]


def test_notes_come_newest_first(practice: Practice) -> None:
    for on, note in (("2026-11-09", "Heavy"), ("2026-11-16", "Light"), ("2026-11-12", "")):
        seen = planned(practice.session, practice.coach, practice.client, on)
        workouts.tick(
            practice.session, seen.id, by=practice.client, is_done=False, note=note,
            version=1, now=NOW,
        )  # fmt: skip
    assert [one.client_note for one in adherence(practice).noted] == ["Light", "Heavy"]


def test_other_coaches_workouts_count_for_them_alone(practice: Practice) -> None:
    second = people.coach(practice.session, "Otto Other")
    people.relate(practice.session, second, practice.client.id, "Robin")
    planned(practice.session, second, practice.client, "2026-11-10", is_done=True)
    assert adherence(practice).last(12).planned == 0
    with pytest.raises(NotAllowed):
        workouts.adherence(practice.session, practice.client.id, by=practice.client, now=NOW)


def programme(practice: Practice, week_of: date | None = None) -> Programme:
    return workouts.programme(
        practice.session, practice.client.id, by=practice.coach, now=NOW, week_of=week_of
    )


def test_programme_shows_four_weeks_from_the_last_one_on(practice: Practice) -> None:
    plan_days(practice, done=[], missed=["2026-11-08", "2026-11-09", "2026-12-06", "2026-12-07"])
    found = programme(practice)
    assert found.monday == date(2026, 11, 9)
    assert [one.scheduled_on.day for one in found.workouts] == [9, 6]
    assert programme(practice, date(2026, 12, 9)).monday == date(2026, 12, 7)


def test_programme_tells_how_many_follow(practice: Practice) -> None:
    made = workouts.plan(
        practice.session, workouts.Draft("Weekly"), by=practice.coach, weeks=8, on=TODAY,
        client_id=practice.client.id, request_id="r", now=NOW,
    )  # fmt: skip
    following = programme(practice).following
    assert [following[one.id] for one in made[:3]] == [7, 6, 5]


def test_nobody_pages_into_nothing(practice: Practice) -> None:
    assert programme(practice, date(1900, 1, 1)).monday > date(2024, 1, 1)
    assert programme(practice, date(2199, 1, 1)).monday < date(2029, 1, 1)


def test_empty_programme_is_told_from_empty_weeks(practice: Practice) -> None:
    assert programme(practice).is_empty
    plan_days(practice, done=[], missed=["2026-01-08"])
    assert not programme(practice).is_empty


def test_programmes_of_strangers_are_absent(practice: Practice) -> None:
    other = people.coach(practice.session, "Otto Other")
    with pytest.raises(NotFound):
        workouts.programme(practice.session, practice.client.id, by=other, now=NOW)
