"""What a coach is told before moving to another time zone."""

import pytest

from coachbook.errors import Invalid
from coachbook.services import people
from tests import factories
from tests.factories import at
from tests.practices import Practice
from tests.services.zones import checkins, effects, move, week


def test_effects_count_bookings_that_get_another_clock_time(practice: Practice) -> None:
    practice.book(at("2026-11-18 09:00"), at("2026-11-19 10:00"))
    found = effects(practice, "Europe/London")
    assert (found.coming, found.reclocked) == (2, 2)
    assert effects(practice, "America/Toronto").reclocked == 0


def test_effects_name_bookings_that_would_no_longer_fit(practice: Practice) -> None:
    practice.book(at("2026-11-18 09:00"), at("2026-11-19 16:00"))
    found = effects(practice, "Europe/London")
    assert [(one.client_name, one.starts_at) for one in found.left] == [
        ("Robin Fields", at("2026-11-19 16:00"))
    ]
    assert effects(practice, "Europe/London", "moment").left == ()


def test_effects_say_when_hours_cant_be_moved(practice: Practice) -> None:
    for hour in range(10):
        factories.hours(
            practice.session, practice.coach, days=[2], start=f"{hour:02}:00", end=f"{hour:02}:30"
        )
    for hour in range(18, 23):
        factories.hours(
            practice.session, practice.coach, days=[1], start=f"{hour:02}:00", end=f"{hour:02}:30"
        )
    found = effects(practice, "Europe/London", "moment")
    assert "Tuesday would have more than 12" in found.refusal
    with pytest.raises(Invalid):
        move(practice, "Europe/London", "moment")


def test_effects_show_an_example(practice: Practice) -> None:
    example = effects(practice, "Europe/London", "moment").example
    assert example
    assert [f"{one.start:%H:%M}" for one in example] == ["09:00", "14:00"]


def test_effects_count_checkins_beyond_the_allowance(practice: Practice) -> None:
    checkins(practice, at("2026-11-30 20:00"), at("2026-12-15 10:00"))
    assert effects(practice, "Asia/Tokyo").beyond_allowance == 1
    move(practice, "Asia/Tokyo")
    assert effects(practice, "Asia/Tokyo").beyond_allowance == 0


def test_effects_change_nothing(practice: Practice) -> None:
    before = (week(practice), people.zone_of(practice.session, practice.coach.id))
    effects(practice, "Asia/Tokyo", "moment")
    assert (week(practice), people.zone_of(practice.session, practice.coach.id)) == before
    assert not practice.session.dirty
