"""Requests are held against what Google itself describes, and slips in them are found."""

from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.google import description
from tests.google.stand_in import Google
from tests.google.wanted import event, meet

INSERT, PATCH = "calendar.events.insert", "calendar.events.patch"
SLIPS: list[dict[str, Any]] = [
    {"sumary": "Session"},
    {"attendees": "robin@example.com"},
    {"attendees": [{"mail": "robin@example.com"}]},
    {"guestsCanModify": "no"},
    {"start": {"dateTime": "tomorrow"}},
    {"start": {"datetime": "2026-11-18T15:00:00Z"}},
    {"reminders": {"useDefault": "true"}},
    {"reminders": {"overrides": [{"method": "email", "minutes": "10"}]}},
    {"extendedProperties": {"private": {"coachbook": True}}},
    {"extendedProperties": {"own": {"coachbook": "yes"}}},
    {"conferenceData": {"createRequest": {"requestID": "r1"}}},
    {"conferenceData": {"createRequest": {"conferenceSolutionKey": "hangoutsMeet"}}},
]


def test_event_as_it_should_be_holds_to_the_description() -> None:
    assert description.problems("Event", event(conferenceData=meet()), method=INSERT) == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: next(iter(slip)))
def test_slip_is_found(slip: dict[str, Any]) -> None:
    assert len(description.problems("Event", {**event(), **slip}, method=INSERT)) == 1


def test_what_google_requires_is_asked_for() -> None:
    wanted = {name: value for name, value in event().items() if name != "end"}
    assert description.problems("Event", wanted, method=INSERT) == ["end is required"]
    assert description.problems("Event", wanted, method=PATCH) == []


def test_only_a_patch_may_take_away() -> None:
    taken = event(location=None)
    assert description.problems("Event", taken, method=PATCH) == []
    assert description.problems("Event", taken, method=INSERT)


@pytest.mark.parametrize(
    ("asked", "is_fine"),
    [
        ({"sendUpdates": ["all"], "conferenceDataVersion": ["1"], "alt": ["json"]}, True),
        ({"sendUpdates": ["everybody"]}, False),
        ({"sendUpdates": ["all", "none"]}, False),
        ({"conferenceDataVersion": ["2"]}, False),
        ({"conferenceDataVersion": ["yes"]}, False),
        ({"sendNotifications": ["1"]}, False),
        ({"notify": ["all"]}, False),
    ],
)
def test_parameters_are_held_against_theirs(asked: dict[str, list[str]], is_fine: bool) -> None:
    assert (description.parameter_problems("insert", asked) == []) is is_fine


@pytest.mark.parametrize(
    ("since", "is_fine"), [("2026-11-18T15:00:00Z", True), ("2026-11-18T15:00:00", False)]
)
def test_bounds_of_a_list_have_a_zone(since: str, is_fine: bool) -> None:
    assert (description.parameter_problems("list", {"timeMin": [since]}) == []) is is_fine


def test_stand_in_refuses_a_slip_and_keeps_it(events: Any, google: Google) -> None:
    with pytest.raises(HttpError) as caught:
        events.insert(calendarId="primary", body=event(sumary="Session")).execute()
    assert caught.value.status_code == 400
    (complaint,) = google.complaints
    assert "sumary" in complaint
