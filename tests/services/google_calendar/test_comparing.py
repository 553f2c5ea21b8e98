"""Each night Google is compared with the bookings: what was lost comes back, strays go."""

from datetime import timedelta
from typing import Any

import pytest

from coachbook.services.google_calendar import syncing
from coachbook.services.google_calendar.calendar_client import TryLater
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import connection_of, serve, the_event
from tests.services.google_calendar.fake_google import FakeGoogle, Fault

WEDNESDAY = at("2026-11-18 10:00")
THURSDAY = at("2026-11-19 10:00")
NIGHT = NOW + timedelta(hours=10)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    counts: list[int] = []

    def repaired(_session: Any, _coach_id: Any, count: int, *, now: Any) -> None:
        counts.append(count)

    monkeypatch.setattr("coachbook.services.google_calendar.telling.repaired", repaired)
    return counts


def compared(connected: Practice, google: FakeGoogle) -> list[str]:
    connected.session.commit()
    assert syncing.have_compared() == 1
    return serve(connected, google, NIGHT)


def test_where_all_is_well_nothing_is_written(
    connected: Practice, google: FakeGoogle, told: list[int]
) -> None:
    connected.booked(WEDNESDAY, THURSDAY)
    serve(connected, google)

    assert compared(connected, google) == []
    assert google.calls[-1] == "list"
    assert told == []


def test_what_was_deleted_comes_back_and_is_told_once(
    connected: Practice, google: FakeGoogle, told: list[int]
) -> None:
    connected.booked(WEDNESDAY, THURSDAY)
    serve(connected, google)
    for event in list(google.standing()):
        google.lose(event)

    compared(connected, google)

    assert len(google.standing()) == 2
    assert told == [2]
    assert connection_of(connected.session, connected.coach).repaired == 2
    assert compared(connected, google) == []
    assert told == [2]


def test_what_was_moved_by_hand_goes_back_and_its_notes_stay(
    connected: Practice, google: FakeGoogle, told: list[int]
) -> None:
    connected.booked(WEDNESDAY)
    serve(connected, google)
    elsewhere = {"dateTime": "2027-06-01T10:00:00+02:00", "timeZone": "Europe/Berlin"}
    google.change(the_event(google), start=elsewhere, colorId="4")

    assert compared(connected, google) == ["get", "patch"]

    assert the_event(google)["start"]["dateTime"] == "2026-11-18T15:00:00Z"
    assert the_event(google)["colorId"] == "4"
    assert told == [1]


def test_a_lost_one_that_is_found_by_a_move_counts_as_well(
    connected: Practice, google: FakeGoogle, told: list[int]
) -> None:
    booked = connected.booked(WEDNESDAY)
    serve(connected, google)
    google.lose(the_event(google))
    connected.move(booked, THURSDAY)

    assert serve(connected, google, NIGHT) == ["patch", "insert"]
    assert told == [1]


def test_strays_go_but_not_those_of_another_coachbook(
    connected: Practice, google: FakeGoogle
) -> None:
    connected.cancel(connected.booked(WEDNESDAY))
    connected.booked(THURSDAY)
    serve(connected, google)
    ours = the_event(google)
    for name, site in (("a", None), ("b", "https://other.example")):
        marks = {**ours["extendedProperties"]["private"], "coachbook_booking": name}
        marks |= {"coachbook_site": site} if site else {}
        stray = {**ours, "id": name, "extendedProperties": {"private": marks}}
        google.of()[name] = stray
    google.of()["older"] = {**ours, "id": "older"}

    compared(connected, google)

    assert sorted(event["id"] for event in google.standing()) == sorted([ours["id"], "b"])


def test_a_night_in_which_google_is_down_is_caught_up(
    connected: Practice, google: FakeGoogle
) -> None:
    connected.booked(WEDNESDAY)
    serve(connected, google)
    google.lose(the_event(google))
    google.faults = [Fault(TryLater("down"), is_done=True)]

    assert compared(connected, google) == []
    serve(connected, google, NIGHT + timedelta(minutes=1))

    assert len(google.standing()) == 1


def test_what_is_over_stays_as_it_is(connected: Practice, google: FakeGoogle) -> None:
    connected.booked(WEDNESDAY)
    serve(connected, google)
    google.lose(the_event(google))

    connected.session.commit()
    syncing.have_compared()
    assert serve(connected, google, WEDNESDAY + timedelta(days=1)) == []
