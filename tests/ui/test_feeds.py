"""The card of a calendar feed: made, replaced, turned off, and never somebody else's."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import select

from coachbook.database import reading
from coachbook.models import CalendarFeed
from coachbook.services.feeds import FeedChanged
from coachbook.services.people import Person
from coachbook.ui.feeds.links import add_to_calendar
from coachbook.ui.feeds.state import MADE, OFF, REPLACED, FeedCard
from coachbook.ui.gate import WRONG_ROLE
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

STATE = FeedCard.get_full_name()


@pytest.fixture
async def tab(practice: Practice) -> AsyncIterator[Opener]:
    practice.session.commit()
    people: dict[str, Person] = {"coach": practice.coach, "client": practice.client}
    async with opened(signed_in(people)) as make:
        yield make


async def page(tab: Opener, role: str) -> Tab:
    own = tab(cookie=role, path="/client/settings")
    await own.send(f"{STATE}.load_{role}")
    return own


async def shown(own: Tab) -> Any:
    return await own.state(FeedCard)


def feeds() -> list[tuple[str, str]]:
    with reading() as session:
        return [(str(row.id), row.role) for row in session.exec(select(CalendarFeed))]


@pytest.mark.parametrize("role", ["coach", "client"])
async def test_address_is_made_when_asked_for(tab: Opener, role: str) -> None:
    own = await page(tab, role)
    assert (await shown(own)).address == ""
    await own.send(FeedCard.make)
    card = await shown(own)
    assert card.address.endswith(".ics")
    assert card.webcal == card.address.replace("http:", "webcal:")
    assert await own.sentences() == [MADE]
    assert feeds() == [(card.feed_id, role)]


async def test_new_address_takes_the_place_of_the_former(tab: Opener) -> None:
    own = await page(tab, "client")
    await own.send(FeedCard.make)
    former = (await shown(own)).address
    await own.send(f"{STATE}.replace", feed_id=(await shown(own)).feed_id)
    assert (await shown(own)).address != former
    assert (await own.sentences())[-1] == REPLACED
    assert len(feeds()) == 1


async def test_feed_is_turned_off(tab: Opener) -> None:
    own = await page(tab, "coach")
    await own.send(FeedCard.make)
    await own.send(f"{STATE}.turn_off", feed_id=(await shown(own)).feed_id)
    assert (await shown(own)).address == ""
    assert (await own.sentences())[-1] == OFF
    assert feeds() == []


async def test_page_that_lags_behind_is_told(tab: Opener) -> None:
    mine, other = await page(tab, "client"), await page(tab, "client")
    await mine.send(FeedCard.make)
    await other.send(FeedCard.make)
    seen = (await shown(mine)).feed_id
    assert (await shown(other)).feed_id == seen
    await other.send(f"{STATE}.replace", feed_id=seen)
    await mine.send(f"{STATE}.turn_off", feed_id=seen)
    assert (await mine.sentences())[-1] == FeedChanged.sentence
    assert len(feeds()) == 1


async def test_anothers_feed_cannot_be_touched(tab: Opener) -> None:
    coach, client = await page(tab, "coach"), await page(tab, "client")
    await coach.send(FeedCard.make)
    theirs = (await shown(coach)).feed_id
    for name in ("replace", "turn_off"):
        await client.send(f"{STATE}.{name}", feed_id=theirs)
        assert (await client.sentences())[-1] == FeedChanged.sentence
    await client.send(FeedCard.load_coach)
    assert (await client.sentences())[-1] == WRONG_ROLE
    assert feeds() == [(theirs, "coach")]


def test_link_keeps_the_page_where_it_is() -> None:
    link = str(add_to_calendar("0b6c"))
    assert "/calendar/booking/" in link
    assert "download" in link
