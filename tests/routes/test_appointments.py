"""The pages of one appointment: signed out, by the link of an email, and nothing else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from coachbook import clock
from coachbook.database import reading, transaction
from coachbook.models import Booking, CoachSettings, Profile, SignInSession, metadata
from coachbook.notifications import links
from coachbook.services import bookings, checkins
from coachbook.services.appointment_links import BY_LINK
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from tests import accounts, factories
from tests.accounts import PASSWORD
from tests.conftest import NOW

LATER = "2026-11-18T15:00Z"  # Wednesday, 10:00 in New York


@pytest.fixture
def link(booked: BookingView, client: Person) -> str:
    return links.appointment_path(booked.chain_id, client.email)


class Fields(HTMLParser):
    """What a browser would post from the form of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "input":
            self.values[known["name"] or ""] = known["value"] or ""


def post_form(visitor: TestClient, page: str, **changed: str) -> tuple[int, str]:
    """Press the button of this page, and follow where it leads."""
    fields = Fields(visitor.get(page).text).values | changed
    answer = visitor.post(page.partition("?")[0], data=fields)
    there = answer.headers.get("location")
    return answer.status_code, visitor.get(there).text if there else answer.text


def stored(booking: BookingView) -> Booking:
    """The booking that its chain has led to."""
    with reading() as session:
        found = select(Booking).where(Booking.chain_id == booking.chain_id)
        return max(session.exec(found), key=lambda one: one.sequence)


def dump() -> str:
    with reading() as session:
        return repr([session.execute(table.select()).all() for table in metadata.sorted_tables])


def seen(page: str) -> str:
    """The words of a page, each space a plain one."""
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(words.replace("&#39;", "'").split())


def test_page_says_what_when_with_whom_and_what_it_uses(visitor: TestClient, link: str) -> None:
    page = seen(visitor.get(link).text)
    assert "Session with Anna Weiss" in page
    assert "Tuesday, November 17, 2026 10:00 AM to 11:00 AM" in page
    assert "Eastern Standard Time" in page
    assert "12-session package, 11 of 12 left" in page


def test_page_shows_the_readers_time_and_the_coachs(
    visitor: TestClient, link: str, client: Person
) -> None:
    with transaction() as session:
        session.get_one(Profile, client.id).time_zone = "Europe/Berlin"
    page = seen(visitor.get(link).text)
    assert "4:00 PM to 5:00 PM Central European Standard Time" in page
    assert "Tue, Nov 17, 10:00 AM in New York, where Anna Weiss is" in page


def test_page_is_small_and_runs_and_loads_nothing(visitor: TestClient, link: str) -> None:
    for path in (link, f"{link}/cancel", f"{link}/move"):
        answer = visitor.get(path)
        assert len(answer.content) < 24_000
        assert "<script" not in answer.text
        assert " src=" not in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-robots-tag"] == "noindex"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_getting_pages_changes_nothing_and_signs_nobody_in(visitor: TestClient, link: str) -> None:
    before = dump()
    for path in (link, f"{link}/cancel", f"{link}/move", f"{link}/move?to={LATER}"):
        for ask in (visitor.get, visitor.get, visitor.head):
            answer = ask(path)
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
    assert dump() == before


def test_cancelling_asks_first_and_says_what_returns(visitor: TestClient, link: str) -> None:
    page = seen(visitor.get(f"{link}/cancel").text)
    assert "Cancel this session?" in page
    assert "1 credit returns to your 12-session package: then 12 of 12 left." in page
    assert "Anna Weiss is told." in page


def test_cancelling_is_the_clients_and_says_that_it_is_done(
    visitor: TestClient, link: str, booked: BookingView
) -> None:
    status, page = post_form(visitor, f"{link}/cancel")
    assert status == 303
    assert (stored(booked).status, stored(booked).cancelled_by) == ("cancelled", "client")
    assert "Your session is cancelled. 1 credit is back in your 12-session package: 12 of 12" in (
        seen(page)
    )
    assert "Cancelled by you" in page
    assert "set-cookie" not in visitor.get(link).headers
    with reading() as session:
        assert session.exec(select(SignInSession)).all() == []


