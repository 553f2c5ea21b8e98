"""/live lets in who may follow, by the cookie alone."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import StreamingResponse

from coachbook import database as databases
from coachbook.routes import live
from coachbook.routes.live import Followed
from coachbook.routes.live_hub import Hub
from coachbook.services import sign_ins
from coachbook.services.following import News
from coachbook.services.people import Person
from tests import people


@pytest.fixture
def anna(database: Engine) -> Person:
    with databases.transaction() as session:
        return people.coach(session)


def signed_in(person: Person, now: datetime) -> str:
    with databases.transaction() as session:
        return sign_ins.start(session, person.id, user_agent="", now=now)


def test_coach_follows_their_own_calendar_without_naming_it(anna: Person, now: datetime) -> None:
    assert live._allowed(signed_in(anna, now), "") == Followed(anna.id, is_own=True)


def test_client_names_the_coach(anna: Person, now: datetime) -> None:
    with databases.transaction() as session:
        robin = people.client(session, of=anna)
    cookie = signed_in(robin, now)
    assert live._allowed(cookie, str(anna.id)) == Followed(anna.id, is_own=False)
    assert live._allowed(cookie, "") is None


@pytest.mark.parametrize("cookie", ["", "forged"])
def test_stranger_follows_nothing(anna: Person, now: datetime, cookie: str) -> None:
    assert live._allowed(cookie, str(anna.id)) is None


def test_client_follows_their_own_inbox_and_a_coach_has_none(anna: Person, now: datetime) -> None:
    with databases.transaction() as session:
        robin = people.client(session, of=anna)
    inbox = live._allowed(signed_in(robin, now), "", notes="client")
    assert inbox == Followed(robin.id, is_own=True, is_inbox=True)
    assert live._allowed(signed_in(anna, now), "", notes="client") is None
    assert live._allowed("", "", notes="client") is None


@pytest.mark.parametrize("wanted", ["1", "not an id", "%00"])
def test_nonsense_is_no_calendar(anna: Person, now: datetime, wanted: str) -> None:
    assert live._allowed(signed_in(anna, now), wanted) is None


def test_signing_out_ends_it_at_the_next_check(anna: Person, now: datetime) -> None:
    cookie = signed_in(anna, now)
    with databases.transaction() as session:
        sign_ins.end_all(session, anna.id)
    assert live._allowed(cookie, "") is None


READ = News(7)
UNREAD = News(7, 3, datetime(2026, 11, 16, tzinfo=UTC))


def test_coach_hears_where_calendar_and_activity_stand_and_then_what_is_new() -> None:
    assert live.told(UNREAD, None, is_own=True) == (
        "data: 7\n\nevent: activity\ndata: 3.1794787200000\n\n"
    )
    assert live.told(UNREAD, READ, is_own=True).startswith("event: activity\ndata: 3.")
    assert live.told(News(8), READ, is_own=True) == "data: 8\n\n"


def test_client_hears_of_the_calendar_alone() -> None:
    assert live.told(UNREAD, None, is_own=False) == "data: 7\n\n"
    assert live.told(UNREAD, READ, is_own=False) == ""


def test_inbox_tells_how_much_is_unread_and_no_calendar() -> None:
    inbox = Followed(uuid4(), is_own=True, is_inbox=True)
    assert live._text(UNREAD, None, inbox) == "event: activity\ndata: 3.1794787200000\n\n"
    assert live._text(UNREAD, UNREAD, inbox) == ""


async def test_nobody_takes_all_streams(
    anna: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_OF_ONE", 2)
    monkeypatch.setattr(live, "hub", Hub(live._read_news))
    with databases.transaction() as session:
        robin = people.client(session, of=anna)
    hers, his = signed_in(anna, now), signed_in(robin, now)
    opened = [await live.live(asking(hers, anna)) for _ in "12"]
    streams = [one.body_iterator for one in opened if isinstance(one, StreamingResponse)]
    assert [await anext(aiter(stream)) for stream in streams] == ["data: 0\n\n" + NO_NEWS] * 2
    assert (await live.live(asking(hers, anna))).status_code == 503
    assert (await live.live(asking(his, anna))).status_code == 200
    for stream in streams:
        await stream.aclose()  # type: ignore[attr-defined]
    assert (await live.live(asking(hers, anna))).status_code == 200


NO_NEWS = "event: activity\ndata: 0.0\n\n"


def asking(cookie: str, coach: Person) -> Request:
    headers = [(b"cookie", f"{sign_ins.cookie_name()}={cookie}".encode())]
    query = f"coach={coach.id}".encode()
    return Request({"type": "http", "headers": headers, "query_string": query})
