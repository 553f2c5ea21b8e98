"""One look at the database serves every open page, and a page hears of each change once."""

import asyncio
from collections.abc import Collection
from uuid import UUID, uuid4

import pytest

from coachbook.routes import live_hub
from coachbook.routes.live_hub import Hub
from coachbook.services.following import News

COACH = uuid4()


class Calendar:
    """A database of two numbers."""

    def __init__(self) -> None:
        self.version, self.unread, self.looks, self.is_away = 1, 0, 0, False

    async def __call__(self, coach_ids: Collection[UUID]) -> dict[UUID, News]:
        self.looks += 1
        if self.is_away:
            raise ConnectionError
        return dict.fromkeys(coach_ids, News(self.version, self.unread))


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    monkeypatch.setattr(live_hub, "SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(live_hub, "SECONDS_AFTER_A_FAILURE", 0)
    return Calendar()


async def test_follower_hears_where_the_calendar_is_and_then_each_change(
    calendar: Calendar,
) -> None:
    heard = Hub(calendar).changes(COACH, beat_seconds=5)
    assert await anext(heard) == News(1)
    calendar.version = 2
    assert await anext(heard) == News(2)
    await heard.aclose()


async def test_a_note_alone_is_news(calendar: Calendar) -> None:
    heard = Hub(calendar).changes(COACH, beat_seconds=5)
    first = await anext(heard)
    calendar.unread = 1
    assert (first, await anext(heard)) == (News(1), News(1, unread=1))
    await heard.aclose()


async def test_silence_is_filled_with_beats(calendar: Calendar) -> None:
    heard = Hub(calendar).changes(COACH, beat_seconds=0)
    assert [await anext(heard), await anext(heard), await anext(heard)] == [News(1), None, None]
    await heard.aclose()


async def test_looking_ends_with_the_last_follower(calendar: Calendar) -> None:
    hub = Hub(calendar)
    heard = hub.changes(COACH, beat_seconds=0)
    await anext(heard)
    await heard.aclose()
    assert hub.count() == 0
    assert hub._looking is not None
    await asyncio.wait_for(hub._looking, 1)


async def test_many_followers_cost_one_look_at_a_time(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_hub, "SECONDS_BETWEEN_LOOKS", 60)
    hub = Hub(calendar)
    all_heard = [hub.changes(COACH, beat_seconds=5) for _ in range(50)]
    assert [await anext(heard) for heard in all_heard] == [News(1)] * 50
    assert calendar.looks <= 51  # one when each page opens, one of the hub's own
    for heard in all_heard:
        await heard.aclose()


async def test_database_that_was_away_is_asked_again(calendar: Calendar) -> None:
    hub = Hub(calendar)
    calendar.is_away = True
    heard = hub.changes(COACH, beat_seconds=0)
    assert await anext(heard) is None
    calendar.is_away = False
    await asyncio.sleep(0)
    found = [await anext(heard) for _ in range(10)]
    assert News(1) in found
    await heard.aclose()


async def test_closing_ends_every_stream(calendar: Calendar) -> None:
    hub = Hub(calendar)
    heard = hub.changes(COACH, beat_seconds=60)
    assert await anext(heard) == News(1)
    hub.close()
    assert [version async for version in heard] == []
