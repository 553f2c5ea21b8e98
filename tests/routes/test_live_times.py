"""An open page hears which times closed before it has asked, and many pages don't ask at once."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from coachbook import database as databases
from coachbook.routes import live, live_times
from coachbook.routes.live import Followed, Shown
from coachbook.routes.live_times import Asked, OpenTimes
from coachbook.services import rosters
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at

COACH = uuid4()
ASKED = Asked(COACH, "session", 60)
NINE, TEN = (int(datetime(2026, 11, 17, hour, tzinfo=UTC).timestamp()) for hour in (9, 10))

Practice = tuple[Person, Person]


class Times:
    """Answers that are counted."""

    def __init__(self) -> None:
        self.open, self.asked, self.is_away = frozenset({NINE, TEN}), 0, False

    async def __call__(self, asked: Asked) -> frozenset[int]:
        self.asked += 1
        await asyncio.sleep(0)
        if self.is_away:
            raise ConnectionError
        return self.open


async def test_times_are_worked_out_once_for_all_who_follow() -> None:
    times = Times()
    known = OpenTimes(times)
    found = await asyncio.gather(*(known.at(ASKED, 1) for _ in range(200)))
    assert (times.asked, set(found)) == (1, {times.open})
    await known.at(ASKED, 2)
    assert times.asked == 2


async def test_a_failure_is_not_kept() -> None:
    times = Times()
    known = OpenTimes(times)
    times.is_away = True
    with pytest.raises(ConnectionError):
        await known.at(ASKED, 1)
    times.is_away = False
    assert await known.at(ASKED, 1) == times.open


async def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_times, "MOST_KEPT", 2)
    known = OpenTimes(Times())
    for minutes in (30, 45, 60, 90):
        await known.at(ASKED._replace(minutes=minutes), 1)
    assert len(known._known) == 2


def test_what_closed_and_opened_is_told_as_the_page_names_it() -> None:
    text = live_times.told(frozenset({NINE}), frozenset({TEN}), 7)
    assert text.startswith("event: times\ndata: ")
    assert text.endswith("\n\n")
    assert json.loads(text.split("data: ")[1]) == {
        "version": 7, "closed": ["2026-11-17T09:00:00Z"], "opened": ["2026-11-17T10:00:00Z"],
    }  # fmt: skip


def test_nothing_and_too_much_are_not_told() -> None:
    assert live_times.told(frozenset({NINE}), frozenset({NINE}), 7) == ""
    assert live_times.told(frozenset(range(live_times.MOST_TOLD + 1)), frozenset(), 7) == ""


def test_many_pages_spread_their_questions() -> None:
    assert live_times.pace(10) == ""
    assert live_times.pace(200) == "event: pace\ndata: 4000\n\n"
    assert live_times.pace(2_000) == "event: pace\ndata: 6000\n\n"


@pytest.mark.parametrize(
    ("kind", "minutes", "asked"),
    [
        ("session", "60", ASKED), ("checkin", "", Asked(COACH, "checkin", 30)),
        ("session", "0", None), ("session", "99999", None), ("session", "-60", None),
        ("session", "sixty", None), ("session", "\u0666\u0660", None), ("", "", None),
        ("nap", "60", None),
    ],
)  # fmt: skip
def test_only_what_pages_show_is_followed(kind: str, minutes: str, asked: Asked | None) -> None:
    assert live_times.asked_for(COACH, kind, minutes) == asked


@pytest.fixture
def practice(database: Engine) -> Practice:
    rosters.forget()
    with databases.transaction() as session:
        coach = people.coach(session)
        factories.hours(session, coach, capacity=1)
        client = people.client(session, of=coach)
        factories.package(session, coach, client)
    return coach, client


async def test_a_booking_closes_its_time_on_the_pages_that_show_it(
    practice: Practice, now: datetime
) -> None:
    coach, client = practice
    shown = Shown(Followed(coach.id, is_own=False, times=Asked(coach.id, "session", 60)))
    assert await shown.changes(1) == ""
    with databases.transaction() as session:
        factories.booked(session, coach, client, at("2026-11-17 10:00"))
    said = json.loads((await shown.changes(2)).split("data: ")[1])
    assert said["closed"] == [  # whatever would overlap it, an hour long
        f"{at('2026-11-17 09:30') + timedelta(minutes=30) * n:%Y-%m-%dT%H:%M:%SZ}" for n in range(3)
    ]
    assert now == NOW


async def test_a_page_that_shows_no_times_hears_of_none() -> None:
    assert await Shown(Followed(COACH, is_own=True)).changes(1) == ""


async def test_a_failing_database_is_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    times = Times()
    times.is_away = True
    monkeypatch.setattr(live, "open_times", OpenTimes(times))
    assert await Shown(Followed(COACH, is_own=False, times=ASKED)).changes(1) == ""