def test_cancelled_checkin_gives_its_month_back(
    visitor: TestClient, coach: Person, client: Person
) -> None:
    with transaction() as session:
        factories.hours(session, coach, kind="checkin")
        made = checkins.book(
            session, by=client, coach_id=coach.id, starts=[NOW + timedelta(days=3)],
            request_id=factories.request_id(), answers={}, is_final=False, now=NOW,
        ).bookings[0]  # fmt: skip
    link = links.appointment_path(made.chain_id, client.email)
    assert "Your check-in for November 2026" in seen(visitor.get(link).text)
    asked = seen(visitor.get(f"{link}/cancel").text)
    assert "Your check-in for November 2026 can be booked again." in asked
    _, page = post_form(visitor, f"{link}/cancel")
    assert "is cancelled. Your check-in for November 2026 can be booked again." in seen(page)


def test_cancelling_twice_is_cancelling_once(
    visitor: TestClient, link: str, booked: BookingView
) -> None:
    fields = Fields(visitor.get(f"{link}/cancel").text).values
    answers = [visitor.post(f"{link}/cancel", data=fields).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert stored(booked).version == booked.version + 1


def test_times_are_links_that_say_the_whole_time(visitor: TestClient, link: str) -> None:
    page = visitor.get(f"{link}/move").text.replace("\u202f", " ")
    assert 'aria-label="Wednesday, November 18, 2026, 10:00 AM to 11:00 AM">10:00 AM</a>' in page
    assert f"move?to={LATER}" in page
    later = re.search(r'href="([^"]+)" aria-label="Later times"', page)
    assert later
    assert "Nov 23 – 29, 2026" in seen(visitor.get(later[1]).text).replace("\u2009", " ")


def test_moving_asks_first_and_says_what_follows(
    visitor: TestClient, link: str, booked: BookingView
) -> None:
    page = seen(visitor.get(f"{link}/move?to={LATER}").text)
    assert "Move this session?" in page
    assert "Wednesday, November 18, 2026 10:00 AM to 11:00 AM" in page
    assert "It keeps its credit." in page
    assert stored(booked).id == booked.id


def test_moving_moves_and_the_link_follows(
    visitor: TestClient, link: str, booked: BookingView
) -> None:
    status, page = post_form(visitor, f"{link}/move?to={LATER}")
    assert status == 303
    assert stored(booked).starts_at == NOW + timedelta(days=2)
    assert "Moved. It was Tue, Nov 17, 10:00 AM; that time is free again." in seen(page)
    assert "Wednesday, November 18" in seen(page)


def test_moving_twice_with_one_press_moves_once(
    visitor: TestClient, link: str, booked: BookingView
) -> None:
    fields = Fields(visitor.get(f"{link}/move?to={LATER}").text).values
    assert [visitor.post(f"{link}/move", data=fields).status_code for _ in range(3)] == [303] * 3
    assert stored(booked).sequence == 1


def test_time_taken_meanwhile_is_said_and_others_are_offered(
    visitor: TestClient, link: str, coach: Person, booked: BookingView
) -> None:
    fields = Fields(visitor.get(f"{link}/move?to={LATER}").text).values
    with transaction() as session:
        factories.blackout(session, coach, "2026-11-18")
    answer = visitor.post(f"{link}/move", data=fields)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "Thursday, November 19" in answer.text
    assert stored(booked).id == booked.id
    gone = visitor.get(f"{link}/move?to={LATER}")
    assert "That time isn't available any more" in seen(gone.text)


def test_page_that_is_old_by_now_changes_nothing(
    visitor: TestClient, link: str, coach: Person, booked: BookingView
) -> None:
    fields = Fields(visitor.get(f"{link}/cancel").text).values
    with transaction() as session:
        bookings.reschedule(
            session, booked.id, NOW + timedelta(days=3), by=coach, version=booked.version,
            request_id=factories.request_id(), now=NOW, confirmed=True,
        )  # fmt: skip
    moved = stored(booked)
    fields["version"] = "7"
    answer = visitor.post(f"{link}/cancel", data=fields)
    assert answer.status_code == 409
    assert "Someone changed this a moment ago" in answer.text
    assert stored(booked).version == moved.version


def test_link_dies_when_the_appointment_starts(
    visitor: TestClient, link: str, booked: BookingView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: booked.starts_at)
    answers = [
        visitor.get(link),
        visitor.get(f"{link}/move"),
        visitor.post(f"{link}/cancel", data={"version": "1"}),
    ]
    assert [answer.status_code for answer in answers] == [410] * 3
    assert all("Session with" not in answer.text for answer in answers)
    assert stored(booked).status == "confirmed"


def test_link_dies_with_the_address_it_was_sent_to(
    visitor: TestClient, link: str, client: Person
) -> None:
    with transaction() as session:
        session.get_one(Profile, client.id).email = "new@example.com"
    assert visitor.get(link).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "é", "a" * 9_000, "A.B", "%F0%9F%98%80"])
