"""Calendar files as they are served."""

from uuid import uuid4

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from coachbook import signing
from coachbook.config import settings
from coachbook.database import reading, transaction
from coachbook.models import metadata
from coachbook.services import bookings, feeds
from coachbook.services.bookings import BookingView
from coachbook.services.feeds import Role
from coachbook.services.people import Person
from tests import accounts
from tests.conftest import NOW
from tests.routes.visits import Visitors, signed_in


def test_file_of_one_booking_is_a_calendar(
    visitor: TestClient, client: Person, booked: BookingView
) -> None:
    answer = signed_in(visitor, client).get(f"/calendar/booking/{booked.chain_id}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    (event,) = Calendar.from_ical(answer.text).events
    assert (booked.starts_at, booked.ends_at) == (event.DTSTART, event.DTEND)
    assert event["UID"] == f"{booked.chain_id}@coachbook"
    assert event["ORGANIZER"].params["CN"] == "Anna Weiss"
    assert "@" not in str(event["ORGANIZER"])


def test_foreign_absent_and_unsigned_look_alike(
    new_visitor: Visitors, coach: Person, client: Person, booked: BookingView
) -> None:
    stranger = signed_in(new_visitor(), accounts.stored_client(coach, "Sam Other"))
    other = signed_in(new_visitor(), accounts.stored_coach("Ben Ito"))
    own = signed_in(new_visitor(), client)
    of_booking = f"/calendar/booking/{booked.chain_id}.ics"
    answers = [visitor.get(of_booking) for visitor in (stranger, other, new_visitor())]
    answers += [own.get(f"/calendar/booking/{uuid4()}.ics")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def path_of(person: Person, role: Role = "client") -> str:
    with transaction() as session:
        address = feeds.make(session, by=person, role=role, now=NOW).address
    return address.removeprefix(settings().public_url)


def test_feed_needs_no_sign_in(visitor: TestClient, client: Person, booked: BookingView) -> None:
    answer = visitor.get(path_of(client))
    calendar = Calendar.from_ical(answer.text)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "METHOD" not in calendar
    assert [str(event["UID"]) for event in calendar.events] == [f"{booked.chain_id}@coachbook"]


def test_feed_says_how_often_to_look(visitor: TestClient, client: Person) -> None:
    text = visitor.get(path_of(client)).text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL;VALUE=DURATION:PT1H\r\n" in text


def test_head_is_the_answer_without_its_body(visitor: TestClient, client: Person) -> None:
    path = path_of(client)
    got, head = visitor.get(path), visitor.head(path)
    assert head.content == b""
    assert head.status_code == 200
    for name in ("etag", "last-modified", "content-type", "content-length"):
        assert head.headers[name] == got.headers[name]


def test_what_is_known_already_is_not_sent_again(
    visitor: TestClient, client: Person, booked: BookingView
) -> None:
    path = path_of(client)
    headers = visitor.get(path).headers
    tag, since = headers["etag"], headers["last-modified"]
    for asked in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": since},
    ):
        answer = visitor.get(path, headers=asked)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag


def test_what_changed_is_sent(visitor: TestClient, client: Person, booked: BookingView) -> None:
    path = path_of(client)
    for asked in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT"},
        {"If-Modified-Since": "Mon, 16 Nov 2026 14:59:59 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Mon, 16 Nov 2026 15:00:00"},
        {"If-Modified-Since": "Mon, 99 Nov 20261 15:00:00 GMT"},
    ):
        assert visitor.get(path, headers=asked).status_code == 200


def test_cancelling_changes_the_tag(
    visitor: TestClient, client: Person, booked: BookingView
) -> None:
    path = path_of(client)
    former = visitor.get(path).headers["etag"]
    with transaction() as session:
        bookings.cancel(session, booked.id, by=client, version=booked.version, now=NOW)
    answer = visitor.get(path, headers={"If-None-Match": former})
    assert answer.status_code == 200
    assert "STATUS:CANCELLED" in answer.text


def test_wrong_and_revoked_addresses_look_alike(
    visitor: TestClient, coach: Person, client: Person
) -> None:
    revoked, alive = path_of(client), path_of(coach, "coach")
    with transaction() as session:
        feed = feeds.make(session, by=client, role="client", now=NOW)
        feeds.revoke(session, by=client, role="client", seen=feed.id)
    foreign = signing.token(feed.id, "sign_in")
    wrong = [f"/calendar/feed/{token}.ics" for token in (foreign, "x", "%00", "'; --")]
    answers = [visitor.get(path) for path in [revoked, alive + "x.ics", *wrong]]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert "Nothing here" in answers[0].text
    assert visitor.get(alive).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND"])
def test_feed_is_only_read(visitor: TestClient, client: Person, method: str) -> None:
    assert visitor.request(method, path_of(client)).status_code in (403, 405)


def test_reading_writes_nothing(visitor: TestClient, client: Person, booked: BookingView) -> None:
    signed_in(visitor, client)
    path = path_of(client)
    before = _dump()
    visitor.get(path)
    visitor.head(path)
    visitor.get("/calendar/feed/x.ics")
    visitor.get(f"/calendar/booking/{booked.chain_id}.ics")
    assert _dump() == before


def _dump() -> str:
    with reading() as session:
        return repr([session.execute(table.select()).all() for table in metadata.sorted_tables])
