"""The address of one's own calendar feed: made, replaced, turned off."""

from uuid import UUID

import reflex as rx

from coachbook.services import feeds
from coachbook.services.feeds import Feed, Role
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.words import short_day

MADE = "Your feed has an address. Subscribe to it in your calendar program."
REPLACED = "Your feed has a new address. The former one stopped working."
OFF = "The feed is off: its address stopped working."


class FeedCard(rx.State):
    """Of the part that the page is for; `feed_id` is the feed as it is shown."""

    address: str = ""
    webcal: str = ""
    since: str = ""
    feed_id: str = ""
    _role: Role = "client"

    @handler("coach", quiet=True)
    async def load_coach(self) -> None:
        self._role = "coach"
        await self._show()

    @handler("client", quiet=True)
    async def load_client(self) -> None:
        self._role = "client"
        await self._show()

    @handler("person", rate="costly")
    async def make(self) -> None:
        self._put(await write(feeds.make, by=person(), role=self._role))
        await say(self, MADE)

    @handler("person", rate="costly")
    async def replace(self, feed_id: UUID) -> None:
        self._put(await write(feeds.replace, by=person(), role=self._role, seen=feed_id))
        await say(self, REPLACED)

    @handler("person")
    async def turn_off(self, feed_id: UUID) -> None:
        await write(feeds.revoke, by=person(), role=self._role, seen=feed_id)
        self._put(None)
        await say(self, OFF)

    async def _show(self) -> None:
        self._put(await read(feeds.of_person, by=person(), role=self._role))

    def _put(self, feed: Feed | None) -> None:
        self.address = feed.address if feed else ""
        self.webcal = "webcal:" + self.address.partition(":")[2] if feed else ""
        self.feed_id = str(feed.id) if feed else ""
        zone, locale = person().zone, person().locale
        self.since = short_day(feed.created_at.astimezone(zone).date(), locale) if feed else ""