def test_what_is_no_link_says_so(visitor: TestClient, booked: BookingView, token: str) -> None:
    answer = visitor.get(f"/appointment/{token}")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "query", ["week=x", "week=0001-01-01", "week=9999-12-31", "to=x", "to=2026-11-18T15:00",
              "to=0001-01-01T00:00%2B14:00", "to=9999-12-31T23:59Z", "week=%00&to=%00"],
)  # fmt: skip
def test_odd_addresses_show_times(visitor: TestClient, link: str, query: str) -> None:
    answer = visitor.get(f"{link}/move?{query}")
    assert answer.status_code == 200
    assert "Keep it as it is" in answer.text


@pytest.mark.parametrize(
    "changed", [{"to": ""}, {"to": "soon"}, {"version": "-1"}, {"version": "9" * 40},
                {"booking": "x"}, {"request": ""}, {"to": "2999-01-01T00:00Z"}],
)  # fmt: skip
def test_odd_forms_are_refused_with_a_sentence(
    visitor: TestClient, link: str, booked: BookingView, changed: dict[str, str]
) -> None:
    status, page = post_form(visitor, f"{link}/move?to={LATER}", **changed)
    assert status == 409
    assert 'role="alert"' in page
    assert stored(booked).id == booked.id


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_posts_from_elsewhere_are_refused(
    visitor: TestClient, link: str, booked: BookingView, origin: str | None
) -> None:
    del visitor.headers["Origin"]
    headers = {"Origin": origin} if origin else {}
    fields = Fields(visitor.get(f"{link}/cancel").text).values
    assert visitor.post(f"{link}/cancel", data=fields, headers=headers).status_code == 403
    assert stored(booked).status == "confirmed"


def test_changes_by_one_link_are_limited(visitor: TestClient, link: str) -> None:
    answers = [visitor.post(f"{link}/cancel").status_code for _ in range(BY_LINK.most + 1)]
    assert answers == [409] * BY_LINK.most + [429]


def test_who_is_signed_in_makes_no_difference(
    new_visitor: Callable[[], TestClient], link: str, booked: BookingView, coach: Person
) -> None:
    """The coach follows the client's link: it acts for the client, and leaves the coach in."""
    somebody = new_visitor()
    somebody.post("/auth/sign-in", data={"email": coach.email, "password": PASSWORD})
    assert post_form(somebody, f"{link}/cancel")[0] == 303
    assert stored(booked).cancelled_by == "client"
    assert somebody.get("/upcoming.json").status_code == 200


def test_other_clients_links_and_bookings_stay_apart(
    visitor: TestClient, link: str, coach: Person, booked: BookingView, database: Engine
) -> None:
    other = accounts.stored_client(coach, "Kim Late")
    with transaction() as session:
        factories.package(session, coach, other)
        theirs = factories.booked(session, coach, other, NOW + timedelta(days=4))[0]
    status, _ = post_form(visitor, f"{link}/move?to={LATER}", booking=str(theirs.id))
    assert status == 409
    assert stored(theirs).id == theirs.id
    assert stored(booked).id == booked.id


def test_too_late_to_move_says_why_and_leaves_cancelling(
    visitor: TestClient, link: str, coach: Person
) -> None:
    with transaction() as session:
        session.get_one(CoachSettings, coach.id).reschedule_notice_hours = 48
    page = seen(visitor.get(link).text)
    assert "Moving needs 48 hours" in page
    assert "Move to another time" not in page
    assert "Cancel this session" in page
    assert "Moving needs" in seen(visitor.get(f"{link}/move").text)


def test_names_are_text(visitor: TestClient, link: str, coach: Person, now: datetime) -> None:
    with transaction() as session:
        session.get_one(Profile, coach.id).name = "<img src=x onerror=alert(1)>"
    for path in (link, f"{link}/cancel", f"{link}/move", f"{link}/move?to={LATER}"):
        assert "<img" not in visitor.get(path).text
