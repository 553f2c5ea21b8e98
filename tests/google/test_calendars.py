"""The stand-in's calendar keeps Google's rules, as Google's own client meets them."""

from collections.abc import Iterator
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.google import description
from tests.google.conftest import ADA
from tests.google.stand_in import Google
from tests.google.wanted import event, meet

pytestmark = pytest.mark.usefixtures("now")
MINE = {"calendarId": "primary"}


def refused(request: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as caught:
        request.execute()
    return caught.value.status_code, caught.value.error_details[0]["reason"]


def put(events: Any, wanted: Any = None, **told: Any) -> Any:
    return events.insert(**MINE, body=wanted or event(), **told).execute()


def test_event_is_kept_and_answered_as_google_does(events: Any) -> None:
    made = put(events)
    assert made["start"]["dateTime"] == "2026-11-18T10:00:00-05:00"
    assert made["organizer"] == {"email": ADA, "self": True}
    assert made["attendees"][0]["responseStatus"] == "needsAction"
    assert events.get(**MINE, eventId="cb00000").execute() == made
    assert description.problems("Event", made) == []


def test_event_without_an_id_is_given_one(events: Any) -> None:
    nameless = {name: value for name, value in event().items() if name != "id"}
    assert put(events, nameless)["id"] != put(events, nameless)["id"]


@pytest.mark.parametrize("event_id", ["cb", "cbxyz", "CB00000", "cb-0000", "cb" + "0" * 1_023])
def test_id_outside_the_rules_is_refused(events: Any, event_id: str) -> None:
    assert refused(events.insert(**MINE, body=event(event_id))) == (400, "invalid")


def test_used_id_is_refused_also_after_deletion(events: Any) -> None:
    put(events)
    assert refused(events.insert(**MINE, body=event())) == (409, "duplicate")
    events.delete(**MINE, eventId="cb00000").execute()
    assert refused(events.insert(**MINE, body=event())) == (409, "duplicate")


def test_deleted_event_is_cancelled_and_cannot_be_deleted_twice(events: Any) -> None:
    put(events)
    assert events.delete(**MINE, eventId="cb00000").execute() == ""
    assert refused(events.delete(**MINE, eventId="cb00000")) == (410, "deleted")
    assert events.get(**MINE, eventId="cb00000").execute()["status"] == "cancelled"
    assert refused(events.delete(**MINE, eventId="cb11111")) == (404, "notFound")


@pytest.mark.parametrize(("takes", "status"), [(True, "cancelled"), (False, 410)])
def test_deleted_event_can_be_patched_or_not(
    events: Any, google: Google, takes: bool, status: object
) -> None:
    google.account(ADA).calendar.deleted_takes_patches = takes
    put(events)
    events.delete(**MINE, eventId="cb00000").execute()
    request = events.patch(**MINE, eventId="cb00000", body={"summary": "More"})
    assert (request.execute()["status"] if takes else refused(request)[0]) == status


def test_patch_changes_what_it_names(events: Any) -> None:
    before = put(events)
    fields = {
        "summary": "Check-in",
        "description": None,
        "extendedProperties": {"private": {"a": "b"}},
    }
    after = events.patch(**MINE, eventId="cb00000", body=fields).execute()
    assert after["extendedProperties"]["private"]["coachbook"] == "yes"
    assert (after["summary"], after["start"]) == ("Check-in", before["start"])
    assert after["etag"] != before["etag"]


def test_write_with_an_old_etag_is_refused(events: Any, google: Google) -> None:
    seen = put(events)["etag"]
    google.account(ADA).calendar.change("cb00000", summary="Mine")
    for request in (
        events.patch(**MINE, eventId="cb00000", body={"summary": "Ours"}),
        events.delete(**MINE, eventId="cb00000"),
    ):
        request.headers["If-Match"] = seen
        assert refused(request) == (412, "conditionNotMet")
    google.account(ADA).calendar.change("cb00000", summary="Mine")  # nothing new
    request = events.patch(**MINE, eventId="cb00000", body={"summary": "Ours"})
    request.headers["If-Match"] = events.get(**MINE, eventId="cb00000").execute()["etag"]
    assert request.execute()["summary"] == "Ours"


def test_event_that_ends_before_it_starts_is_refused(events: Any) -> None:
    backwards = event(end=event(day=17)["end"])
    assert refused(events.insert(**MINE, body=backwards)) == (400, "timeRangeEmpty")


@pytest.mark.parametrize("guest", ["robin", "robin@", "a b@example.com"])
def test_guest_without_an_address_is_refused(events: Any, guest: str) -> None:
    wanted = event(attendees=[{"email": guest}])
    assert refused(events.insert(**MINE, body=wanted)) == (400, "invalid")


def whom(google: Google) -> Iterator[tuple[str, str]]:
    found = [(mail.to, mail.what) for mail in google.mailed(ADA)]
    google.account(ADA).calendar.mailed.clear()
    return iter(found)


def test_guests_are_told_if_that_is_asked_for(events: Any, google: Google) -> None:
    robin, sam = "robin@example.com", "sam@example.com"
    tells = {"sendUpdates": "all"}
    put(events, **tells)
    assert [*whom(google)] == [(robin, "invited")]
    both = {"attendees": [{"email": robin}, {"email": sam}], "location": "Hall 2"}
    events.patch(**MINE, eventId="cb00000", body=both, **tells).execute()
    assert [*whom(google)] == [(robin, "updated"), (sam, "invited")]
    events.patch(**MINE, eventId="cb00000", body={"attendees": [{"email": sam}]}, **tells).execute()
    assert [*whom(google)] == [(robin, "cancelled")]
    events.patch(**MINE, eventId="cb00000", body={"location": "Hall 2"}, **tells).execute()
    assert [*whom(google)] == []
    events.delete(**MINE, eventId="cb00000", **tells).execute()
    assert [*whom(google)] == [(sam, "cancelled")]


def test_guests_are_not_told_of_their_own_accord_or_of_the_past(
    events: Any, google: Google
) -> None:
    put(events)
    put(events, event("cb11111"), sendUpdates="none")
    put(events, event("cb22222", day=10), sendUpdates="all")
    events.delete(**MINE, eventId="cb00000").execute()
    assert [*whom(google)] == []


def test_page_after_page_lists_what_is_asked_for(events: Any, google: Google) -> None:
    google.account(ADA).calendar.page_size = 2
    for number in range(5):
        put(events, event(f"cb{number:05}", day=18 + number))
    put(events, event("cb99999", extendedProperties={"private": {"coachbook": "no"}}))
    events.delete(**MINE, eventId="cb00003").execute()
    mark = {"privateExtendedProperty": "coachbook=yes"}
    request, pages = events.list(**MINE, **mark), []
    while request is not None:
        page = request.execute()
        pages.append([one["id"] for one in page["items"]])
        request = events.list_next(request, page)
    assert pages == [["cb00000", "cb00001"], ["cb00002", "cb00004"]]


def test_list_is_bounded_by_end_and_start(events: Any) -> None:
    for number in range(3):
        put(events, event(f"cb{number:05}", day=18 + number))
    since, until = (f"2026-11-{day}T15:30:00Z" for day in (18, 19))
    found = events.list(**MINE, timeMin=since, timeMax=until).execute()["items"]
    assert [one["id"] for one in found] == ["cb00000", "cb00001"]


def test_calendar_of_somebody_else_takes_nothing(events: Any, google: Google) -> None:
    account = google.account(ADA)
    account.owns("mine@group.calendar.google.com")
    account.read_only.add("gym@group.calendar.google.com")
    asked = {"body": event()}
    assert events.insert(calendarId="mine@group.calendar.google.com", **asked).execute()
    gym = events.insert(calendarId="gym@group.calendar.google.com", **asked)
    assert refused(gym) == (403, "requiredAccessLevel")
    assert refused(events.insert(calendarId="unknown", **asked)) == (404, "notFound")


def test_meet_comes_when_it_is_ready(events: Any, google: Google) -> None:
    meets = google.account(ADA).meets
    meets.after_seconds = 600
    made = put(events, event(conferenceData=meet()), conferenceDataVersion=1)
    assert made["conferenceData"]["createRequest"]["status"]["statusCode"] == "pending"
    assert "hangoutLink" not in made
    meets.ready = True
    found = events.get(**MINE, eventId="cb00000").execute()
    assert found["hangoutLink"] == found["conferenceData"]["entryPoints"][0]["uri"]
    assert description.problems("Event", found) == []


def test_meet_survives_a_patch_that_is_silent_about_it(events: Any) -> None:
    made = put(events, event(conferenceData=meet()), conferenceDataVersion=1)
    told = {"eventId": "cb00000", "conferenceDataVersion": 1}
    moved = events.patch(**MINE, **told, body={"start": event(day=17)["start"]}).execute()
    again = events.patch(**MINE, **told, body={"conferenceData": meet()}).execute()
    other = events.patch(**MINE, **told, body={"conferenceData": meet("r2")}).execute()
    assert made["hangoutLink"] == moved["hangoutLink"] == again["hangoutLink"]
    assert other["hangoutLink"] != made["hangoutLink"]


def test_meet_without_the_version_parameter_is_not_heard(events: Any) -> None:
    assert "conferenceData" not in put(events, event(conferenceData=meet()))


def test_meet_may_fail_or_not_be_allowed(events: Any, google: Google) -> None:
    meets = google.account(ADA).meets
    meets.failed = True
    made = put(events, event(conferenceData=meet()), conferenceDataVersion=1)
    assert made["conferenceData"]["createRequest"]["status"]["statusCode"] == "failure"
    meets.is_allowed = False
    asked = event("cb11111", conferenceData=meet("r2"))
    request = events.insert(**MINE, body=asked, conferenceDataVersion=1)
    assert refused(request) == (400, "invalid")
